import Results
import Synchronization

/// The exchanges of a run: numbers them as they end and keeps them once their case is sealed.
final class Journal: Sendable {
    private struct State {
        var lastNumber = 0
        var records: [ExchangeRecord] = []
    }

    private let state = Mutex(State())

    /// The next number, starting with 1.
    func nextNumber() -> Int {
        state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
    }

    func append(_ records: [ExchangeRecord]) {
        state.withLock { $0.records += records }
    }

    /// Sorted by number.
    var records: [ExchangeRecord] {
        state.withLock { $0.records.sorted { $0.number < $1.number } }
    }
}
