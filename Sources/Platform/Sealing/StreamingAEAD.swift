import Crypto
import Foundation

/// Authenticated encryption of a stream in segments: Tink's AES256-GCM-HKDF streaming AEAD.
///
/// A stream is a header (one byte with its length 40, a salt of 32 bytes, a nonce prefix of 7) and segments of AES-256-GCM, each
/// with its tag of 16 bytes. The segments' key is HKDF-SHA256 of the stream's key with the salt and, as info, the associated
/// data; a segment's nonce is the prefix, its number as four bytes big-endian, and 1 for the last segment, else 0. The first
/// segment is shorter by the header. Cut, extended, reordered or moved to other associated data, a stream no longer opens.
struct StreamingAEAD: Sendable {
    /// How large a segment is in the stream, header and tag included.
    enum SegmentSize: Int, Sendable, CaseIterable {
        /// 4,096 bytes: for small files.
        case small = 4096
        /// 1,048,576 bytes: for everything else.
        case large = 1_048_576
    }

    /// The random parts of a stream; never used twice with a key.
    struct Header: Sendable {
        /// 32 bytes.
        let salt: [UInt8]
        /// 7 bytes.
        let prefix: [UInt8]

        /// One that has never been.
        static func random() -> Header {
            var generator = SystemRandomNumberGenerator()
            func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
            return Header(salt: bytes(32), prefix: bytes(7))
        }
    }

    static let headerLength = 40
    private static let tagLength = 16

    private let key: SymmetricKey
    private let segment: Int
    private let associatedData: [UInt8]

    /// - Parameters:
    ///   - key: 32 bytes.
    ///   - associatedData: what the stream belongs to; the same when it is opened.
    init(key: SymmetricKey, segment: SegmentSize, associatedData: [UInt8]) {
        self.key = key
        self.segment = segment.rawValue
        self.associatedData = associatedData
    }

    /// The stream of a text of any length.
    func sealed(_ clear: [UInt8], header: Header = .random()) throws -> [UInt8] {
        let derived = derivedKey(header.salt)
        var stream = [UInt8(Self.headerLength)] + header.salt + header.prefix
        stream.reserveCapacity(clear.count + (clear.count / (segment - Self.tagLength) + 2) * Self.tagLength + Self.headerLength)
        var rest = clear[...]
        var number: UInt32 = 0
        repeat {
            let part = rest.prefix(segment - Self.tagLength - (number == 0 ? Self.headerLength : 0))
            rest = rest[part.endIndex...]
            let box = try AES.GCM.seal(part, using: derived, nonce: nonce(header.prefix, number, isLast: rest.isEmpty))
            stream += box.ciphertext
            stream += box.tag
            number += 1
        } while !rest.isEmpty
        return stream
    }

    /// The text of a stream, all of which was looked at first.
    /// - Throws: `SealingError` `damaged` when it is not, byte for byte, what was sealed with this key and associated data.
    func opened(_ stream: ArraySlice<UInt8>) throws(SealingError) -> [UInt8] {
        guard stream.count >= Self.headerLength + Self.tagLength, stream.first == UInt8(Self.headerLength) else { throw .damaged }
        let start = stream.startIndex
        let salt = stream[start + 1..<start + 33]
        let prefix = Array(stream[start + 33..<start + Self.headerLength])
        let derived = derivedKey(Array(salt))
        var clear: [UInt8] = []
        clear.reserveCapacity(stream.count)
        var rest = stream[(start + Self.headerLength)...]
        var number: UInt32 = 0
        repeat {
            let part = rest.prefix(segment - (number == 0 ? Self.headerLength : 0))
            rest = rest[part.endIndex...]
            guard part.count >= Self.tagLength, number < .max else { throw .damaged }
            do {
                let box = try AES.GCM.SealedBox(
                    nonce: nonce(prefix, number, isLast: rest.isEmpty), ciphertext: part.dropLast(Self.tagLength),
                    tag: part.suffix(Self.tagLength))
                clear += try AES.GCM.open(box, using: derived)
            } catch {
                throw .damaged
            }
            number += 1
        } while !rest.isEmpty
        return clear
    }

    private func derivedKey(_ salt: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, salt: salt, info: associatedData, outputByteCount: 32)
    }

    private func nonce(_ prefix: [UInt8], _ number: UInt32, isLast: Bool) throws -> AES.GCM.Nonce {
        let counter = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
        return try AES.GCM.Nonce(data: prefix + counter + [isLast ? 1 : 0])
    }
}
