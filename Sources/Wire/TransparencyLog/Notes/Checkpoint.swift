/// What a log commits to: which log, how many entries, which root (c2sp.org/tlog-checkpoint).
package struct Checkpoint: Sendable, Hashable {
    /// The log's identity, usually a URL without scheme: `assay.invalid/northwind/sandbox`.
    package let origin: String
    /// The number of entries, 0 or more.
    package let size: Int64
    package let root: Hash
    /// Further lines, opaque; empty for our logs.
    package let extensions: [String]

    /// Throws `malformed` when a line would be empty or have control characters, or the size is negative.
    package init(origin: String, size: Int64, root: Hash, extensions: [String] = []) throws(LogError) {
        guard size >= 0 else { throw LogError(.malformed, "a checkpoint's size is not negative, got \(size)") }
        for line in [origin] + extensions where line.isEmpty || !line.utf8.allSatisfy({ $0 >= 0x20 }) {
            throw LogError(.malformed, "a checkpoint's lines are neither empty nor have control characters")
        }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    /// Reads a note's text. Throws `malformed` unless it has an origin, a size and a root, each line ended by a line feed.
    package init(text: String) throws(LogError) {
        guard text.utf8.last == 0x0A else { throw LogError(.malformed, "the checkpoint does not end in a line feed") }
        let lines = text.utf8.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
        guard lines.count >= 3 else { throw LogError(.malformed, "expected origin, size and root, got \(lines.count) lines") }
        guard let size = Decimal.parse(lines[1]) else {
            throw LogError(.malformed, "expected the size as a decimal number without leading zeros, got \(lines[1].debugDescription)")
        }
        guard let root = Hash(base64: lines[2]) else {
            throw LogError(.malformed, "expected the root as the base64 of 32 bytes, got \(lines[2].debugDescription)")
        }
        try self.init(origin: lines[0], size: size, root: root, extensions: Array(lines[3...]))
    }

    /// The note's text; reads back as an equal checkpoint.
    package var text: String {
        ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined()
    }

    /// The checkpoint of a note that the log signed.
    ///
    /// Throws what `SignedNote` throws, and `wrongOrigin` when the checkpoint is not of the log that the key is named after.
    package static func open(_ note: [UInt8], verifier: NoteVerifier) throws(LogError) -> Checkpoint {
        let signed = try SignedNote(parsing: note)
        _ = try signed.verified(by: [verifier])
        let checkpoint = try Checkpoint(text: signed.text)
        guard checkpoint.origin.utf8.elementsEqual(verifier.name.utf8) else {
            throw LogError(.wrongOrigin, "expected a checkpoint of \(verifier.name), got one of \(checkpoint.origin)")
        }
        return checkpoint
    }
}
