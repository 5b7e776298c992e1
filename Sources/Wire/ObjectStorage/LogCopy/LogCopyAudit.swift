package import TransparencyLog

/// Brings the WORM copy of a log out of a bucket, the first version of every object, and holds it against itself: versions, locks, every
/// tile against the newest sealed checkpoint, every sealed checkpoint against the tree.
///
/// The bucket's writer is not trusted: a lock keeps a version, and keeps nobody from putting another one, or a delete marker, over it.
package struct LogCopyAudit: Sendable {
    /// Transfers under way at a time.
    private static let width = 8
    /// The most bytes that are brought out of one copy: 4 GiB, some ten million entries.
    package static let maximumBytes = 4 << 30
    /// The largest object of a copy: what 256 entries of the largest size are about.
    package static let maximumObjectBytes = 384 << 20
    /// The most versions in one copy: a checkpoint a minute for seven years, and what belongs to each.
    package static let maximumVersions = 20_000_000

    private let store: any LockedStore
    private let layout: LogCopyLayout
    private let verifier: NoteVerifier
    private let policy: LogPolicy
    private let limit: Int

    /// - Parameters:
    ///   - verifier: the log's key, under the origin that `layout` is of.
    ///   - policy: accepts checkpoints; `LogPolicy(log: verifier)` asks for no witness.
    ///   - limit: how many issues are gathered.
    package init(
        store: any LockedStore, layout: LogCopyLayout, verifier: NoteVerifier, policy: LogPolicy, limit: Int = 1000
    ) {
        self.store = store
        self.layout = layout
        self.verifier = verifier
        self.policy = policy.only(verifier)
        self.limit = limit
    }

    /// Reads all of the copy into `files`, which must be empty: tiles and bundles by their paths, `checkpoint`, and under `events/` what
    /// entries are about, by the paths of their bundles.
    ///
    /// Throws `StorageError` when the bucket cannot be asked, or holds more than is read; `LogError` when `files` cannot be written.
    package func run(into files: any ListableTileStore) async throws -> LogCopyFindings {
        // Checkpoints first: what they need was stored before them, so that nothing is missed that is only being stored.
        let sealed = try await store.versions(prefix: layout.sealedRoot, after: nil)
        let listing = try await store.versions(prefix: layout.root, after: nil)
        let known = Set(sealed.map(\.key))
        var state = LogCopyState(layout: layout, verifier: verifier, files: files, limit: limit)
        let objects = LogCopyObject.all(in: listing)
        for object in objects { state.report(object.issues) }
        let isCheckpoint: (LogCopyObject) -> Bool = { if case .checkpoint? = layout.part(of: $0.key) { true } else { false } }
        // Which partial files there should be, checkpoints say.
        try await fetch(objects.filter(isCheckpoint), &state)
        try await fetch(objects.filter { !isCheckpoint($0) }, &state)
        state.judge(policy, sealed: known)
        return state.findings
    }

    private func fetch(_ objects: [LogCopyObject], _ state: inout LogCopyState) async throws {
        var rest = objects.makeIterator()
        var received = 0
        try await withThrowingTaskGroup(of: (LogCopyObject, LogCopyLayout.Part, [UInt8], Retention?)?.self) { group in
            var running = 0
            while true {
                while running < Self.width, let object = rest.next() {
                    guard let part = layout.part(of: object.key) else {
                        state.report([LogCopyIssue(.stranger, object.key, "no part of a log's copy has this key")])
                        continue
                    }
                    guard let oldest = object.oldest else { continue }
                    group.addTask { try await fetch(object, part, oldest.version) }
                    running += 1
                }
                guard running > 0, let fetched = try await group.next() else { return }
                running -= 1
                guard let (object, part, bytes, retention) = fetched else { continue }
                received += bytes.count
                guard received <= Self.maximumBytes else {
                    throw StorageError(.answerTooLarge, "the copy has more than \(Self.maximumBytes) bytes")
                }
                if let fault = object.fault(of: retention) { state.report([fault]) }
                try state.take(bytes, as: part, key: object.key)
            }
        }
    }

    /// Nil for a version that went away since it was listed: what needs it will miss it.
    private func fetch(
        _ object: LogCopyObject, _ part: LogCopyLayout.Part, _ version: String
    ) async throws -> (LogCopyObject, LogCopyLayout.Part, [UInt8], Retention?)? {
        do throws(StorageError) {
            let (bytes, found) = try await store.get(object.key, version: version)
            if let retention = found.retention { return (object, part, bytes, retention) }
            return (object, part, bytes, try await retention(of: object.key, version))
        } catch  where error.code == .noSuchObject {
            return nil
        }
    }

    /// Nil when there is none, or it may not be seen.
    private func retention(of key: String, _ version: String) async throws(StorageError) -> Retention? {
        do throws(StorageError) {
            return try await store.retention(of: key, version: version)
        } catch  where [.noLock, .refused, .accessDenied, .noSuchObject].contains(error.code) {
            return nil
        }
    }
}
