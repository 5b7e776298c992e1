import HummingbirdCore
import NIOCore
import Synchronization

/// Reads a request's body piece by piece; what was read is gone.
///
/// Unchecked, because the library's iterator is not `Sendable`: the responder awaits the end of each call before it makes the next one, so
/// no two tasks ever touch the iterator at the same time.
final class BodyReader: @unchecked Sendable {
    struct TooLarge: Error {}

    private var iterator: RequestBody.AsyncIterator
    private let count = Atomic(0)

    init(_ body: RequestBody) {
        iterator = body.makeAsyncIterator()
    }

    /// How many bytes came; may be asked by anybody.
    var received: Int { count.load(ordering: .relaxed) }

    /// The whole body; throws `TooLarge` with the rest unread when it has more than `limit` bytes.
    func collect(upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let part = try await iterator.next() {
            count.add(part.readableBytes, ordering: .relaxed)
            guard part.readableBytes <= limit - bytes.count else { throw TooLarge() }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }

    /// Throws away what still comes, until the end or until more than `limit` bytes came.
    func discard(upTo limit: Int) async throws {
        var rest = limit
        while rest >= 0, let part = try await iterator.next() { rest -= part.readableBytes }
    }
}
