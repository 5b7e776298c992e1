import ArgumentParser
import Foundation
import Results
import Scenarios

/// `assay init`: a folder to begin with.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Writes a folder to begin with: profile, one contract, one scenario, README, CI script.",
        discussion: """
            Overwrites nothing: when one of its files is there already, none is written.

            Example: assay init my-platform --base-url https://sandbox.example --name "Northwind Gaming Ltd"
            """)

    @Argument(help: "The folder; made when missing.")
    var folder: String

    @Option(help: "The address of the platform to test, http or https.")
    var baseURL = "https://sandbox.invalid"

    @Option(help: "What the platform is called in reports.")
    var name = "My platform"

    func run() throws {
        guard let starter = StarterFolder(name: name, baseURL: baseURL) else {
            throw ValidationError("--base-url: an http or https URL; --name: one line without quotes")
        }
        let files = FileManager.default
        let root = URL(filePath: folder)
        let taken = starter.files.map(\.path).filter { files.fileExists(atPath: root.appending(path: $0).path) }
        guard taken.isEmpty else {
            throw EarlyExit(.usage, "\(folder) already has \(taken.joined(separator: ", ")): nothing was written")
        }
        do {
            for file in starter.files {
                let target = root.appending(path: file.path)
                try files.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.text.utf8).write(to: target, options: .withoutOverwriting)
                if file.path.hasSuffix(".sh") { try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: target.path) }
                Console.result(target.path)
            }
        } catch {
            throw EarlyExit(.usage, "\(folder) cannot be written: \(error.localizedDescription)")
        }
        Console.note("next: cd \(folder) && assay doctor --profile sandbox.profile.yaml")
    }
}
