import Crypto
package import Documents
import MessageSignatures

/// The form of a file at rest: `SEAL`, the version 1, the length of the header as four bytes big-endian, the header in canonical
/// JSON (RFC 8785), and the stream, whose associated data is the SHA-256 of all that stands before it.
///
/// The header names algorithm, key, object, media type and instant, and commits to the key (HKDF of the key with the info
/// `commit`), because GCM alone can be made to open under two keys.
package struct SealedFile: Sendable {
    private static let magic = Array("SEAL".utf8) + [1]
    private static let headerLimit = 64 * 1024
    private static let algorithm = "AES256-GCM-HKDF"

    private let keys: FileKeyStore

    /// - Parameter keys: where the files' keys are.
    package init(keys: FileKeyStore) {
        self.keys = keys
    }

    /// The bytes of the sealed file of an object, under a key of its own.
    /// - Parameter object: what it is, e.g. the SHA-256 of the content; opened only as the same.
    /// - Throws: `SealingError` `key-store-unavailable`.
    package func sealed(_ clear: [UInt8], as object: String, at instant: Timestamp) throws(SealingError) -> [UInt8] {
        let key = try keys.make(for: object, at: instant)
        let segment: StreamingAEAD.SegmentSize = clear.count < StreamingAEAD.SegmentSize.large.rawValue / 4 ? .small : .large
        let header = Node.object([
            ("alg", .string(Self.algorithm)), ("segment", .integer(segment.rawValue)), ("dek_id", .string(key.id)),
            ("object_id", .string(object)), ("created", .string(instant.description)),
            ("commitment", .string(Base64URL.encode(Self.commitment(key.key)))),
        ])
        do {
            let text = try header.canonicalBytes()
            let length = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: text.count >> $0) }
            let front = Self.magic + length + text
            return front + (try Self.stream(key.key, segment, front).sealed(clear))
        } catch {
            throw .damaged
        }
    }

    /// The content of a sealed file that was sealed as that object.
    /// - Throws: `SealingError` `sealed-damaged`, `sealing-key-missing`, `sealing-key-destroyed` or `key-store-unavailable`.
    package func opened(_ bytes: [UInt8], as object: String) throws(SealingError) -> [UInt8] {
        let start = Self.magic.count + 4
        guard bytes.starts(with: Self.magic), bytes.count > start else { throw .damaged }
        let length = bytes[Self.magic.count..<start].reduce(0) { $0 << 8 | Int($1) }
        guard length <= Self.headerLimit, bytes.count > start + length else { throw .damaged }
        let front = Array(bytes[..<(start + length)])
        guard let header = try? JSONReader.read(Array(front[start...])), header["alg"]?.string == Self.algorithm,
            let segment = header["segment"]?.integer.flatMap({ StreamingAEAD.SegmentSize(rawValue: $0) }),
            header["object_id"]?.string == object, let id = header["dek_id"]?.string,
            let commitment = header["commitment"]?.string.flatMap({ Base64URL.decode($0) })
        else { throw .damaged }
        let key = try keys.key(id)
        guard commitment == Self.commitment(key.key) else { throw .damaged }
        return try Self.stream(key.key, segment, front).opened(bytes[(start + length)...])
    }

    private static func stream(_ key: SymmetricKey, _ segment: StreamingAEAD.SegmentSize, _ front: [UInt8]) -> StreamingAEAD {
        StreamingAEAD(key: key, segment: segment, associatedData: Array(SHA256.hash(data: front)))
    }

    private static func commitment(_ key: SymmetricKey) -> [UInt8] {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, salt: [UInt8](), info: Array("commit".utf8), outputByteCount: 32)
            .withUnsafeBytes { Array($0) }
    }
}
