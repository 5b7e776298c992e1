import ArgumentParser
import Results

/// `assay completion`: scripts for shells.
struct CompletionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion", abstract: "Prints the completion script for bash, zsh or fish.",
        discussion: """
            Examples:
              assay completion bash > /etc/bash_completion.d/assay
              assay completion zsh > "${fpath[1]}/_assay"
              assay completion fish > ~/.config/fish/completions/assay.fish
            """)

    @Argument(help: "bash, zsh or fish.")
    var shell: String

    func validate() throws {
        guard CompletionShell(rawValue: shell) != nil else { throw ValidationError("\(shell): there are bash, zsh and fish") }
    }

    func run() throws {
        guard let known = CompletionShell(rawValue: shell) else { return }
        Console.result(Assay.completionScript(for: known))
    }
}
