import ArgumentParser
import Documents
import Foundation
import ObjectStorage
import Results
import Transport

/// `assay storage`: where evidence is kept.
struct StorageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storage", abstract: "Finds out whether a store keeps what evidence of seven years needs.", subcommands: [Certify.self]
    )

    /// `assay storage certify`: 32 checks of an S3 bucket with Object Lock.
    struct Certify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "certify",
            abstract: "Tries on an S3 bucket what Object Lock must refuse, and says for each failure what it means.",
            discussion: """
                32 checks, each with what is done, what is expected and what came: assay storage certify https://s3.eu-west-1.amazonaws.com/evidence

                Credentials come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or from a file of such lines; \
                never from the command line. They need the permissions of the bucket's administrator, s3:BypassGovernanceRetention and \
                s3:CreateBucket among them: where they may not delete at all, a refusal shows nothing of locks, and the check is not made.

                Some small objects are stored under certify/ and a random word, and two buckets are made beside the bucket, named after \
                it; all of it is removed. One version under COMPLIANCE cannot be before its end: the command waits for it. The check of \
                versions switches them off for a moment in a bucket whose store allows that: certify before evidence is in it.

                Exit codes: 0 all is enforced; 1 something is not; 2 usage, or no credentials in the environment; 3 a file is faulty; 4 the \
                bucket cannot be reached or asked; 6 nothing failed, but some checks could not be made.

                Examples:
                  assay storage certify https://s3.eu-west-1.amazonaws.com/evidence
                  assay storage certify https://store.example:9000/evidence --trust ca.pem --credentials certify.env --json
                  assay storage certify http://127.0.0.1:8333/evidence --allow-http --compliance-for 15
                """)

        @Argument(help: "The bucket: https://HOST/BUCKET, or https://BUCKET.HOST for a store that wants it so.")
        var bucket: String

        @Option(help: "The region that requests are signed for. Default: the one in a host of Amazon's, else us-east-1.")
        var region: String?

        @Option(help: "A file with the credentials, a line NAME=value for each. Default: the environment.")
        var credentials: String?

        @Option(help: "The authorities that are trusted for the store's certificate (PEM). Default: those of the system.")
        var trust: String?

        @Option(help: "Seconds that a version is kept under COMPLIANCE; the checks of it must be made by then.")
        var complianceFor = 60

        @Option(help: "Seconds that one request may take.")
        var timeout = 30

        @Flag(help: "Does not wait until the version under COMPLIANCE can be removed; it is named in the result.")
        var leaveProbes = false

        @Flag(help: "Allows http://, for a store on this machine: everybody on the way could read and alter what is sent.")
        var allowHttp = false

        @Flag(help: "Prints JSON.")
        var json = false

        func validate() throws {
            guard timeout >= 1, timeout <= 3600 else { throw ValidationError("--timeout: 1 to 3600 seconds, not \(timeout)") }
            guard complianceFor >= 10, complianceFor <= 86_400 else {
                throw ValidationError("--compliance-for: 10 to 86400 seconds, not \(complianceFor)")
            }
            _ = try address()
        }

        func run() async throws {
            let http = HTTPClient(trust: try authorities())
            defer { http.close() }
            let client = BucketClient(
                bucket: try address(), credentials: try keys(), configuration: .init(timeout: .seconds(timeout)),
                retries: RetryRule { Double.random(in: 0...1) }, now: { Timestamp.wall }, pause: { try await Task.sleep(for: $0) },
                send: { request async throws(TransportError) in try await http.send(request) })
            let certificate: BucketCertificate
            do throws(StorageError) {
                let label = String(UUID().uuidString.lowercased().prefix(8))
                let plan = try BucketCertifier.Plan(
                    label: label, compliance: .seconds(complianceFor), end: leaveProbes ? .left : .awaited)
                Console.note(
                    "storing probes under certify/\(label)/ in \(client.bucket)"
                        + (leaveProbes ? "" : "; the last can be removed after \(complianceFor * 5 / 4) seconds"))
                certificate = try await BucketCertifier(client, plan: plan).certificate()
            } catch {
                if error.code == .cancelled { throw CancellationError() }
                throw EarlyExit(.preflightFailed, "\(error)")
            }
            show(certificate)
            switch certificate.verdict {
            case .enforced: return
            case .notEnforced: throw EarlyExit(.checkFailed)
            case .notFullyVerified: throw EarlyExit(.notFullyVerified)
            }
        }

        private func show(_ certificate: BucketCertificate) {
            if json { return Console.result(String(decoding: certificate.node.prettyBytes(), as: UTF8.self)) }
            for line in certificate.lines { Console.result(line) }
        }

        private func address() throws -> Bucket {
            do throws(StorageError) {
                return try Bucket(url: bucket, region: region, connections: allowHttp ? .plainAllowed : .encrypted)
            } catch { throw ValidationError(error.message) }
        }

        private func keys() throws -> StorageCredentials {
            do {
                guard let credentials else { return try StorageCredentials(environment: ProcessInfo.processInfo.environment) }
                return try StorageCredentials(parsing: try bytes(of: credentials, option: "--credentials"))
            } catch let error as StorageError {
                throw EarlyExit(credentials == nil ? .usage : .invalidFile, error.message)
            }
        }

        private func authorities() throws -> Trust { try trust.map { .pem(try bytes(of: $0, option: "--trust")) } ?? .system }

        private func bytes(of path: String, option: String) throws -> [UInt8] {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw EarlyExit(.invalidFile, "\(option): cannot read \(path)")
            }
            return [UInt8](data)
        }
    }
}
