import ArgumentParser
import Conformance
import Documents
import Foundation
import MessageSignatures
import Results

extension ReportCommand {
    /// `assay report merge`: one report of the reports of all parts of a run.
    struct Merge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "merge", abstract: "Puts the reports of all parts of a run (--shard i/n) together into one, with its own verdict.",
            discussion: """
                Each bundle is verified first. Parts of another subject, seed, selection, content, catalogue or version of the tool are
                refused, and so are missing parts; nothing is written then.

                Exit codes: that of the whole run's verdict; 3 the bundles are not the parts of one run, 10 one is not valid.

                Example:
                  assay verify --profile sandbox.profile.yaml --shard 1/2 --output-dir one --signing-key ci.jwk
                  assay verify --profile sandbox.profile.yaml --shard 2/2 --output-dir two --signing-key ci.jwk
                  assay report merge one/report two/report --trust ci.jwks --signing-key ci.jwk --output-dir whole
                """)

        @Argument(help: "The bundles' folders, in any order.")
        var bundles: [String]

        @Option(help: "A JWKS of the issuers that you trust. May be repeated.")
        var trust: [String] = []

        @Option(help: "Writes DIR/report, the signed bundle, and DIR/trust.jwks when the signing key is made for it.")
        var outputDir = "out"

        @Option(help: "A private JWK that signs the report. Default: a key made for it.")
        var signingKey: String?

        @Option(help: "In whose name the report is issued.")
        var role = "operator's own CI"

        @Flag(help: "Prints only the findings and the closing lines.")
        var quiet = false

        @OptionGroup var content: ContentOption

        func run() throws {
            let verifier = BundleVerifier(trust: KeySet(try trust.flatMap { try ReportCommand.keys(in: $0).keys }))
            let parts = try bundles.map { bundle in
                let folder = URL(filePath: bundle)
                let verified = verifier.verify(folder: folder)
                guard verified.outcome == .valid, let report = verified.report else {
                    throw EarlyExit(.signatureFailed, "\(bundle): \(verified.outcome.rawValue): \(verified.explanation)")
                }
                do { return ShardMerge.Part(name: bundle, report: try EvidenceReader.complete(report, in: folder)) } catch {
                    throw EarlyExit(.invalidFile, "\(bundle): \(error)")
                }
            }
            let record: RunRecord
            do { record = try ShardMerge(parts).record() } catch { throw EarlyExit(.invalidFile, "\(error)") }
            let catalogue = try content.catalogue()
            if let part = parts.first, part.report.catalogueSHA256 != catalogue.sha256 {
                throw EarlyExit(
                    .invalidFile,
                    "the parts were judged by the catalogue \(part.report.catalogueRevision) \(part.report.catalogueSHA256), and this content "
                        + "has \(catalogue.revision) \(catalogue.sha256): give the content of the parts with --content DIR")
            }
            let report = try IssuedReport(role: role, signingKey: signingKey, outputDir: outputDir).write(record, catalogue: catalogue)
            ResultPrinter(report: report, isQuiet: quiet).print(bundle: outputDir + "/report")
            throw EarlyExit(report.summary.exitStatus)
        }
    }

    /// The keys of a trust file.
    static func keys(in path: String) throws -> KeySet {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw EarlyExit(.invalidFile, "--trust \(path): the file cannot be read")
        }
        do { return try KeySet(jwks: JSONReader.read([UInt8](bytes))) } catch {
            throw EarlyExit(.invalidFile, "--trust \(path): expected a JWKS (RFC 7517 §5): \(error)")
        }
    }
}
