import Foundation

/// Content of a part as it was before it was made fit for mail (RFC 2045 §6).
enum TransferEncoding {
    static func decoded(_ body: ArraySlice<UInt8>, _ encoding: String) -> [UInt8] {
        switch encoding {
        case "base64":
            let wanted = body.filter { $0 > 0x20 }
            return Data(base64Encoded: Data(wanted)).map { [UInt8]($0) } ?? Array(body)
        case "quoted-printable": return quotedPrintable(body, underscoreIsBlank: false)
        default: return Array(body)
        }
    }

    /// ISO 8859-1 where the part says so, else UTF-8 with the bad parts replaced.
    static func text(_ bytes: [UInt8], charset: String?) -> String {
        if let charset = charset?.lowercased(), charset == "iso-8859-1" || charset == "latin1" {
            return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func quotedPrintable(_ body: ArraySlice<UInt8>, underscoreIsBlank: Bool) -> [UInt8] {
        var result: [UInt8] = []
        var rest = body
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "_"), underscoreIsBlank {
                result.append(0x20)
            } else if byte == UInt8(ascii: "=") {
                // At the end of a line it joins the lines.
                if rest.starts(with: [0x0d, 0x0a]) {
                    rest = rest.dropFirst(2)
                } else if rest.first == 0x0a {
                    rest = rest.dropFirst()
                } else if rest.count >= 2, let value = HexPair.value(rest.prefix(2)) {
                    result.append(value)
                    rest = rest.dropFirst(2)
                } else {
                    result.append(byte)
                }
            } else {
                result.append(byte)
            }
        }
        return result
    }
}

/// Two hexadecimal digits as mail and forms write a byte, in either case; Swift's own reading of numbers would take a sign too.
enum HexPair {
    /// Nil unless there are exactly two digits.
    static func value(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 2, !digits.contains(UInt8(ascii: "+")), !digits.contains(UInt8(ascii: "-")) else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

/// Encoded words in header fields (RFC 2047).
enum EncodedWord {
    /// The text with its encoded words decoded; blanks between two of them are no text.
    static func decoded(_ text: String) -> String {
        guard text.contains("=?") else { return text }
        var result = ""
        var rest = text[...]
        var wasWord = false
        while let open = rest.firstRange(of: "=?") {
            let before = rest[..<open.lowerBound]
            let parts = rest[open.upperBound...].split(separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count == 4, parts[3].hasPrefix("="), let word = decoded(parts[0], parts[1], parts[2]) else {
                result += before + "=?"
                rest = rest[open.upperBound...]
                wasWord = false
                continue
            }
            if !(wasWord && before.allSatisfy(\.isWhitespace)) { result += before }
            result += word
            wasWord = true
            rest = parts[3].dropFirst()
        }
        return result + rest
    }

    private static func decoded(_ charset: Substring, _ encoding: Substring, _ text: Substring) -> String? {
        switch encoding.lowercased() {
        case "b":
            guard let data = Data(base64Encoded: String(text)) else { return nil }
            return TransferEncoding.text([UInt8](data), charset: String(charset))
        case "q":
            let bytes = TransferEncoding.quotedPrintable(Array(text.utf8)[...], underscoreIsBlank: true)
            return TransferEncoding.text(bytes, charset: String(charset))
        default: return nil
        }
    }
}
