extension PathParser {
    /// A string in either kind of quotes (§2.3.1.1); `position` is at the opening one.
    mutating func string() throws(DocumentError) -> String {
        guard let quote = next else { throw error(expected: "a string") }
        position += 1
        var text = String.UnicodeScalarView()
        while let scalar = next {
            position += 1
            switch scalar {
            case quote: return String(text)
            case "\\": text.append(try escape(quote))
            case "\0"..<" ":
                position -= 1
                throw error(expected: "control characters to be escaped")
            default: text.append(scalar)
            }
        }
        throw error(expected: "the closing quote of a string")
    }

    private mutating func escape(_ quote: Unicode.Scalar) throws(DocumentError) -> Unicode.Scalar {
        guard let letter = next else { throw error(expected: "a character after the backslash") }
        switch letter {
        case quote, "/", "\\":
            position += 1
            return letter
        case "u":
            position += 1
            return try codePoint()
        default:
            guard let control = Self.controls[letter] else { throw error(expected: "one of `\(quote)/\\bfnrtu` after the backslash") }
            position += 1
            return control
        }
    }

    private static let controls: [Unicode.Scalar: Unicode.Scalar] = ["b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t"]

    private mutating func codePoint() throws(DocumentError) -> Unicode.Scalar {
        let start = position
        let unit = try fourHexDigits()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, take("\\u") else { throw error(expected: "no lone surrogate", at: start + 1) }
        let low = try fourHexDigits()
        guard (0xDC00..<0xE000).contains(low), let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) else {
            throw error(expected: "a low surrogate after a high one", at: start + 1)
        }
        return scalar
    }

    private mutating func fourHexDigits() throws(DocumentError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = next.flatMap({ UInt8(exactly: $0.value) }).flatMap({ UInt32(hexDigit: $0) }) else {
                throw error(expected: "four hexadecimal digits after `\\u`")
            }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    /// A number, string, `true`, `false` or `null`; nil when none starts here.
    mutating func literal() throws(DocumentError) -> Node? {
        switch next {
        case "'", "\"": return .string(try string())
        case "-", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9": return .number(try number())
        default:
            for (word, node) in [("true", Node.bool(true)), ("false", .bool(false)), ("null", .null)] where take(word) { return node }
            return nil
        }
    }

    /// As in JSON; `-0` is allowed here.
    private mutating func number() throws(DocumentError) -> Number {
        let start = position
        while let scalar = next, Self.numberScalars.contains(scalar) { position += 1 }
        guard let number = Number(String(String.UnicodeScalarView(scalars[start..<position]))) else {
            throw error(expected: "a JSON number", at: start + 1)
        }
        return number
    }

    private static let numberScalars: Set<Unicode.Scalar> = Set("0123456789+-.eE".unicodeScalars)
}
