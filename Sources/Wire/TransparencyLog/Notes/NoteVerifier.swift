import Crypto

/// A public key that may have signed notes, as its `vkey` text gives it: `name+identifier+base64(type ‖ key)`.
package struct NoteVerifier: Sendable, Hashable {
    package let name: String
    /// The key's short identifier; not a hash that could stand for the key.
    package let keyID: UInt32
    let type: NoteKeyType
    private let publicKey: [UInt8]

    /// Throws `malformed` for a text that is no vkey or whose identifier is not that of its key, `unsupportedKey` for other types
    /// than Ed25519 notes (01) and Ed25519 cosignatures (04).
    package init(parsing vkey: String) throws(LogError) {
        // Base64 may contain `+`: only the first two separate.
        let parts = vkey.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, NoteKey.isName(parts[0]), let blob = Base64.decode(parts[2].utf8), let first = blob.first else {
            throw LogError(.malformed, "expected a verifier key as name+8 hexadecimal digits+base64")
        }
        guard let type = NoteKeyType(rawValue: first) else {
            throw LogError(.unsupportedKey, "expected signature type 1 (Ed25519) or 4 (Ed25519 cosignature), got \(first)")
        }
        try self.init(name: String(parts[0]), type: type, publicKey: Array(blob.dropFirst()))
        guard parts[1] == NoteKey.text(of: keyID) else {
            throw LogError(.malformed, "verifier key \(name): expected identifier \(NoteKey.text(of: keyID)), got \(parts[1])")
        }
    }

    init(name: String, type: NoteKeyType, publicKey: [UInt8]) throws(LogError) {
        guard (try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)) != nil else {
            throw LogError(.malformed, "verifier key \(name): expected an Ed25519 key of 32 bytes, got \(publicKey.count)")
        }
        self.name = name
        self.type = type
        self.publicKey = publicKey
        keyID = NoteKey.identifier(name: name, type: type, publicKey: publicKey)
    }

    /// The `vkey` text; reads back as an equal verifier.
    package var verifierKey: String {
        "\(name)+\(NoteKey.text(of: keyID))+\(Base64.encode([type.rawValue] + publicKey))"
    }

    /// Whether the key signs checkpoints as a witness, with a time.
    package var isWitness: Bool { type == .cosignature }

    /// Whether checkpoints of this origin are the key's to sign: a log's key is named after its origin (c2sp.org/tlog-checkpoint).
    package func signs(for origin: String) -> Bool { !isWitness && name.utf8.elementsEqual(origin.utf8) }

    /// Whether both wrap one public key, whatever it is called.
    func hasSameKey(as other: NoteVerifier) -> Bool { publicKey == other.publicKey }

    /// Whether a signature line is this key's, going by name and identifier.
    func matches(_ signature: SignedNote.Signature) -> Bool {
        signature.keyID == keyID && signature.name.utf8.elementsEqual(name.utf8)
    }

    /// Whether the line's signature is good for the text; the line is already known to be this key's.
    func isValid(_ signature: SignedNote.Signature, over text: String) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        switch type {
        case .ed25519:
            return key.isValidSignature(signature.bytes, for: Array(text.utf8))
        case .cosignature:
            guard let cosignature = Cosignature(signature) else { return false }
            return key.isValidSignature(cosignature.bytes, for: Cosignature.message(time: cosignature.time, text: text))
        }
    }
}

extension NoteVerifier: CustomStringConvertible {
    package var description: String { verifierKey }
}
