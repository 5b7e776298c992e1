/// Percent-encoding as AWS signs it: every byte but the unreserved characters of RFC 3986 §2.3, hexadecimal in capitals.
package enum AWSEncoding {
    /// `text`'s UTF-8 encoded, the slash too.
    package static func encode(_ text: String) -> String { encode(Array(text.utf8)) }

    /// The bytes encoded; a slash stays with `keepingSlash`, as in the path of an object.
    package static func encode(_ bytes: some Sequence<UInt8>, keepingSlash: Bool = false) -> String {
        var result: [UInt8] = []
        for byte in bytes {
            if isUnreserved(byte) || keepingSlash && byte == UInt8(ascii: "/") {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The bytes that a part of a URI means; in a query a plus sign means a space, as all form readers have it.
    ///
    /// Throws `malformed` for a percent sign without two hexadecimal digits: two readers would take it for different bytes.
    package static func decode(_ text: some Collection<UInt8>, plusIsSpace: Bool) throws(SignatureError) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                result.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
                throw SignatureError(.malformed, "expected two hexadecimal digits after each percent sign of the URI")
            }
            result.append(high << 4 | low)
        }
        return result
    }

    /// The path without `.`, `..` and doubled slashes (RFC 3986 §5.2.4, and what AWS adds to it); a slash at the end stays.
    static func normalized(path: String) -> String {
        var kept: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = kept.popLast() } else { kept.append(segment) }
        }
        return kept.isEmpty ? "/" : "/" + kept.joined(separator: "/") + (path.hasSuffix("/") ? "/" : "")
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        StructuredFieldParser.isLower(byte) || StructuredFieldParser.isUpper(byte) || StructuredFieldParser.isDigit(byte)
            || "-._~".utf8.contains(byte)
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
