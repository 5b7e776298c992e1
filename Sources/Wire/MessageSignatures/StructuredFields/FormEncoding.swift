/// Query parameters as HTML forms write and browsers read them (WHATWG URL, `application/x-www-form-urlencoded`).
enum FormEncoding {
    /// The name-value pairs of a query without its question mark, decoded; what is not UTF-8 is replaced by U+FFFD.
    static func pairs(of query: some StringProtocol) -> [(name: String, value: String)] {
        query.utf8.split(separator: UInt8(ascii: "&")).map { part in
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (decode(halves[0]), halves.count == 2 ? decode(halves[1]) : "")
        }
    }

    /// Every byte but ASCII letters, digits and `*-._` percent-encoded in capitals; the space too (RFC 9421 §2.2.8).
    static func encode(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            if StructuredFieldParser.isLower(byte) || StructuredFieldParser.isUpper(byte) || StructuredFieldParser.isDigit(byte)
                || "*-._".utf8.contains(byte)
            {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }

    private static func decode(_ text: some Collection<UInt8>) -> String {
        let bytes = Array(text)
        var result: [UInt8] = []
        var offset = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "%"), offset + 2 < bytes.count, let high = hexValue(bytes[offset + 1]),
                let low = hexValue(bytes[offset + 2])
            {
                result.append(high << 4 | low)
                offset += 3
            } else {
                result.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                offset += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
