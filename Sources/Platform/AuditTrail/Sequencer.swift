import Dispatch
package import Logging
package import Store
package import TransparencyLog

/// Builds the transparency log from the stored events and signs its checkpoints: the only writer of the log's files.
///
/// Tiles and bundles are pure functions of the events, so every step can be repeated after a crash. Before a checkpoint is
/// signed its (size, root) is stored: for one size no second root is ever signed. On start it derives the whole log again
/// from the database and holds every file against it; a log that is ahead or differs is refused (`AuditError`), never mended.
/// What witnesses hold is held against it too (`Sequencer+Witnesses`).
package actor Sequencer {
    private let store: PlatformStore
    let tiles: any TileStore
    let signer: NoteSigner
    private let logger: Logger
    private let files = DispatchQueue(label: "audit-log-files")

    private(set) var builder: TreeBuilder
    private(set) var latest: Checkpoint?
    private(set) var refusal: AuditError?
    private var isPublishing = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Opens the log, verifying all of it against the database: linear in the number of events.
    /// - Throws: `AuditError` `log-ahead`, `log-differs`, `store-behind`; `LogError` `storage`; `StoreError`.
    package init(store: PlatformStore, tiles: any TileStore, signer: NoteSigner, logger: Logger) async throws {
        self.store = store
        self.tiles = tiles
        self.signer = signer
        self.logger = logger
        let recovery = LogRecovery(store: store, tiles: tiles, verifier: signer.verifier)
        (builder, latest) = try await recovery.run()
    }

    /// The newest checkpoint that was published.
    package var checkpoint: Checkpoint? { latest }

    /// Brings every committed event into the log and signs a checkpoint when there is anything new.
    /// - Returns: the newest checkpoint; it covers every event committed before the call.
    /// - Throws: `AuditError` when the log must not go on, `LogError` or `StoreError` when the medium failed: try again later.
    @discardableResult
    package func publish() async throws -> Checkpoint {
        await takeTurn()
        defer { endTurn() }
        if let refusal { throw refusal }
        do {
            try await integrate()
            return try await sign()
        } catch let error as LogError where error.code == .conflict {
            refusal = AuditError(.logDiffers, error.description)
            throw refusal ?? error
        } catch let error as AuditError {
            refusal = error
            throw error
        }
    }

    /// Publishes once each `interval` until the task is cancelled.
    /// - Throws: `AuditError` when the log must not go on.
    package func run(each interval: Duration = .seconds(1)) async throws {
        while !Task.isCancelled {
            try await publishOrLog()
            do {
                try await Task.sleep(for: interval)
            } catch {
                return
            }
        }
    }

    /// Signs nothing from now on; the first reason is kept.
    func refuse(_ error: AuditError) {
        if refusal == nil { refusal = error }
    }

    private func publishOrLog() async throws {
        do {
            try await publish()
        } catch let error as AuditError {
            throw error
        } catch {
            logger.error("the audit log waits for its medium", metadata: ["reason": "\(error)"])
        }
    }

    private func integrate() async throws {
        while true {
            let first = builder.size
            let leaves = try await store.read { try $0.auditLeaves(from: first, limit: LogRecovery.chunk) }
            guard !leaves.isEmpty else { return }
            builder = try await onFiles { [builder, tiles] in
                var next = builder
                _ = try next.integrate(leaves, at: first, into: tiles)
                return next
            }
        }
    }

    private func sign() async throws -> Checkpoint {
        if let latest, latest.size == builder.size { return latest }
        let next = try Checkpoint(origin: signer.name, size: builder.size, root: builder.root)
        try await store.write { transaction in
            let state = try transaction.snapshot.logState()
            try Self.check(next, against: state)
            try transaction.put(
                LogState(
                    integratedSize: next.size, intendedSize: next.size, intendedRoot: next.root.bytes, publishedSize: state.publishedSize))
        }
        try await onFiles { [signer, tiles] in
            try tiles.replace("checkpoint", signer.sign(next.text))
        }
        latest = next
        try await store.write { transaction in
            var state = try transaction.snapshot.logState()
            state.publishedSize = max(state.publishedSize, next.size)
            try transaction.put(state)
        }
        return next
    }

    /// A checkpoint may be signed when it is longer than everything intended before, or exactly what was intended.
    private static func check(_ next: Checkpoint, against state: LogState) throws {
        guard !state.intendedRoot.isEmpty else { return }
        if next.size < state.intendedSize {
            throw AuditError(.storeBehind, "the log has \(next.size) entries, a checkpoint of \(state.intendedSize) was intended")
        }
        if next.size == state.intendedSize, next.root.bytes != state.intendedRoot {
            throw AuditError(.logDiffers, "another root was intended for \(next.size) entries")
        }
    }

    /// Runs blocking file work off the cooperative threads.
    func onFiles<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            files.async { continuation.resume(with: Result(catching: work)) }
        }
    }

    func takeTurn() async {
        guard isPublishing else {
            isPublishing = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func endTurn() {
        guard !waiting.isEmpty else {
            isPublishing = false
            return
        }
        waiting.removeFirst().resume()
    }
}
