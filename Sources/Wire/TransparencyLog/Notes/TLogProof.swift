/// Everything needed to check offline that one entry is in a log: index, inclusion proof, checkpoint (c2sp.org/tlog-proof@v1).
///
/// Files of this form end in `.tlog-proof`.
package struct TLogProof: Sendable, Hashable {
    /// The first line of the text.
    package static let header = "c2sp.org/tlog-proof@v1"
    /// An inclusion proof has no more hashes than a size has bits.
    static let maximumHashes = 63

    /// The entry's 0-based position in the log.
    package let index: Int64
    /// From the leaf's sibling upwards.
    package let hashes: [Hash]
    /// The signed note, byte by byte as the log and its witnesses gave it.
    package let checkpointNote: [UInt8]
    /// Data for the application; not authenticated by anything here.
    package let extra: [UInt8]?

    package init(index: Int64, hashes: [Hash], checkpointNote: [UInt8], extra: [UInt8]? = nil) {
        self.index = index
        self.hashes = hashes
        self.checkpointNote = checkpointNote
        self.extra = extra
    }

    /// Throws `malformed` for every text that is not exactly of the form.
    package init(parsing bytes: [UInt8]) throws(LogError) {
        var lines = NoteLines(bytes)
        guard lines.next() == Self.header else { throw LogError(.malformed, "expected \(Self.header) in the first line") }
        var line = lines.next()
        var extra: [UInt8]?
        if let text = line, text.hasPrefix("extra ") {
            guard let data = Base64.decode(text.utf8.dropFirst(6)) else { throw LogError(.malformed, "expected base64 after extra") }
            extra = data
            line = lines.next()
        }
        guard let text = line, text.hasPrefix("index "), let index = Decimal.parse(text.dropFirst(6)) else {
            throw LogError(.malformed, "expected a line with index and a decimal number")
        }
        var hashes: [Hash] = []
        while true {
            guard let text = lines.next() else { throw Self.badHashes }
            if text.isEmpty { break }
            guard hashes.count < Self.maximumHashes, let hash = Hash(base64: text) else { throw Self.badHashes }
            hashes.append(hash)
        }
        let note = Array(lines.rest)
        _ = try Checkpoint(text: try SignedNote(parsing: note).text)
        self.init(index: index, hashes: hashes, checkpointNote: note, extra: extra)
    }

    private static let badHashes = LogError(
        .malformed, "expected at most \(maximumHashes) lines of base64 of 32 bytes, then an empty line")

    /// The file's bytes; read back as an equal proof.
    package var bytes: [UInt8] {
        var lines = [Self.header]
        if let extra { lines.append("extra \(Base64.encode(extra))") }
        lines.append("index \(index)")
        lines += hashes.map(\.base64)
        return Array(lines.map { $0 + "\n" }.joined().utf8) + [0x0A] + checkpointNote
    }

    /// The file as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The checkpoint that the entry with this leaf hash is in, once signature, origin and proof are found good.
    package func verify(leaf: Hash, verifier: NoteVerifier) throws(LogError) -> Checkpoint {
        try verify(leaf: leaf, policy: LogPolicy(log: verifier))
    }

    /// The same once the policy accepts the checkpoint, its quorum of cosignatures included.
    package func verify(leaf: Hash, policy: LogPolicy) throws(LogError) -> Checkpoint {
        let (checkpoint, _) = try policy.open(checkpointNote)
        try InclusionProof(index: index, size: checkpoint.size, hashes: hashes).verify(leaf: leaf, root: checkpoint.root)
        return checkpoint
    }
}
