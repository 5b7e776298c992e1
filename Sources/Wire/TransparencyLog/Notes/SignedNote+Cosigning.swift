extension SignedNote {
    init(text: String, signatures: [Signature]) {
        self.text = text
        self.signatures = signatures
    }

    /// The note as it is written; reads back as an equal note.
    package var bytes: [UInt8] { Array((text + "\n" + signatures.map(\.line).joined()).utf8) }

    /// The same text with the lines of these keys alone, in the order of the note.
    package func only(signedBy keys: [NoteVerifier]) -> SignedNote {
        SignedNote(text: text, signatures: signatures.filter { line in keys.contains { $0.matches(line) } })
    }

    /// The note with the cosignature that a witness answered, in the place of an older one of the same key.
    ///
    /// `answer` is what `add-checkpoint` was answered with: one or more signature lines, of which those of other keys are passed over
    /// (c2sp.org/tlog-witness). Of several by this witness the one with the latest time is taken.
    /// Throws `malformed` for what is no signature lines, `wrongSignature` when one of the witness does not verify, `unsigned` when
    /// none is of the witness, `tooLarge`.
    package func cosigned(by witness: NoteVerifier, answer: [UInt8]) throws(LogError) -> SignedNote {
        let answered = try SignedNote(parsing: Array((text + "\n").utf8) + answer)
        // An empty line within the answer would make some of it pass for text.
        guard answered.text.utf8.elementsEqual(text.utf8) else {
            throw LogError(.malformed, "expected signature lines alone from \(witness.name)")
        }
        guard let latest = try answered.cosignatures(by: [witness]).map(\.time).max(),
            let line = answered.signatures.last(where: { witness.matches($0) && Cosignature($0)?.time == latest })
        else { throw LogError(.unsigned, "expected a cosignature of \(witness.verifierKey)") }
        let cosigned = SignedNote(text: text, signatures: signatures.filter { !witness.matches($0) } + [line])
        // What could not be read again must not be written.
        return try SignedNote(parsing: cosigned.bytes)
    }
}
