/// The types of plain scalars by YAML 1.2 §10.3.2, the core schema.
enum CoreSchema {
    /// Numbers keep their digits in JSON's spelling: `+12` is 12, `.5` is 0.5, `0x1F` is 31.
    static func content(of text: String, at place: Place) throws(DocumentError) -> Node.Content {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN":
            throw .number("a finite number, or quotes around a string", "`\(text)`", at: place)
        default: break
        }
        guard let first = text.utf8.first, first == 0x2B || first == 0x2D || first == 0x2E || first >= 0x30 && first <= 0x39 else {
            return .string(text)
        }
        if text.hasPrefix("0x") { return try based(text, radix: 16, at: place) }
        if text.hasPrefix("0o") { return try based(text, radix: 8, at: place) }
        return decimal(text).map { .number($0) } ?? .string(text)
    }

    private static func based(_ text: String, radix: Int, at place: Place) throws(DocumentError) -> Node.Content {
        let digits = text.dropFirst(2)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ UInt32(hexDigit: $0).map { $0 < radix } ?? false }) else { return .string(text) }
        guard let value = UInt64(digits, radix: radix) else { throw .number("at most 64 bits in base \(radix)", "`\(text)`", at: place) }
        return .number(Number(value))
    }

    /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, respelled for JSON; nil when the text is something else.
    private static func decimal(_ text: String) -> Number? {
        var rest = text.utf8[...]
        func digits() -> Substring.UTF8View {
            let run = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
            rest = rest.dropFirst(run.count)
            return run
        }
        var lexeme = ""
        if let sign = rest.first, sign == 0x2B || sign == 0x2D {
            if sign == 0x2D { lexeme = "-" }
            rest = rest.dropFirst()
        }
        let whole = digits()
        var fraction: Substring.UTF8View = text.utf8.prefix(0)
        if rest.first == 0x2E {
            rest = rest.dropFirst()
            fraction = digits()
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        let significant = whole.drop { $0 == 0x30 }
        lexeme += significant.isEmpty ? "0" : String(Substring(significant))
        if !fraction.isEmpty { lexeme += "." + Substring(fraction) }
        if let letter = rest.first, letter == 0x45 || letter == 0x65 {
            rest = rest.dropFirst()
            lexeme += "e"
            if let sign = rest.first, sign == 0x2B || sign == 0x2D {
                lexeme += sign == 0x2D ? "-" : "+"
                rest = rest.dropFirst()
            }
            let power = digits()
            guard !power.isEmpty else { return nil }
            lexeme += Substring(power)
        }
        return rest.isEmpty ? Number(lexeme) : nil
    }
}
