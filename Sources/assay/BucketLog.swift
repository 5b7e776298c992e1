import Foundation
import ObjectStorage
import Results
import TransparencyLog

/// The WORM copy of a log in a bucket, brought into a folder of its own that is gone when its reader has ended.
struct BucketLog {
    let client: BucketClient
    let prefix: String
    let verifier: NoteVerifier

    /// What `body` makes of the findings and the files. Throws `StorageError`.
    func audited<Value>(
        _ policy: LogPolicy, _ body: (LogCopyFindings, DirectoryTileStore) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "assay-copy-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = DirectoryTileStore.passing(directory: folder.path(percentEncoded: false))
        let layout = try LogCopyLayout(prefix: prefix, origin: verifier.name)
        let findings = try await LogCopyAudit(store: client, layout: layout, verifier: verifier, policy: policy).run(into: files)
        return try await body(findings, files)
    }

    /// The one log that a policy is of. Throws `EarlyExit` with 2 when it names none or several.
    static func verifier(of policy: LogPolicy) throws -> NoteVerifier {
        guard let log = policy.logs.first, policy.logs.count == 1 else {
            throw EarlyExit(.usage, "a bucket is searched for one log: say which by --key")
        }
        return log
    }
}
