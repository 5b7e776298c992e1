/// The body of an answer that is sent piece by piece, so that it is never in memory as a whole.
///
/// A piece that cannot be had ends the connection: with a length the receiver misses bytes, without one it misses the last chunk, so that an
/// answer that broke off never looks complete (RFC 9112 §8).
package struct BodyStream: Sendable {
    /// Why a stream was not sent to its end although it named no error.
    struct WrongLength: Error {
        let promised: Int
        let sent: Int
    }

    /// The exact number of bytes, sent as `Content-Length`; nil when it is not known before the end, then the body is chunked.
    package let byteCount: Int?
    /// The value of `Content-Digest` over all bytes; nil when it is not known before the end.
    package let contentDigest: String?
    /// The next piece, nil after the last; asked for by one caller, never twice at a time.
    package let next: @Sendable () async throws -> [UInt8]?

    package init(byteCount: Int? = nil, contentDigest: String? = nil, next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.byteCount = byteCount
        self.contentDigest = contentDigest
        self.next = next
    }
}
