import ArgumentParser
import Foundation
import Results
import TransparencyLog

/// `assay audit`: transparency logs on disk.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Checks a transparency log offline.", subcommands: [Verify.self])

    /// `assay audit verify`: derives every tile and the root anew and holds the signed checkpoint against them.
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Derives every hash of a log folder anew; exit code 10 when anything differs.",
            discussion: "Example: assay audit verify data/sandbox/log --key 'assay.invalid/northwind/sandbox+1a2b3c4d+AbCd…'")

        @Argument(help: "The log's folder (C2SP tlog-tiles).")
        var folder: String

        @Option(help: "The log's verifier key (C2SP signed-note), as text or as a file that holds it.")
        var key: String

        func run() throws {
            let text = FileManager.default.contents(atPath: key).map { String(decoding: $0, as: UTF8.self) } ?? key
            let verifier: NoteVerifier
            do { verifier = try NoteVerifier(parsing: text.trimmingCharacters(in: .whitespacesAndNewlines)) } catch {
                throw EarlyExit(.usage, "--key: \(error)")
            }
            let issues = LogReader(DirectoryTileStore(directory: folder)).audit(verifier: verifier)
            for issue in issues { Console.result("\(issue)") }
            Console.result(issues.isEmpty ? "VALID  every tile, bundle and the checkpoint agree" : "DAMAGED  \(issues.count) faults")
            throw EarlyExit(issues.isEmpty ? .satisfied : .signatureFailed)
        }
    }
}
