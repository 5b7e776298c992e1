import ArgumentParser
import Conformance
import Documents
import Foundation
import MessageSignatures
import Results

/// `assay report`: what to do with a finished report.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Checks and shows report bundles offline.",
        subcommands: [Verify.self, Show.self, Render.self, Merge.self])

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
            let keys = try trust.map(ReportCommand.keys) ?? KeySet([])
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

    /// `assay report show`: the result on the terminal, as the run printed it.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Prints findings, verdict and coverage of a bundle. Trust it only after report verify.",
            discussion: "Example: assay report show out/demo/report")

        @Argument(help: "The bundle's folder.")
        var bundle: String

        func run() throws { ResultPrinter(report: try ReportCommand.report(in: bundle), isQuiet: false).print(bundle: bundle) }
    }

    /// `assay report render`: another view of the same result.
    struct Render: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "render", abstract: "Writes a bundle's result as json, junit or html.",
            discussion: "Example: assay report render out/demo/report --format junit --output junit.xml")

        @Argument(help: "The bundle's folder.")
        var bundle: String

        @Option(help: "json, junit or html.")
        var format: String

        @Option(help: "The file to write. Default: standard output.")
        var output: String?

        func run() throws {
            guard let kind = ReportViewKind(rawValue: format) else {
                throw ValidationError("--format \(format): there are json, junit and html")
            }
            let bytes = ReportView.bytes(kind, of: try ReportCommand.report(in: bundle))
            guard let output else { return Console.result(String(decoding: bytes, as: UTF8.self)) }
            do { try Data(bytes).write(to: URL(filePath: output)) } catch {
                throw EarlyExit(.usage, "--output \(output): the file cannot be written")
            }
        }
    }

    /// The result that a bundle holds, whoever signed it.
    private static func report(in bundle: String) throws -> ConformanceReport {
        guard let bytes = FileManager.default.contents(atPath: bundle + "/report.json") else {
            throw EarlyExit(.invalidFile, "\(bundle): there is no report.json; name the folder of a bundle")
        }
        do { return try ConformanceReport(reading: JSONReader.read([UInt8](bytes))) } catch {
            throw EarlyExit(.invalidFile, "\(bundle)/report.json: \(error)")
        }
    }
}
