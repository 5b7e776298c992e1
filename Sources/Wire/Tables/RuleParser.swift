import Documents

/// Reads the text of a rule.
///
/// ```
/// rule       = expression ( "=" / "!=" / "<=" / ">=" / "<" / ">" ) expression
/// expression = product *( ( "+" / "-" ) product )
/// product    = factor *( ( "*" / "/" ) factor )
/// factor     = "-" factor / number / column / "(" expression ")"
///            / "sum(" column ")" / "rows()" / "round(" expression "," digits ")"
/// column     = letter-or-underscore *( letter / digit / "_" / "." ) / "`" any "`"
/// ```
struct RuleParser {
    private let text: String
    private var rest: Substring
    private var depth = 0
    private var operators = 0
    /// So deep may brackets and signs nest.
    private static let maximumDepth = 50
    /// A chain of operators is evaluated as deep as it is long.
    private static let maximumOperators = 500

    private init(_ text: String) {
        self.text = text
        rest = text[...]
    }

    /// Throws `invalidRule`; the column of the error counts within the rule.
    static func rule(_ text: String) throws(TableError) -> TableRule {
        var parser = RuleParser(text)
        let left = try parser.expression()
        guard let comparison = TableRule.Comparison.allCases.first(where: { parser.take($0.rawValue) }) else {
            throw parser.error("expected one of = != <= >= < >")
        }
        let right = try parser.expression()
        guard parser.isAtEnd else { throw parser.error("expected an operator or the end") }
        return TableRule(text: text, left: left, comparison: comparison, right: right)
    }

    private mutating func expression() throws(TableError) -> RuleExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw error("nested too deeply") }
        var result = try product()
        while true {
            if take("+") {
                try countOperator()
                result = .added(result, try product())
            } else if take("-") {
                try countOperator()
                result = .subtracted(result, try product())
            } else {
                return result
            }
        }
    }

    private mutating func product() throws(TableError) -> RuleExpression {
        var result = try factor()
        while true {
            if take("*") {
                try countOperator()
                result = .multiplied(result, try factor())
            } else if take("/") {
                try countOperator()
                result = .divided(result, try factor())
            } else {
                return result
            }
        }
    }

    private mutating func countOperator() throws(TableError) {
        operators += 1
        guard operators <= Self.maximumOperators else { throw error("expected at most \(Self.maximumOperators) operators") }
    }

    private mutating func factor() throws(TableError) -> RuleExpression {
        if take("-") {
            depth += 1
            defer { depth -= 1 }
            guard depth <= Self.maximumDepth else { throw error("nested too deeply") }
            return .negated(try factor())
        }
        if take("(") {
            let inner = try expression()
            try expect(")")
            return inner
        }
        if let first = rest.first, first.isASCII, first.isNumber { return .number(try number()) }
        let isQuoted = rest.first == "`"
        let name = try column()
        guard !isQuoted, take("(") else { return .cell(name) }
        return try function(name)
    }

    private mutating func function(_ name: String) throws(TableError) -> RuleExpression {
        switch name {
        case "sum":
            let column = try column()
            try expect(")")
            return .sum(column)
        case "rows":
            try expect(")")
            return .rowCount
        case "round":
            let operand = try expression()
            try expect(",")
            let digits = try number()
            guard digits.scale == 0, (0...20).contains(digits.significand) else { throw error("round takes 0 to 20 digits") }
            try expect(")")
            return .rounded(operand, digits: Int(digits.significand))
        default: throw error("there is no function `\(name)`; there are sum, rows and round")
        }
    }

    private mutating func number() throws(TableError) -> DecimalNumber {
        skipSpaces()
        let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        do throws(TableError) {
            let number = try DecimalNumber(parsing: String(digits))
            rest = rest.dropFirst(digits.count)
            return number
        } catch let cause { throw error(cause.message) }
    }

    private mutating func column() throws(TableError) -> String {
        skipSpaces()
        if take("`") {
            let name = rest.prefix { $0 != "`" }
            rest = rest.dropFirst(name.count)
            try expect("`")
            return String(name)
        }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
        guard let first = name.first, !first.isNumber, first != "." else { throw error("expected a column, a number or a bracket") }
        rest = rest.dropFirst(name.count)
        skipSpaces()
        return String(name)
    }

    private var isAtEnd: Bool { rest.allSatisfy { $0 == " " } }

    private mutating func skipSpaces() { rest = rest.drop { $0 == " " } }

    private mutating func take(_ token: String) -> Bool {
        skipSpaces()
        guard rest.hasPrefix(token) else { return false }
        rest = rest.dropFirst(token.count)
        skipSpaces()
        return true
    }

    private mutating func expect(_ token: String) throws(TableError) {
        guard take(token) else { throw error("expected `\(token)`") }
    }

    private func error(_ message: String) -> TableError {
        let column = text.unicodeScalars.distance(from: text.startIndex, to: rest.startIndex) + 1
        return TableError(.invalidRule, line: 1, column: column, "the rule `\(text.excerpt)`: \(message)")
    }
}
