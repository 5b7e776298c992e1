import ArgumentParser
import Foundation
import ObjectStorage
import Results
import TransparencyLog

/// `assay audit`: transparency logs, by their files alone or beside the database that they were made from.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Checks a transparency log, and rebuilds one from its WORM copy.",
        subcommands: [Verify.self] + ofThePlatform)

    /// What needs the platform's own database.
    private static var ofThePlatform: [any ParsableCommand.Type] {
        #if Platform
            [Fsck.self, Restore.self]
        #else
            []
        #endif
    }

    /// `assay audit verify`: derives every tile and the root anew and holds the signed checkpoint against them, or checks one proof.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Derives every hash of a log anew, or checks one entry's proof; exit code 10 when anything differs.",
            discussion: """
                A log's files:    assay audit verify data/sandbox/log --key 'assay.invalid/northwind/sandbox+1a2b3c4d+AbCd…'
                Its witnesses:    assay audit verify data/sandbox/log --policy trust.tlog-policy
                Over HTTP:        assay audit verify https://log.example/2026/ --policy trust.tlog-policy
                Its WORM copy:    assay audit verify s3://evidence/northwind --endpoint https://store.example --policy trust.tlog-policy
                One entry alone:  assay audit verify --proof entry.tlog-proof --entry entry.bin --policy trust.tlog-policy

                A URL's files are fetched first, without redirects, and checked like those of a folder. Of a bucket the first version of \
                each object is read; a second version or a delete marker is tampering, whatever it holds, and each object must be under \
                COMPLIANCE for seven years. It is the newest sealed checkpoint that the policy accepts that all is held against.
                Exit codes: 0 all agrees, 2 usage, 3 the policy or key is no such file, 4 the log cannot be read, 10 something differs or the
                policy does not accept the checkpoint.
                """)

        @Argument(
            help:
                "The log's folder, the URL that its files lie under (C2SP tlog-tiles), or s3://BUCKET/PREFIX; none with --proof."
        )
        var log: String?

        @Option(help: "The log's verifier key (C2SP signed-note), as text or as a file that holds it.")
        var key: String?

        @Option(help: "Logs, witnesses and quorum to be accepted (C2SP tlog-policy); with --key of this log alone.")
        var policy: String?

        @Option(help: "A proof that one entry is in the log (C2SP tlog-proof); needs no log.")
        var proof: String?

        @Option(help: "With --proof: the file that holds the entry's bytes as they were logged.")
        var entry: String?

        @Option(help: "With --proof, instead of --entry: the entry's leaf hash, 64 hexadecimal digits.")
        var leafHash: String?

        @OptionGroup var bucket: BucketOptions

        func validate() throws {
            guard !bucket.areGiven || log?.hasPrefix("s3://") == true else {
                throw ValidationError("--endpoint, --region, --credentials, --trust and --allow-http go with s3://BUCKET/PREFIX")
            }
            guard key != nil || policy != nil else { throw ValidationError("say whom to trust: --key, --policy or both") }
            guard (log == nil) != (proof == nil) else { throw ValidationError("give a log's folder or URL, or --proof FILE: one of them") }
            let entries = [entry, leafHash].compactMap { $0 }.count
            guard entries == (proof == nil ? 0 : 1) else {
                throw ValidationError("--proof goes with --entry or --leaf-hash, one of them, and neither goes without it")
            }
        }

        func run() async throws {
            let trust = try AuditTrust(key: key, policy: policy).policy
            guard let proof else { return try await verifyLog(log ?? "", trust) }
            let leaf = try leaf()
            do throws(LogError) {
                let read = try TLogProof(parsing: try Self.bytes(proof, limit: 2 * SignedNote.maximumBytes))
                let checkpoint = try read.verify(leaf: leaf, policy: trust)
                Console.result("VALID  entry \(read.index) is in \(checkpoint.origin) at size \(checkpoint.size)")
            } catch  where error.code == .storage {
                throw EarlyExit(.preflightFailed, "--proof: \(error.message)")
            } catch {
                Console.result("\(proof): \(error)")
                Console.result("DAMAGED  the proof does not hold")
                throw EarlyExit(.signatureFailed)
            }
        }

        private func verifyLog(_ log: String, _ trust: LogPolicy) async throws {
            if log.hasPrefix("s3://") { return try await verifyCopy(log, trust) }
            let issues =
                if log.hasPrefix("https://") || log.hasPrefix("http://") {
                    try await RemoteLog(url: log).audited { $0.audit(policy: trust) }
                } else {
                    LogReader(DirectoryTileStore(directory: log)).audit(policy: trust)
                }
            for issue in issues { Console.result("\(issue)") }
            Console.result(issues.isEmpty ? "VALID  every tile, bundle and the checkpoint agree" : "DAMAGED  \(issues.count) faults")
            throw EarlyExit(issues.isEmpty ? .satisfied : .signatureFailed)
        }

        private func verifyCopy(_ log: String, _ trust: LogPolicy) async throws {
            let (name, prefix) = try BucketOptions.parts(of: log)
            let verifier = try BucketLog.verifier(of: trust)
            let findings = try await bucket.with(name) { client in
                try await BucketLog(client: client, prefix: prefix, verifier: verifier).audited(trust) { findings, _ in findings }
            }
            for issue in findings.issues { Console.result("\(issue)") }
            if let accepted = findings.accepted {
                Console.result(
                    "\(accepted.origin): \(accepted.size) entries, root \(accepted.root.base64), \(findings.sealedCount) sealed checkpoints"
                )
            }
            if let newest = findings.newest, let accepted = findings.accepted, newest.size > accepted.size {
                Console.note("a newer checkpoint of \(newest.size) entries is sealed, which the policy does not accept yet")
            }
            let isGood = findings.issues.isEmpty && findings.accepted != nil
            Console.result(
                isGood
                    ? "VALID  what counts is locked, nothing was put over anything, and every tile, bundle and checkpoint agree"
                    : "DAMAGED  \(findings.issues.count) faults")
            throw EarlyExit(isGood ? .satisfied : .signatureFailed)
        }

        private func leaf() throws -> Hash {
            if let leafHash {
                guard let hash = Hash(hex: leafHash) else {
                    throw EarlyExit(.usage, "--leaf-hash: expected 64 hexadecimal digits, got \(leafHash.utf8.count) characters")
                }
                return hash
            }
            do {
                return MerkleHash.leaf(try Self.bytes(entry ?? "", limit: EntryBundle.maximumEntryBytes))
            } catch {
                throw EarlyExit(.preflightFailed, "--entry: \(error.message)")
            }
        }

        /// Throws `storage` when the file cannot be read, `tooLarge` beyond the limit.
        private static func bytes(_ path: String, limit: Int) throws(LogError) -> [UInt8] {
            guard let data = FileManager.default.contents(atPath: path) else { throw LogError(.storage, "cannot read \(path)") }
            guard data.count <= limit else { throw LogError(.tooLarge, "expected at most \(limit) bytes in \(path), got \(data.count)") }
            return [UInt8](data)
        }
    }
}
