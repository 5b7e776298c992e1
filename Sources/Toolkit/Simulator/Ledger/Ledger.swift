import Synchronization

/// What was sent and received, newest last. Keeps the last entries only; shared by everything that runs.
package final class Ledger: Sendable {
    private struct State {
        var entries: [LedgerEntry] = []
        var count = 0
        var byteCount = 0
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let byteCapacity: Int

    /// - Parameters:
    ///   - capacity: how many entries are kept, at least 1.
    ///   - byteCapacity: how many bytes of bodies are kept; the newest entry always is.
    package init(capacity: Int = 1000, byteCapacity: Int = 256 << 20) {
        self.capacity = max(1, capacity)
        self.byteCapacity = byteCapacity
    }

    /// Enters an exchange and returns its number; the oldest make room.
    @discardableResult package func enter(_ entry: LedgerEntry) -> Int {
        state.withLock { state in
            state.count += 1
            var entry = entry
            entry.number = state.count
            state.entries.append(entry)
            state.byteCount += Self.size(of: entry)
            while state.entries.count > capacity || (state.byteCount > byteCapacity && state.entries.count > 1) {
                state.byteCount -= Self.size(of: state.entries.removeFirst())
            }
            return state.count
        }
    }

    /// Everything kept, in order.
    package var entries: [LedgerEntry] { state.withLock { $0.entries } }

    /// The entry of that number, nil when it never was or is no longer kept.
    package func entry(_ number: Int) -> LedgerEntry? { entries.first { $0.number == number } }

    private static func size(of entry: LedgerEntry) -> Int { entry.requestBody.count + entry.responseBody.count }
}
