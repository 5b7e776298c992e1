import Documents
import Synchronization

/// Clients that are refused at a resource for some time, whatever their certificate and token say. Memory only: a restart lifts all.
///
/// Who is to be kept out for good is taken from the register of clients.
final class ClientBlocks: Sendable {
    /// How long a block holds.
    static let term = Duration.seconds(60)
    /// More at once are not taken, so that memory has a bound.
    private static let maximum = 10_000

    private struct Block: Hashable {
        let client: String
        let path: String
    }

    private let ends = Mutex<[Block: Timestamp]>([:])

    /// Blocks a client at a path, from now on or for longer.
    func block(_ client: String, at path: String, now: Timestamp) {
        ends.withLock { ends in
            ends = ends.filter { now < $0.value }
            guard ends.count < Self.maximum else { return }
            ends[Block(client: client, path: path)] = now.advanced(by: Self.term)
        }
    }

    /// Until when a client is refused at a path; nil when it is not.
    func end(for client: String, at path: String, now: Timestamp) -> Timestamp? {
        ends.withLock { $0[Block(client: client, path: path)] }.flatMap { now < $0 ? $0 : nil }
    }
}
