import Crypto

/// A private key that signs notes; prints and mirrors only its name.
package struct NoteSigner: Sendable {
    package let name: String
    /// The public half, for notes of this signer.
    package let verifier: NoteVerifier
    /// The public half for cosignatures of the same key. C2SP asks that a key serve one purpose only: use one signer as log or as witness.
    package let witnessVerifier: NoteVerifier
    private let key: Curve25519.Signing.PrivateKey

    /// `seed` is the 32-byte Ed25519 private key (RFC 8032 §5.1.5); the name has no white space and no `+`.
    package init(name: String, key seed: [UInt8]) throws(LogError) {
        guard NoteKey.isName(name) else { throw LogError(.malformed, "a signer's name is not empty and has neither white space nor +") }
        guard seed.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw LogError(.malformed, "expected an Ed25519 seed of 32 bytes for \(name), got \(seed.count)")
        }
        self.name = name
        self.key = key
        let publicKey = Array(key.publicKey.rawRepresentation)
        verifier = try NoteVerifier(name: name, type: .ed25519, publicKey: publicKey)
        witnessVerifier = try NoteVerifier(name: name, type: .cosignature, publicKey: publicKey)
    }

    /// The public half as `name+identifier+base64`, for configuration of verifiers.
    package var verifierKey: String { verifier.verifierKey }

    /// The complete note: text, blank line, this signer's signature line.
    ///
    /// Throws `malformed` when the text does not end in a line feed or has control characters.
    package func sign(_ text: String) throws(LogError) -> [UInt8] {
        try SignedNote.check(text: text)
        return Array("\(text)\n\(try line(type: .ed25519, blob: signature(of: Array(text.utf8))))".utf8)
    }

    /// The note with one more line: this signer's cosignature on the checkpoint, `time` in seconds since 1970.
    ///
    /// Throws `malformed` when the note is none or its text is no checkpoint, `outOfRange` for a negative time.
    package func cosign(_ note: [UInt8], time: Int64) throws(LogError) -> [UInt8] {
        note + Array(try cosignatureLine(for: try SignedNote(parsing: note), time: time).utf8)
    }

    /// The signature line alone, as a witness answers it (c2sp.org/tlog-witness).
    package func cosignatureLine(for note: SignedNote, time: Int64) throws(LogError) -> String {
        guard time >= 0 else { throw LogError(.outOfRange, "a cosignature's time is not negative, got \(time)") }
        let checkpoint = try Checkpoint(text: note.text)
        let signature = try signature(of: Cosignature.message(time: time, text: checkpoint.text))
        return try line(type: .cosignature, blob: Cosignature.encode(time: time, signature: signature))
    }

    private func signature(of message: [UInt8]) throws(LogError) -> [UInt8] {
        do {
            return Array(try key.signature(for: message))
        } catch {
            throw LogError(.cannotSign, "the cryptographic library refused to sign for \(name): \(error)")
        }
    }

    private func line(type: NoteKeyType, blob: [UInt8]) throws(LogError) -> String {
        let keyID = type == .ed25519 ? verifier.keyID : witnessVerifier.keyID
        return SignedNote.Signature(name: name, keyID: keyID, bytes: blob).line
    }
}

extension NoteSigner: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "NoteSigner(\(name), key withheld)" }
    package var debugDescription: String { description }
    /// The name alone, so that `dump` shows no more.
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
