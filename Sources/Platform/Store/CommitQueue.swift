import GRDB
import Synchronization

/// Gathers writes that wait at the same time into one commit, so that many callers share one fsync.
///
/// Each write runs in its own savepoint: it fails alone. Nobody learns of success before the commit of the whole group is
/// durable. After an input/output error the queue refuses all further writes (`MediumFailure`): what a failed fsync left on the
/// medium is unknown, and only a restart reads it again. A full medium is refused too, but heals by itself.
final class CommitQueue: Sendable {
    /// The most writes of one commit: keeps the latency of the first within that of a few hundred rows.
    static let groupLimit = 256

    private struct State {
        var waiting: [PendingWrite] = []
        var isDraining = false
        var refusal: StoreError?
    }

    /// A write that somebody waits for: `attempt` runs it inside a savepoint, `settle` tells the caller, exactly once.
    private struct PendingWrite: Sendable {
        let attempt: @Sendable (Transaction) throws -> Void
        let settle: @Sendable ((any Error)?) -> Void
    }

    /// Knows whether the medium failed.
    let medium = MediumWatch()
    private let pool: DatabasePool
    private let state = Mutex(State())

    init(pool: DatabasePool) {
        self.pool = pool
    }

    /// Runs `body` in the next group; returns after its commit.
    func perform<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let outcome = WriteOutcome<Value>()
            enqueue(
                PendingWrite(
                    attempt: { try outcome.keep(body($0)) },
                    settle: { continuation.resume(with: outcome.result(after: $0)) }))
        }
    }

    /// Refuses every later write.
    func close() {
        state.withLock { $0.refusal = $0.refusal ?? StoreError(.closed, "the store was closed") }
        medium.close()
    }

    /// Refuses every write that nobody was told of yet: nothing is acknowledged on a medium that failed. Tells those who watch it.
    func fail(_ failure: MediumFailure) {
        state.withLock { $0.refusal = $0.refusal ?? StoreError(.unavailable, failure.description) }
        medium.tell(failure)
    }

    /// Fails when an error says that the medium did.
    func note(_ error: any Error) {
        if let failure = MediumFailure(error) { fail(failure) }
    }

    private func enqueue(_ write: PendingWrite) {
        let (refusal, mustDrain): (StoreError?, Bool) = state.withLock { state in
            if let refusal = state.refusal { return (refusal, false) }
            state.waiting.append(write)
            defer { state.isDraining = true }
            return (nil, !state.isDraining)
        }
        if let refusal { return write.settle(refusal) }
        if mustDrain {
            pool.asyncWriteWithoutTransaction { [self] in drain($0) }
        }
    }

    /// Commits group after group until nobody waits; runs on the writer's own queue.
    private func drain(_ database: Database) {
        while let group = nextGroup() {
            commit(group, database)
        }
    }

    private func nextGroup() -> [PendingWrite]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                return nil
            }
            let group = Array(state.waiting.prefix(Self.groupLimit))
            state.waiting.removeFirst(group.count)
            return group
        }
    }

    private func commit(_ group: [PendingWrite], _ database: Database) {
        if let refusal = state.withLock({ $0.refusal }) {
            return group.forEach { $0.settle(refusal) }
        }
        var outcomes: [(write: PendingWrite, error: (any Error)?)] = []
        do {
            try database.inTransaction(.immediate) {
                for write in group {
                    outcomes.append((write, try attempt(write, database)))
                }
                return .commit
            }
            // The medium may have failed under somebody else's hands meanwhile.
            let refusal = state.withLock { $0.refusal.flatMap { $0.code == .closed ? nil : $0 } }
            for outcome in outcomes { outcome.write.settle(outcome.error ?? refusal) }
        } catch {
            // The whole group is undone: also those whose own statements went well.
            let failure = StoreError(wrapping: error)
            note(error)
            for (position, write) in group.enumerated() {
                let own = position < outcomes.count ? outcomes[position].error : nil
                write.settle(own ?? failure)
            }
        }
    }

    /// The error of one write, undone to its savepoint, or nil.
    /// - Throws: when SQLite gave up the whole transaction, as it may on a full or failing medium.
    private func attempt(_ write: PendingWrite, _ database: Database) throws -> (any Error)? {
        do {
            try database.inSavepoint {
                try write.attempt(Transaction(database: database))
                return .commit
            }
            return nil
        } catch {
            let medium: [ResultCode] = [.SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CORRUPT, .SQLITE_NOMEM]
            if let code = (error as? DatabaseError)?.resultCode.primaryResultCode, medium.contains(code) { throw error }
            guard database.isInsideTransaction else { throw error }
            return error is DatabaseError ? StoreError(wrapping: error) : error
        }
    }
}

/// Carries a write's value from the writer's queue to the caller that waits for the commit.
private final class WriteOutcome<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func keep(_ new: Value) {
        value.withLock { $0 = new }
    }

    func result(after error: (any Error)?) -> Result<Value, any Error> {
        if let error { return .failure(error) }
        return value.withLock { value in
            guard let value else { return .failure(StoreError(.closed, "the write was not attempted")) }
            return .success(value)
        }
    }
}
