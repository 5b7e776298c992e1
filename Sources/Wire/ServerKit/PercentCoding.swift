/// Strict percent-decoding (RFC 3986 §2.1): `%` must be followed by two hexadecimal digits and the result must be UTF-8 without NUL.
package enum PercentCoding {
    /// What `+` stands for.
    package enum Plus: Sendable {
        /// Itself, as in every URI.
        case plus
        /// A space, as in `application/x-www-form-urlencoded`.
        case space
    }

    /// The decoded text, nil when it is malformed.
    package static func decode(_ text: some StringProtocol, plus: Plus = .plus) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(value(ofHexDigit:)), let low = rest.next().flatMap(value(ofHexDigit:)) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plus == .space: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The names and values of `a=1&b=2`, in order; nil when one is malformed. An empty text has no pairs; an empty pair (`a=1&&b=2`)
    /// is malformed; a pair without `=` has an empty value.
    package static func pairs(_ text: some StringProtocol, plus: Plus = .plus) -> [(name: String, value: String)]? {
        if text.isEmpty { return [] }
        var pairs: [(name: String, value: String)] = []
        for pair in text.split(separator: "&", omittingEmptySubsequences: false) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first.flatMap({ decode($0, plus: plus) }), !name.isEmpty else { return nil }
            guard let value = decode(parts.count == 2 ? parts[1] : "", plus: plus) else { return nil }
            pairs.append((name, value))
        }
        return pairs
    }

    private static func value(ofHexDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
