import Dispatch
package import Documents
package import Logging
package import Store
package import TransparencyLog

/// Builds the transparency log from the stored events and signs its checkpoints: the only writer of the log's files.
///
/// Tiles and bundles are pure functions of the events, so every step can be repeated after a crash. Before a checkpoint is
/// signed its (size, root) is stored: for one size no second root is ever signed. On start it goes on from the edge of what is published,
/// once that agrees with the database (`LogRecovery`); a log that is ahead or differs is refused (`AuditError`), never mended.
/// What witnesses hold is held against it too (`Sequencer+Witnesses`).
/// Where the medium of its files fails, the store that the log is derived from acknowledges nothing any more either (`MediumFailure`).
///
/// Where several processes share a store, the one with the lease writes (`LogLease`). Its checkpoint is put in place inside a transaction
/// that has seen that no newer fence was given, so that who stood still for longer than the lease puts nothing in place.
package actor Sequencer {
    private let store: PlatformStore
    let tiles: any TileStore
    let signer: NoteSigner
    private let logger: Logger
    private let holder: LeaseHolder
    private let files = DispatchQueue(label: "audit-log-files")

    private(set) var builder: TreeBuilder
    private(set) var latest: Checkpoint?
    private var lease: LogLease?
    /// Nil until the files that are there were looked through.
    private var superseded: SupersededPartials?
    private let elapsed: @Sendable () -> ContinuousClock.Instant
    private var refusal: AuditError?
    private var isPublishing = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Takes the log's lease, where nobody has it, and opens the log: as fast as its edge can be read.
    ///
    /// - Parameters:
    ///   - leaseTime: how long others wait for a sequencer that does not renew its lease.
    ///   - now: the clock on the wall.
    ///   - elapsed: by which superseded files are kept for some time.
    /// - Throws: `AuditError` `log-ahead`, `log-differs`, `store-behind`; `LogError` `storage`; `StoreError`.
    package init(
        store: PlatformStore, tiles: any TileStore, signer: NoteSigner, logger: Logger, leaseTime: Duration = .seconds(30),
        now: @escaping @Sendable () -> Timestamp = { .wall },
        elapsed: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) async throws {
        self.elapsed = elapsed
        self.store = store
        self.tiles = tiles
        self.signer = signer
        self.logger = logger
        let holder = LeaseHolder(owner: UUIDv7.make(at: now()), duration: leaseTime, isAlone: store.isExclusive, now: now)
        self.holder = holder
        do {
            lease = try await store.write { try holder.lease(after: nil, in: $0) }
        } catch let error as AuditError where error.code == .leaseHeld {
            lease = nil
        }
        (builder, latest) = try await LogRecovery(store: store, tiles: tiles, verifier: signer.verifier, logger: logger).run()
    }

    /// The newest checkpoint that this sequencer published, or found published when it took the log over.
    package var checkpoint: Checkpoint? { latest }

    /// Whether it had the lease when it last looked.
    var isLeader: Bool { lease != nil }

    /// Brings every committed event into the log and signs a checkpoint when there is anything new.
    /// - Returns: the newest checkpoint; it covers every event committed before the call.
    /// - Throws: `AuditError` `lease-held` while another sequencer writes the log, any other when the log must not go on;
    ///   `LogError` or `StoreError` when the medium failed: try again later.
    @discardableResult
    package func publish() async throws -> Checkpoint {
        try await inTurn {
            try await holdLease()
            await clear()
            try await integrate()
            if let latest, latest.size == builder.size { return latest }
            let next = try Checkpoint(origin: signer.name, size: builder.size, root: builder.root)
            try await intend(next)
            try await put(next)
            return next
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

    /// Signs nothing from now on; the first reason is kept. What is being published when it is called is published.
    func refuse(_ error: AuditError) async {
        await takeTurn()
        defer { endTurn() }
        if refusal == nil { refusal = error }
    }

    private func publishOrLog() async throws {
        do {
            try await publish()
        } catch let error as AuditError where error.code == .leaseHeld {
            logger.debug("the audit log is another's", metadata: ["reason": "\(error)"])
        } catch let error as AuditError {
            throw error
        } catch {
            logger.error("the audit log waits for its medium", metadata: ["reason": "\(error)"])
        }
    }

    // MARK: Steps of a publication

    /// Renews the lease when half of its time is over. Who takes the log over begins from what is published by then.
    private func holdLease() async throws {
        if let lease, holder.isFresh(lease) { return }
        let former = lease?.fence
        let held = try await store.write { [holder] in try holder.lease(after: former, in: $0) }
        if former == nil {
            logger.notice("the audit log was taken over", metadata: ["fence": "\(held.fence)"])
            (builder, latest) = try await LogRecovery(store: store, tiles: tiles, verifier: signer.verifier, logger: logger).run()
        }
        lease = held
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
            superseded?.note(from: first, to: builder.size, at: elapsed())
        }
    }

    /// Removes partial files that full ones have replaced some minutes ago. What fails here is done again after the next start.
    private func clear() async {
        guard let tiles = tiles as? any PrunableTileStore else { return }
        do {
            var superseded = superseded ?? SupersededPartials()
            if self.superseded == nil {
                let paths = try await onFiles { try tiles.tilePaths() }
                superseded.note(listed: paths, at: elapsed())
            }
            let due = superseded.due(at: elapsed())
            self.superseded = superseded
            guard !due.isEmpty else { return }
            try await onFiles { for tile in due { try tiles.removePartials(of: tile) } }
        } catch {
            noteMedium(error)
            logger.warning("superseded files of the audit log could not be removed", metadata: ["reason": "\(error)"])
        }
    }

    /// Stores what is going to be signed, and with it the fence under which; renews the lease.
    func intend(_ next: Checkpoint) async throws {
        let fence = try fence
        lease = try await store.write { [holder] transaction in
            let lease = try holder.lease(after: fence, in: transaction)
            var state = try transaction.snapshot.logState()
            try Self.check(next, against: state)
            (state.integratedSize, state.intendedSize, state.intendedRoot) = (next.size, next.size, next.root.bytes)
            state.intendedFence = fence
            try transaction.put(state)
            return lease
        }
    }

    /// Signs what was intended and puts it in its place, unless a newer fence was given meanwhile.
    func put(_ next: Checkpoint) async throws {
        let fence = try fence
        try await underLease { [signer, tiles, holder] transaction in
            var state = try transaction.snapshot.logState()
            guard state.intendedFence == fence, state.intendedSize == next.size, state.intendedRoot == next.root.bytes else {
                throw AuditError(.leaseLost, "a checkpoint of \(state.intendedSize) entries was intended since, not one of \(next.size)")
            }
            try tiles.replace(checkpointPath, signer.sign(next.text))
            (state.publishedSize, state.publishedAt) = (next.size, holder.now())
            try transaction.put(state)
        }
        latest = next
    }

    /// Runs file work inside a transaction in which nobody else can take the lease: the database has one writer at a time.
    func underLease(_ work: @escaping @Sendable (Transaction) throws -> Void) async throws {
        let fence = try fence
        try await store.write { [holder] transaction in
            try holder.check(fence, in: transaction.snapshot)
            try work(transaction)
        }
    }

    private var fence: Int64 {
        get throws(AuditError) {
            guard let lease else { throw AuditError(.leaseHeld, "another sequencer writes the log") }
            return lease.fence
        }
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

    // MARK: Turns

    /// Runs blocking file work off the cooperative threads.
    func onFiles<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            files.async { continuation.resume(with: Result(catching: work)) }
        }
    }

    /// Does work that nothing else of this sequencer may come between, and keeps the first reason why nothing may be signed any more.
    func inTurn<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        await takeTurn()
        defer { endTurn() }
        if let refusal { throw refusal }
        do {
            return try await work()
        } catch let error as LogError where error.code == .conflict {
            let kept = AuditError(.logDiffers, error.description)
            refusal = kept
            throw kept
        } catch let error as AuditError where error.code != .leaseHeld {
            refusal = error
            throw error
        } catch {
            noteMedium(error)
            throw error
        }
    }

    /// A log whose files failed is no longer what its checkpoint says: nothing more is to be promised that would have to go into it.
    private func noteMedium(_ error: any Error) {
        guard let error = error as? LogError, error.code == .mediumFailed else { return }
        store.fail(MediumFailure(.log, error.description))
    }

    private func takeTurn() async {
        guard isPublishing else {
            isPublishing = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func endTurn() {
        guard !waiting.isEmpty else {
            isPublishing = false
            return
        }
        waiting.removeFirst().resume()
    }
}
