import MessageSignatures

/// Reads a list of thumbprints, `revoked.txt`: one SHA-256 of a certificate's DER form on each line, as 64 hexadecimal digits with or without
/// colons between pairs or as base64url; behind `#` stands a comment, empty lines are nothing.
enum ThumbprintListReader {
    /// Why a list is not taken; names the line.
    struct Refusal: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    static let maximumBytes = 8 << 20

    /// The thumbprints as `PeerCertificate.thumbprint` has them. Throws `Refusal` for the first line that holds something else; half a list
    /// is never taken.
    static func read(_ bytes: [UInt8]) throws(Refusal) -> Set<String> {
        var thumbprints: Set<String> = []
        var number = 0
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            let text = trimmed(line.prefix { $0 != UInt8(ascii: "#") })
            guard !text.isEmpty else { continue }
            guard let digest = digest(Array(text)) else {
                throw Refusal(description: "line \(number): expected a SHA-256 thumbprint, 64 hexadecimal digits or 43 of base64url")
            }
            thumbprints.insert(Base64URL.encode(digest))
        }
        return thumbprints
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
        var text = text.drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }

    private static func digest(_ text: [UInt8]) -> [UInt8]? {
        switch text.count {
        case 43: Base64URL.decode(String(decoding: text, as: UTF8.self)).flatMap { $0.count == 32 ? $0 : nil }
        case 64: hexadecimal(text[...])
        case 95: colonsStandBetweenPairs(text) ? hexadecimal(text.filter { $0 != UInt8(ascii: ":") }[...]) : nil
        default: nil
        }
    }

    private static func colonsStandBetweenPairs(_ text: [UInt8]) -> Bool {
        text.indices.allSatisfy { ($0 % 3 == 2) == (text[$0] == UInt8(ascii: ":")) }
    }

    private static func hexadecimal(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text
        while let high = rest.popFirst(), let low = rest.popFirst() {
            guard let first = nibble(high), let second = nibble(low) else { return nil }
            bytes.append(first << 4 | second)
        }
        return bytes.count == 32 ? bytes : nil
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}
