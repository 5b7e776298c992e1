import Crypto
package import TransparencyLog

/// What the log's key says of an object in the bucket that no checkpoint covers: a note (C2SP signed-note) with one signature of that key.
///
/// Its text is lines: what it states, the log's origin, and then what is said. The origin stands where a checkpoint has its size, so that
/// neither is ever taken for the other. Whoever has the bucket's credentials can put objects there, and cannot make one of these.
package enum LogCopyStatement: Sendable, Hashable {
    /// The numbers of subjects' keys that were destroyed, ascending, at least one and at most `maximumNumbers`; each on a line.
    case erased([Int64])
    /// What entries from the index `first` on are about: how many they are (1 to 256), the root over their hashes, and the SHA-256 of the
    /// lines that tell it; each on a line, hashes in lower-case hex.
    case events(first: Int64, count: Int, root: Hash, lines: Hash)

    /// The most keys that one statement names: its note is then far below the 1 MiB that a note may have.
    package static let maximumNumbers = 10_000
    private static let erasedName = "assay.worm-erased/1"
    private static let eventsName = "assay.worm-events/1"

    /// The text that is signed, with its final line feed.
    package func text(origin: String) -> String {
        let lines =
            switch self {
            case .erased(let numbers): [Self.erasedName, origin] + numbers.map(String.init)
            case .events(let first, let count, let root, let lines):
                [Self.eventsName, origin, String(first), String(count), root.hex, lines.hex]
            }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The bytes of the note. Throws `cannotSign`.
    package func signed(by signer: NoteSigner) throws(LogError) -> [UInt8] { try signer.sign(text(origin: signer.name)) }

    /// What a list of keys is called: the SHA-256 of its text, lower-case hex.
    package func hash(origin: String) -> String { Self.hex(SHA256.hash(data: Array(text(origin: origin).utf8))) }

    /// Reads a note.
    ///
    /// Throws what `SignedNote` throws, `wrongOrigin` for a statement of another log, `malformed` for a text that is no statement.
    package init(_ note: [UInt8], verifier: NoteVerifier) throws(LogError) {
        let signed = try SignedNote(parsing: note)
        _ = try signed.verified(by: [verifier])
        let lines = signed.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard lines.count > 2 else { throw LogError(.malformed, "expected what is stated, an origin and more, got \(lines.count) lines") }
        guard lines[1].utf8.elementsEqual(verifier.name.utf8) else {
            throw LogError(.wrongOrigin, "expected a statement of \(verifier.name), got one of \(lines[1])")
        }
        switch lines[0] {
        case Self.erasedName: self = .erased(lines.dropFirst(2).compactMap { Int64($0) })
        case Self.eventsName: self = try Self.events(lines.dropFirst(2).map(String.init))
        default: throw LogError(.malformed, "nothing is stated as \(lines[0].debugDescription)")
        }
        // One spelling for each, and no other.
        guard isGood, text(origin: verifier.name) == signed.text else {
            throw LogError(.malformed, "the statement's lines are not as written")
        }
    }

    private static func events(_ words: [String]) throws(LogError) -> LogCopyStatement {
        guard words.count == 4, let first = Int64(words[0]), let count = Int(words[1]), let root = Hash(hex: words[2]),
            let lines = Hash(hex: words[3])
        else { throw LogError(.malformed, "expected an index, a number and two hashes") }
        return .events(first: first, count: count, root: root, lines: lines)
    }

    private var isGood: Bool {
        switch self {
        case .erased(let numbers):
            (1...Self.maximumNumbers).contains(numbers.count) && numbers[0] > 0 && zip(numbers, numbers.dropFirst()).allSatisfy(<)
        case .events(let first, let count, _, _): first >= 0 && (1...TilePath.fullWidth).contains(count)
        }
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
