import Synchronization

/// Wakes whoever waits for work: a signal given while nobody waits is kept for the next who does.
package final class Signal: Sendable {
    private struct State {
        var isGiven = false
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Wakes all who wait, or the next one to come.
    package func give() {
        let woken = state.withLock { state in
            let woken = Array(state.waiting.values)
            state.waiting = [:]
            state.isGiven = woken.isEmpty
            return woken
        }
        for continuation in woken { continuation.resume() }
    }

    /// Returns after a signal, after `limit`, or when the task is cancelled.
    package func wait(upTo limit: Duration) async {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                await withTaskCancellationHandler {
                    await withCheckedContinuation { enlist($0, number) }
                } onCancel: {
                    dismiss(number)
                }
            }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    /// How many wait now.
    var waiters: Int { state.withLock { $0.waiting.count } }

    private func enlist(_ continuation: CheckedContinuation<Void, Never>, _ number: Int) {
        let isOver = state.withLock { state in
            guard !state.isGiven, !Task.isCancelled else {
                state.isGiven = false
                return true
            }
            state.waiting[number] = continuation
            return false
        }
        if isOver { continuation.resume() }
    }

    private func dismiss(_ number: Int) {
        state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
    }
}
