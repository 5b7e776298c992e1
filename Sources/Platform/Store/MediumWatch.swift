import Synchronization

/// Whether the medium has failed, for those who wait for it: known at once, kept for good.
final class MediumWatch: Sendable {
    private struct State {
        var failure: MediumFailure?
        var isClosed = false
        var waiting: [Int: CheckedContinuation<MediumFailure?, Never>] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    /// The first failure that was told.
    var failure: MediumFailure? { state.withLock { $0.failure } }

    /// Tells all who wait, and whoever asks later; only the first failure is kept.
    func tell(_ failure: MediumFailure) {
        end { $0.failure = $0.failure ?? failure }
    }

    /// Nobody waits any longer.
    func close() {
        end { $0.isClosed = true }
    }

    /// Returns when the medium failed; nil when there is no store any more, or when the task is cancelled.
    func wait() async -> MediumFailure? {
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (isOver, failure) = state.withLock { state -> (Bool, MediumFailure?) in
                    // Within the lock: who cancels sets the flag before the handler below takes it.
                    let isOver = state.failure != nil || state.isClosed || Task.isCancelled
                    if !isOver { state.waiting[number] = continuation }
                    return (isOver, state.failure)
                }
                if isOver { continuation.resume(returning: failure) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(returning: nil)
        }
    }

    private func end(_ change: (inout State) -> Void) {
        let (waiting, failure) = state.withLock { state in
            change(&state)
            defer { state.waiting = [:] }
            return (Array(state.waiting.values), state.failure)
        }
        for continuation in waiting { continuation.resume(returning: failure) }
    }
}
