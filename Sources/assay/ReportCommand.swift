import ArgumentParser
import Conformance
import Documents
import Foundation
import MessageSignatures
import Results

/// `assay report`: what to do with a finished report.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Checks a report bundle offline.", subcommands: [Verify.self])

    /// `assay report verify`: is the bundle complete, unchanged, and signed by somebody we trust?
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Says VALID, EXPIRED, TAMPERED, INCOMPLETE, UNKNOWN_KEY or MALFORMED, and why.",
            discussion: """
                Trusts nobody but the keys of the trust file: a JWKS whose keys may say role, nbf and exp (seconds).
                Exit code 0 for VALID only, else 10.

                Example: assay report verify out/demo/report --trust out/demo/trust.jwks
                """)

        @Argument(help: "The bundle's folder.")
        var bundle: String

        @Option(help: "A JWKS of the issuers that you trust.")
        var trust: String?

        func run() throws {
            var keys = KeySet([])
            if let trust {
                guard let bytes = FileManager.default.contents(atPath: trust) else {
                    throw EarlyExit(.invalidFile, "--trust \(trust): the file cannot be read")
                }
                do { keys = try KeySet(jwks: JSONReader.read([UInt8](bytes))) } catch {
                    throw EarlyExit(.invalidFile, "--trust \(trust): expected a JWKS (RFC 7517 §5): \(error)")
                }
            }
            let verified = BundleVerifier(trust: keys).verify(folder: URL(filePath: bundle))
            var line = verified.outcome.rawValue
            if let report = verified.report {
                let subject = report.run.subject
                line +=
                    "  \(report.summary.verdict.rawValue) · \(subject.name) · \(subject.environment) · \(report.run.startedAt.prefix(10))"
                line += " · requirement set \(report.catalogueRevision) (digest \(report.catalogueSHA256.prefix(8))…)"
            }
            Console.result(line)
            Console.result("  \(verified.explanation)")
            if let signer = verified.signer { Console.result("  signed by \(signer)") }
            Console.result("  not checked: \(verified.notChecked.joined(separator: " · "))")
            throw EarlyExit(verified.outcome == .valid ? .satisfied : .signatureFailed)
        }
    }
}
