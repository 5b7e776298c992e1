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

    /// A path in one form for all of its spellings (RFC 3986 §6.2.2): what need not be encoded is not, what must be is in upper case. Slashes
    /// that were encoded stay so. Bytes that no path may hold, and a `%` without two digits, are encoded: every text has such a form.
    package static func canonical(path: some StringProtocol) -> String {
        let bytes = Array(path.utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            var byte = bytes[index]
            var isEncoded = false
            if byte == UInt8(ascii: "%"), index + 2 < bytes.count, let high = value(ofHexDigit: bytes[index + 1]),
                let low = value(ofHexDigit: bytes[index + 2])
            {
                byte = high << 4 | low
                isEncoded = true
                index += 2
            }
            index += 1
            if isUnreserved(byte) || (!isEncoded && isDelimiter(byte)) {
                text.append(byte)
            } else {
                text += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 0x0F)]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: "-._~".utf8.contains(byte)
        }
    }

    /// What a path may hold beside unreserved characters, as written: encoded it may mean something else.
    private static func isDelimiter(_ byte: UInt8) -> Bool { "/!$&'()*+,;=:@".utf8.contains(byte) }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10 }

    private static func value(ofHexDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
