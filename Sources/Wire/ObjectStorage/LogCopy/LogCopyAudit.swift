package import TransparencyLog

/// Brings the WORM copy of a log out of a bucket, the first version of every object, and holds it against itself: versions, locks, every
/// tile against the newest sealed checkpoint, every sealed checkpoint against the tree.
///
/// The bucket's writer is not trusted: a lock keeps a version, and keeps nobody from putting another one, or a delete marker, over it.
///
/// What was not full at a sealing says nothing that the newest sealing with the full tiles and bundles does not say too, and there is one
/// a minute for seven years. So of a sealing that was superseded the checkpoint alone is read: its signature, its lock, and that its root
/// is the one that the tree had at its size, which is derived from the entries. Its partial files and the events beside them are looked at
/// in the listing only: that they are there while their lock must last, that hashes have the length of their width, and that nothing was
/// put over them. Their bytes and their locks are not asked for: no reader needs them, and the entries that they had are held against the
/// checkpoint that they were sealed with.
package struct LogCopyAudit: Sendable {
    /// Transfers under way at a time.
    private static let width = 8
    /// The most bytes that are brought out of one copy: 64 GiB, some hundred and fifty million entries.
    package static let maximumBytes = 64 << 30
    /// The largest object of a copy: what 256 entries of the largest size are about.
    package static let maximumObjectBytes = 384 << 20
    /// The most versions in one copy: a checkpoint a minute for seven years, and what belongs to each.
    package static let maximumVersions = 20_000_000

    private let store: any LockedStore
    private let layout: LogCopyLayout
    private let verifier: NoteVerifier
    private let policy: LogPolicy
    private let limit: Int
    private let maximumBytes: Int

    /// - Parameters:
    ///   - verifier: the log's key, under the origin that `layout` is of.
    ///   - policy: accepts checkpoints; `LogPolicy(log: verifier)` asks for no witness.
    ///   - limit: how many issues are gathered.
    ///   - maximumBytes: how much is brought out of the bucket.
    package init(
        store: any LockedStore, layout: LogCopyLayout, verifier: NoteVerifier, policy: LogPolicy, limit: Int = 1000,
        maximumBytes: Int = LogCopyAudit.maximumBytes
    ) {
        self.store = store
        self.layout = layout
        self.verifier = verifier
        self.policy = policy.only(verifier)
        self.limit = limit
        self.maximumBytes = maximumBytes
    }

    /// Reads into `files`, which must be empty, all of the copy that the newest sealing has not superseded: tiles and bundles by their
    /// paths, `checkpoint`, and under `events/` what entries are about, by the paths of their bundles.
    ///
    /// Throws `StorageError` when the bucket cannot be asked, or holds more than is read; `LogError` when `files` cannot be written.
    package func run(into files: any ListableTileStore) async throws -> LogCopyFindings {
        // Checkpoints first: what they need was stored before them, so that nothing is missed that is only being stored.
        let sealed = try await store.versions(prefix: layout.sealedRoot, after: nil)
        let listing = try await store.versions(prefix: layout.root, after: nil)
        let known = Set(
            sealed.compactMap { version -> Int64? in if case .checkpoint(let size)? = layout.part(of: version.key) { size } else { nil } })
        var state = LogCopyState(layout: layout, verifier: verifier, policy: policy, sealed: known, files: files, limit: limit)
        var (checkpoints, others): ([Item], [Item]) = ([], [])
        let objects = LogCopyObject.all(in: listing)
        for object in objects {
            state.report(object.issues)
            guard let part = layout.part(of: object.key) else {
                state.report([LogCopyIssue(.stranger, object.key, "no part of a log's copy has this key")])
                continue
            }
            if case .checkpoint = part { checkpoints.append((object, part)) } else { others.append((object, part)) }
        }
        var received = 0
        // Checkpoints say which partial files there should be and which of them count. The newest first: one that is accepted ends a search.
        try await fetch(checkpoints.reversed(), &state, &received)
        try await fetch(others.filter { state.needs($0.part) }, &state, &received)
        state.look(at: checkpoints + others)
        state.judge()
        return state.findings
    }

    /// An object of the copy, and what it is.
    typealias Item = (object: LogCopyObject, part: LogCopyLayout.Part)

    private func fetch(_ items: [Item], _ state: inout LogCopyState, _ received: inout Int) async throws {
        var rest = items.makeIterator()
        try await withThrowingTaskGroup(of: (LogCopyObject, LogCopyLayout.Part, [UInt8], Retention?)?.self) { group in
            var running = 0
            while true {
                while running < Self.width, let (object, part) = rest.next() {
                    guard let oldest = object.oldest else { continue }
                    group.addTask { try await fetch(object, part, oldest.version) }
                    running += 1
                }
                guard running > 0, let fetched = try await group.next() else { return }
                running -= 1
                guard let (object, part, bytes, retention) = fetched else { continue }
                received += bytes.count
                guard received <= maximumBytes else {
                    throw StorageError(.answerTooLarge, "the copy has more than \(maximumBytes) bytes that count")
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
