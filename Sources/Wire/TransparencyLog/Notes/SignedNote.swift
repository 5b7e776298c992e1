/// A text and the signatures under it (c2sp.org/signed-note). Trust the text only after `verified(by:)`.
package struct SignedNote: Sendable, Hashable {
    /// One line under the text.
    package struct Signature: Sendable, Hashable {
        package let name: String
        package let keyID: UInt32
        /// Everything after the key identifier; its meaning depends on the key's type.
        package let bytes: [UInt8]

        /// Em dash, space, name, space, Base64, line feed.
        var line: String {
            let identifier = (0..<4).map { UInt8(truncatingIfNeeded: keyID >> UInt32(24 - 8 * $0)) }
            return "— \(name) \(Base64.encode(identifier + bytes))\n"
        }
    }

    /// The most bytes a note may have: a checkpoint with a hundred post-quantum signatures stays below.
    package static let maximumBytes = 1 << 20
    /// The most signature lines read; the specification asks for at least 16.
    package static let maximumSignatures = 128

    /// The signed text with its final line feed.
    package let text: String
    /// In the order of the lines; one key may occur more than once.
    package let signatures: [Signature]

    /// Throws `malformed` for bytes that are no note and `tooLarge` beyond the limits.
    package init(parsing bytes: [UInt8]) throws(LogError) {
        guard bytes.count <= Self.maximumBytes else {
            throw LogError(.tooLarge, "expected a note of at most \(Self.maximumBytes) bytes, got \(bytes.count)")
        }
        guard let whole = String(validating: bytes, as: UTF8.self) else { throw LogError(.malformed, "the note is not UTF-8") }
        try Self.check(text: whole)
        // The last empty line parts text and signatures: the text itself may have empty lines.
        guard let cut = Self.lastEmptyLine(in: bytes) else {
            throw LogError(.malformed, "the note has no blank line before its signatures")
        }
        text = String(decoding: bytes[...cut], as: UTF8.self)
        let lines = bytes[(cut + 2)...].split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
        guard !lines.isEmpty else { throw LogError(.malformed, "the note has no signature line") }
        guard lines.count <= Self.maximumSignatures else {
            throw LogError(.tooLarge, "expected at most \(Self.maximumSignatures) signatures, got \(lines.count)")
        }
        var signatures: [Signature] = []
        for line in lines { signatures.append(try Self.signature(String(decoding: line, as: UTF8.self))) }
        self.signatures = signatures
    }

    /// The verifiers among these whose signature is on the note and good, in the order given.
    ///
    /// Signatures of other keys are ignored. Throws `wrongSignature` when a known key's signature does not verify, whatever else is there,
    /// and `unsigned` when no known key signed.
    package func verified(by verifiers: [NoteVerifier]) throws(LogError) -> [NoteVerifier] {
        var good: [NoteVerifier] = []
        for verifier in verifiers {
            let lines = signatures.filter(verifier.matches)
            guard lines.allSatisfy({ verifier.isValid($0, over: text) }) else {
                throw LogError(.wrongSignature, "the signature of \(verifier.name)+\(NoteKey.text(of: verifier.keyID)) does not verify")
            }
            if !lines.isEmpty { good.append(verifier) }
        }
        guard !good.isEmpty else {
            let known = verifiers.map { "\($0.name)+\(NoteKey.text(of: $0.keyID))" }.joined(separator: ", ")
            throw LogError(.unsigned, "expected a signature of \(known.isEmpty ? "a known key" : known)")
        }
        return good
    }

    /// The cosignatures of these witnesses that are on the note and good; their times are then theirs.
    ///
    /// Throws `wrongSignature` when a known witness's signature does not verify; an empty result when none signed.
    package func cosignatures(by witnesses: [NoteVerifier]) throws(LogError) -> [Cosignature] {
        var found: [Cosignature] = []
        for witness in witnesses where witness.isWitness {
            for line in signatures where witness.matches(line) {
                guard witness.isValid(line, over: text), let cosignature = Cosignature(line) else {
                    throw LogError(.wrongSignature, "the cosignature of \(witness.name) does not verify")
                }
                found.append(cosignature)
            }
        }
        return found
    }

    /// Throws unless the text ends in a line feed and has no other control characters.
    static func check(text: String) throws(LogError) {
        guard text.utf8.last == 0x0A else { throw LogError(.malformed, "the text does not end in a line feed") }
        guard text.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }) else {
            throw LogError(.malformed, "the text has control characters besides line feeds")
        }
    }

    /// The offset of the line feed that ends the text: the first of the last two in a row.
    private static func lastEmptyLine(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= 2 else { return nil }
        return (0..<(bytes.count - 1)).last { bytes[$0] == 0x0A && bytes[$0 + 1] == 0x0A }
    }

    private static func signature(_ line: String) throws(LogError) -> Signature {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "—", NoteKey.isName(parts[1]), let blob = Base64.decode(parts[2].utf8), blob.count > 4 else {
            throw LogError(.malformed, "expected a signature line as em dash, name and base64")
        }
        let keyID = blob.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return Signature(name: String(parts[1]), keyID: keyID, bytes: Array(blob.dropFirst(4)))
    }
}
