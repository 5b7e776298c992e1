import ArgumentParser
import Documents
import Foundation
import ObjectStorage
import Results
import Transport

/// How `assay audit` reaches a bucket that is written as `s3://BUCKET/PREFIX`.
struct BucketOptions: ParsableArguments {
    @Option(help: "With s3://: where the store is, https://HOST. Default: Amazon's, of the region.")
    var endpoint: String?

    @Option(help: "With s3://: the region that requests are signed for. Default: us-east-1.")
    var region: String?

    @Option(help: "With s3://: a file with the credentials, a line NAME=value for each. Default: the environment.")
    var credentials: String?

    @Option(help: "With s3://: the authorities that are trusted for the store's certificate (PEM). Default: those of the system.")
    var trust: String?

    @Flag(help: "With s3://: allows an endpoint at http://, for a store on this machine.")
    var allowHttp = false

    /// Whether any of them was given.
    var areGiven: Bool { endpoint != nil || region != nil || credentials != nil || trust != nil || allowHttp }

    /// The two parts of `s3://BUCKET/PREFIX`; a slash at the end is left out. Throws `EarlyExit` with 2.
    static func parts(of url: String) throws -> (bucket: String, prefix: String) {
        let rest = url.dropFirst("s3://".count)
        let parts = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard url.hasPrefix("s3://"), let bucket = parts.first, !bucket.isEmpty, !rest.contains("?"), !rest.contains("#") else {
            throw EarlyExit(.usage, "expected s3://BUCKET or s3://BUCKET/PREFIX")
        }
        var prefix = parts.count == 2 ? parts[1] : ""
        if prefix.hasSuffix("/") { prefix = prefix.dropLast() }
        return (String(bucket), String(prefix))
    }

    /// Runs `body` with a client of the bucket.
    ///
    /// Throws `EarlyExit` with 2 for what cannot be used, 3 for a file, 4 when the bucket cannot be asked.
    func with<Value>(_ name: String, _ body: (BucketClient) async throws -> Value) async throws -> Value {
        let http = HTTPClient(trust: try trust.map { .pem(try Self.bytes(of: $0, option: "--trust")) } ?? .system)
        defer { http.close() }
        let region = region ?? "us-east-1"
        let bucket: Bucket
        do throws(StorageError) {
            bucket = try Bucket(
                endpoint: endpoint ?? "https://s3.\(region).amazonaws.com", name: name, region: region, addressing: .path,
                connections: allowHttp ? .plainAllowed : .encrypted)
        } catch { throw EarlyExit(.usage, error.message) }
        let client = BucketClient(
            bucket: bucket, credentials: try keys(),
            configuration: .init(maximumObjectBytes: LogCopyAudit.maximumObjectBytes, maximumVersions: LogCopyAudit.maximumVersions),
            retries: RetryRule { Double.random(in: 0...1) }, now: { Timestamp.wall }, pause: { try await Task.sleep(for: $0) },
            send: { request async throws(TransportError) in try await http.send(request) })
        do { return try await body(client) } catch let error as StorageError {
            if error.code == .cancelled { throw CancellationError() }
            throw EarlyExit(error.code == .invalidRequest ? .usage : .preflightFailed, "\(error)")
        }
    }

    private func keys() throws -> StorageCredentials {
        do {
            guard let credentials else { return try StorageCredentials(environment: ProcessInfo.processInfo.environment) }
            return try StorageCredentials(parsing: try Self.bytes(of: credentials, option: "--credentials"))
        } catch let error as StorageError {
            throw EarlyExit(credentials == nil ? .usage : .invalidFile, error.message)
        }
    }

    private static func bytes(of path: String, option: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw EarlyExit(.invalidFile, "\(option): cannot read \(path)") }
        return [UInt8](data)
    }
}
