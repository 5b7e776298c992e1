import Synchronization

/// What a transaction told deliveries of before it was committed.
final class Touched: Sendable {
    private let noted = Mutex<String?>(nil)

    var origin: String? { noted.withLock { $0 } }

    func note(_ origin: String) { noted.withLock { $0 = origin } }
}
