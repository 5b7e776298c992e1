import Crypto

/// A SHA-256 digest: a leaf, a node or a root of the tree. 32 bytes, held inline.
package struct Hash: Hashable, Sendable {
    /// 32.
    package static let byteCount = 32

    // Four words instead of an array: trees hold millions of these, and an array each would be an allocation each.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Nil unless there are exactly 32 bytes.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        let made = bytes.withContiguousStorageIfAvailable { Hash(copying: UnsafeRawBufferPointer($0)) }
        self = made ?? Array(bytes).withUnsafeBytes { Hash(copying: $0) }
    }

    /// Nil unless there are 64 hexadecimal digits, in either case.
    package init?(hex: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        var high: UInt8?
        for digit in hex.utf8 {
            guard let value = Self.hexValue(digit) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        guard high == nil else { return nil }
        self.init(bytes)
    }

    /// Nil unless it is the padded standard Base64 of 32 bytes (RFC 4648 §4).
    package init?(base64: String) {
        guard let bytes = Base64.decode(base64.utf8) else { return nil }
        self.init(bytes)
    }

    init(_ digest: SHA256.Digest) {
        self = digest.withUnsafeBytes { Hash(copying: $0) }
    }

    /// The buffer holds exactly 32 bytes.
    private init(copying buffer: UnsafeRawBufferPointer) {
        precondition(buffer.count == Self.byteCount, "a hash has 32 bytes")
        words = (
            buffer.loadUnaligned(fromByteOffset: 0, as: UInt64.self), buffer.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
            buffer.loadUnaligned(fromByteOffset: 16, as: UInt64.self), buffer.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
        )
    }

    /// The digest in order.
    package var bytes: [UInt8] { withBytes { Array($0) } }

    /// 64 lower-case hexadecimal digits.
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Standard Base64 with padding, 44 characters: how notes and proofs write a hash.
    package var base64: String { Base64.encode(bytes) }

    /// Lends the 32 bytes; the pointer must not outlive the call.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(of: words, body)
    }

    package static func == (left: Hash, right: Hash) -> Bool { left.words == right.words }

    package func hash(into hasher: inout Hasher) {
        // A digest is already spread evenly: one word will do.
        hasher.combine(words.0)
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Hash: CustomStringConvertible {
    /// The hash in hexadecimal.
    package var description: String { hex }
}
