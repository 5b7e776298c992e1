extension JSONScanner {
    /// A string (RFC 8259 §7); `position` is at its opening quote and ends behind the closing one.
    mutating func string() throws(DocumentError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = String(decoding: bytes[start..<position], as: UTF8.self)
                position += 1
                return text
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw .controlCharacter(bytes[position], at: place)
            case 0x20..<0x80: position += 1
            default: try sequence()
            }
        }
        throw .truncated(expected: "the closing quote of a string", at: place)
    }

    /// The rest of a string in which an escape was met; `start` is where its text begins.
    private mutating func escapedString(from start: Int) throws(DocumentError) -> String {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw .controlCharacter(byte, at: place)
            case 0x20..<0x80:
                text.append(byte)
                position += 1
            default:
                let first = position
                try sequence()
                text += bytes[first..<position]
            }
        }
        throw .truncated(expected: "the closing quote of a string", at: place)
    }

    private mutating func escape(into text: inout [UInt8]) throws(DocumentError) {
        let start = place
        position += 1
        guard let letter = next else { throw .truncated(expected: "a letter after the backslash", at: place) }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            position += 1
            text += try escapedScalar(from: start).utf8
            return
        default: throw unexpected(expected: "one of `\"\\/bfnrtu` after the backslash")
        }
        position += 1
    }

    /// The scalar of `\uXXXX` or of a surrogate pair `\uD8XX\uDCXX`; `position` is behind the first `\u`.
    private mutating func escapedScalar(from start: Place) throws(DocumentError) -> Character {
        let unit = try fourHexDigits()
        if let scalar = Unicode.Scalar(unit) { return Character(scalar) }
        guard unit < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        else { throw .loneSurrogate(unit, at: start) }
        position += 2
        let low = try fourHexDigits()
        guard low >= 0xDC00, low < 0xE000 else { throw .loneSurrogate(unit, at: start) }
        guard let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) else { throw .loneSurrogate(unit, at: start) }
        return Character(scalar)
    }

    private mutating func fourHexDigits() throws(DocumentError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = UInt32(hexDigit: byte) else {
                throw unexpected(expected: "four hexadecimal digits after `\\u`")
            }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    /// One scalar of two to four bytes, well-formed by table 3-7 of the Unicode standard.
    private mutating func sequence() throws(DocumentError) {
        let length = UTF8Sequence.length(in: bytes, at: position)
        guard length > 0 else { throw .notUTF8(bytes[position], at: place) }
        position += length
        continuationBytes += length - 1
    }
}
