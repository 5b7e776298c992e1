/// Damages good input in the ways that find mistakes of parsers, the same way for the same seed.
public struct Mutator {
    private var state: UInt64
    private let documents: [[UInt8]]
    private let tokens: [[UInt8]]

    /// What no grammar should stumble over: borders of numbers, ill-formed UTF-8 (overlong, surrogate, cut, beyond U+10FFFF), controls.
    private static let universal: [[UInt8]] =
        [
            "0", "-0", "-1", "00", "255", "256", "65536", "2147483648", "4294967296", "9007199254740993", "9223372036854775807",
            "9223372036854775808", "-9223372036854775808", "18446744073709551616", "1e999999999", "1e-999999999", "0.1e400",
            "99999999999999999999999999999999999999999", "\r\n", "\u{0085}", "\u{2028}", "\u{FEFF}", "e\u{301}", "\u{1F600}", "\u{10FFFF}",
        ].map { Array($0.utf8) } + [
            [0x00], [0x7F], [0x80], [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xED, 0xB0, 0x80], [0xE2, 0x82],
            [0xF4, 0x90, 0x80, 0x80], [0xF0, 0x9F],
        ]

    /// Seeds the generator. `documents` are what is damaged, `tokens` the words of the grammar that are spliced in.
    public init(seed: UInt64, documents: [[UInt8]], tokens: [String]) {
        precondition(!documents.isEmpty, "a mutator needs something to damage")
        state = seed
        self.documents = documents
        self.tokens = tokens.map { Array($0.utf8) } + Mutator.universal
    }

    /// SplitMix64 (S. Vigna, public domain): every state is good, and the sequence is the same everywhere.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 up to but without `bound`, which is at least 1.
    private mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() % UInt64(bound)) }

    /// One of the documents with one to four changes, most often one.
    public mutating func damaged() -> [UInt8] {
        var bytes = documents[below(documents.count)]
        let changes = 1 + [0, 0, 0, 1, 1, 3][below(6)]
        for _ in 0..<changes { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = below(bytes.count + 1)
        let token = tokens[below(tokens.count)]
        guard place < bytes.count else {
            bytes += token
            return
        }
        let end = min(bytes.count, place + 1 + below(8))
        switch below(10) {
        case 0: bytes[place] ^= 1 << UInt8(below(8))
        case 1: bytes[place] = UInt8(below(256))
        case 2: bytes.insert(UInt8(below(128)), at: place)
        case 3: bytes.removeSubrange(place..<end)
        case 4: bytes.insert(contentsOf: token, at: place)
        case 5: bytes.replaceSubrange(place..<end, with: token)
        case 6: bytes.removeSubrange(place...)
        case 7: bytes.insert(contentsOf: repeatElement(Array(bytes[place..<end]), count: 1 + below(20)).joined(), at: place)
        case 8: splice(&bytes, at: place)
        default: replaceNumber(&bytes, from: place)
        }
    }

    /// A piece of any document comes in.
    private mutating func splice(_ bytes: inout [UInt8], at place: Int) {
        let other = documents[below(documents.count)]
        guard !other.isEmpty else { return }
        let start = below(other.count)
        bytes.insert(contentsOf: other[start..<min(other.count, start + 1 + below(24))], at: place)
    }

    /// The next run of digits becomes a number at some border.
    private mutating func replaceNumber(_ bytes: inout [UInt8], from place: Int) {
        guard let start = bytes[place...].firstIndex(where: { $0 >= 0x30 && $0 <= 0x39 }) else { return }
        let end = bytes[start...].firstIndex { $0 < 0x30 || $0 > 0x39 } ?? bytes.count
        bytes.replaceSubrange(start..<end, with: Mutator.universal[below(18)])
    }
}
