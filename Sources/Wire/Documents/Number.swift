/// A JSON number that keeps the text it was written as.
///
/// Equality and order are those of the mathematical values: `1`, `1.0` and `10e-1` are equal, and no precision is lost.
package struct Number: Sendable {
    /// The number as written, e.g. `12.340` or `1E+2`; always matches the grammar of RFC 8259 §6.
    package let lexeme: String

    /// The caller has checked the grammar.
    init(checked lexeme: String) { self.lexeme = lexeme }

    /// Nil when the text is not a JSON number (RFC 8259 §6).
    package init?(_ lexeme: String) {
        guard Self.matchesGrammar(lexeme.utf8) else { return nil }
        self.lexeme = lexeme
    }

    /// Written in decimal.
    package init(_ value: some FixedWidthInteger) { lexeme = String(value) }

    /// The shortest text that reads back as the same double, written as ECMAScript does; nil for infinities and NaN.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        lexeme = ECMAScriptNumber.text(of: value)
    }

    /// The value when it is a whole number that fits `Int`, however it was written (`3.0` and `3e0` are 3).
    package var integer: Int? { Int(lexeme) ?? ExactDecimal(lexeme).integer }

    /// The nearest double; infinite when the number is out of range.
    package var double: Double { Double(lexeme) ?? .nan }

    /// Whether the value is whole, of any size.
    package var isWhole: Bool { ExactDecimal(lexeme).isWhole }

    private static func matchesGrammar(_ text: String.UTF8View) -> Bool {
        var rest = text[...]
        func digits() -> Int {
            let count = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let leadingZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !leadingZero || whole == 1 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}

extension Number: Hashable, Comparable {
    package static func == (left: Number, right: Number) -> Bool {
        left.lexeme == right.lexeme || ExactDecimal(left.lexeme) == ExactDecimal(right.lexeme)
    }

    package func hash(into hasher: inout Hasher) { ExactDecimal(lexeme).hash(into: &hasher) }

    package static func < (left: Number, right: Number) -> Bool {
        if let a = Int(left.lexeme), let b = Int(right.lexeme) { return a < b }
        return ExactDecimal(left.lexeme) < ExactDecimal(right.lexeme)
    }
}

extension Number: CustomStringConvertible {
    package var description: String { lexeme }
}
