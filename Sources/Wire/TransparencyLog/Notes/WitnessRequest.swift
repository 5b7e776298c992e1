/// What a log asks of a witness: to cosign a checkpoint that it shows to continue the one cosigned last (c2sp.org/tlog-witness).
///
/// The body of `POST <prefix>/add-checkpoint`: `old <size>`, at most 63 lines of a hash in Base64 each, an empty line, the signed note.
package struct WitnessRequest: Sendable, Hashable {
    /// A consistency proof has no more hashes than a size has bits.
    package static let maximumHashes = 63
    /// The most bytes a body may have: a note of the largest size and the lines before it.
    package static let maximumBytes = SignedNote.maximumBytes + (1 << 12)

    /// The size of the checkpoint that the witness is taken to have cosigned last; 0 when it is taken to know none.
    package let oldSize: Int64
    /// From `oldSize` to the checkpoint's size, as RFC 6962 §2.1.2 orders them; empty when one is 0 or both are equal.
    package let proof: [Hash]
    /// The checkpoint as the log, and perhaps others, signed it.
    package let note: SignedNote
    /// What the note's text says; nobody has verified it.
    package let checkpoint: Checkpoint

    /// For a note that is a checkpoint. Throws `malformed` when it is none, the size is negative, or there are more than 63 hashes.
    package init(oldSize: Int64, proof: [Hash], note: SignedNote) throws(LogError) {
        guard oldSize >= 0 else { throw LogError(.malformed, "the old size is not negative, got \(oldSize)") }
        guard proof.count <= Self.maximumHashes else { throw Self.badProof }
        self.oldSize = oldSize
        self.proof = proof
        self.note = note
        checkpoint = try Checkpoint(text: note.text)
    }

    /// Throws `malformed` for every body that is not exactly of the form, `tooLarge` beyond the limits of it or of its note.
    package init(parsing bytes: [UInt8]) throws(LogError) {
        guard bytes.count <= Self.maximumBytes else {
            throw LogError(.tooLarge, "expected a request of at most \(Self.maximumBytes) bytes, got \(bytes.count)")
        }
        var lines = NoteLines(bytes)
        // By octets: a combining mark after the space would be one character with it.
        guard let first = lines.next(), first.utf8.starts(with: "old ".utf8),
            let oldSize = Decimal.parse(String(decoding: first.utf8.dropFirst(4), as: UTF8.self))
        else {
            throw LogError(.malformed, "expected in the first line old, a space and a decimal number without leading zeros")
        }
        var proof: [Hash] = []
        while true {
            guard let line = lines.next() else { throw Self.badProof }
            if line.isEmpty { break }
            guard proof.count < Self.maximumHashes, let hash = Hash(base64: line) else { throw Self.badProof }
            proof.append(hash)
        }
        try self.init(oldSize: oldSize, proof: proof, note: try SignedNote(parsing: Array(lines.rest)))
    }

    private static let badProof = LogError(
        .malformed, "expected at most \(maximumHashes) lines of base64 of 32 bytes, then an empty line")

    /// The body; reads back as an equal request.
    package var bytes: [UInt8] {
        let head = ["old \(oldSize)"] + proof.map(\.base64)
        return Array(head.map { $0 + "\n" }.joined().utf8) + [0x0A] + note.bytes
    }
}
