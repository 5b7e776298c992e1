import Crypto

/// What a signature line names: a key's name, its 32-bit identifier and how it signs (c2sp.org/signed-note).
enum NoteKeyType: UInt8, Sendable, Hashable {
    /// Ed25519 over the note's text.
    case ed25519 = 0x01
    /// Ed25519 over a time and the note's text (c2sp.org/tlog-cosignature v1).
    case cosignature = 0x04
}

enum NoteKey {
    /// The first four bytes of SHA-256(name ‖ LF ‖ type ‖ public key), big-endian.
    static func identifier(name: String, type: NoteKeyType, publicKey: [UInt8]) -> UInt32 {
        var state = SHA256()
        state.update(data: Array(name.utf8))
        state.update(data: [0x0A, type.rawValue])
        state.update(data: publicKey)
        return Hash(state.finalize()).bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Whether a key may be called so: not empty, no Unicode white space, no `+`, no control characters.
    static func isName(_ name: some StringProtocol) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20 && $0.value != 0x7F }
    }

    /// The identifier as eight lower-case hexadecimal digits.
    static func text(of identifier: UInt32) -> String {
        let digits = String(identifier, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
