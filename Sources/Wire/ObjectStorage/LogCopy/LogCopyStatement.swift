import Crypto
package import TransparencyLog

/// What the log's key says of an object in the bucket that no checkpoint covers: a note (C2SP signed-note) with one signature of that key.
///
/// Its text is lines: what it states, the log's origin, and then what is said. The origin stands where a checkpoint has its size, so that
/// neither is ever taken for the other. Whoever has the bucket's credentials can put objects there, and cannot make one of these.
package enum LogCopyStatement: Sendable, Hashable {
    /// The numbers of subjects' keys that were destroyed, ascending, at least one and at most `maximumNumbers`; each on a line.
    case erased([Int64])

    /// The most keys that one statement names: its note is then far below the 1 MiB that a note may have.
    package static let maximumNumbers = 10_000
    private static let erasedName = "assay.worm-erased/1"

    /// The text that is signed, with its final line feed.
    package func text(origin: String) -> String {
        let lines =
            switch self {
            case .erased(let numbers): [Self.erasedName, origin] + numbers.map(String.init)
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
        default: throw LogError(.malformed, "nothing is stated as \(lines[0].debugDescription)")
        }
        // One spelling for each, and no other.
        guard isGood, text(origin: verifier.name) == signed.text else {
            throw LogError(.malformed, "the statement's lines are not as written")
        }
    }

    private var isGood: Bool {
        switch self {
        case .erased(let numbers):
            (1...Self.maximumNumbers).contains(numbers.count) && numbers[0] > 0 && zip(numbers, numbers.dropFirst()).allSatisfy(<)
        }
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
