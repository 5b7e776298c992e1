/// A witness's statement that a checkpoint is the latest it saw at a time (c2sp.org/tlog-cosignature, Ed25519 version 1).
package struct Cosignature: Sendable, Hashable {
    /// The witness's key name.
    package let name: String
    package let keyID: UInt32
    /// Seconds since 1970, from 0 to 2^63 - 1.
    package let time: Int64
    /// The 64 bytes of Ed25519.
    package let bytes: [UInt8]

    /// Reads the 72 bytes that a cosignature line holds after the key identifier: nil when the shape is another.
    ///
    /// Nothing tells a line's type but the verifier's key: a shape that fits is no proof of anything.
    package init?(_ signature: SignedNote.Signature) {
        guard signature.bytes.count == 72 else { return nil }
        let seconds = signature.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard let time = Int64(exactly: seconds) else { return nil }
        name = signature.name
        keyID = signature.keyID
        self.time = time
        bytes = Array(signature.bytes.dropFirst(8))
    }

    /// What a witness signs.
    static func message(time: Int64, text: String) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n\(text)".utf8)
    }

    /// Time and signature as a signature line carries them.
    static func encode(time: Int64, signature: [UInt8]) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: time >> Int64(56 - 8 * $0)) } + signature
    }
}
