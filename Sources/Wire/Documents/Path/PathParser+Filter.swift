extension PathParser {
    mutating func logicalOr() throws(DocumentError) -> LogicalExpression {
        try descend()
        defer { ascend() }
        var terms = [try logicalAnd()]
        while takeOperator("||") { terms.append(try logicalAnd()) }
        return terms.count == 1 ? terms[0] : .or(terms)
    }

    private mutating func logicalAnd() throws(DocumentError) -> LogicalExpression {
        var terms = [try basic()]
        while takeOperator("&&") { terms.append(try basic()) }
        return terms.count == 1 ? terms[0] : .and(terms)
    }

    /// An operator with blanks on both sides; nothing is taken when another follows.
    private mutating func takeOperator(_ word: String) -> Bool {
        let start = position
        skipBlanks()
        guard take(word) else {
            position = start
            return false
        }
        skipBlanks()
        return true
    }

    /// A parenthesis, a comparison or a test, each perhaps negated.
    private mutating func basic() throws(DocumentError) -> LogicalExpression {
        if take("!") {
            skipBlanks()
            if next == "(" { return .not(try parenthesis()) }
            return .not(try test(of: try operand(), at: position))
        }
        if next == "(" { return try parenthesis() }
        let start = position
        let left = try operand()
        let behindLeft = position
        skipBlanks()
        guard let relation = comparisonOperator() else {
            position = behindLeft
            return try test(of: left, at: start)
        }
        try requireComparable(left, at: start)
        skipBlanks()
        let startOfRight = position
        let right = try operand()
        try requireComparable(right, at: startOfRight)
        return .comparison(left, relation, right)
    }

    private mutating func parenthesis() throws(DocumentError) -> LogicalExpression {
        position += 1
        skipBlanks()
        let inner = try logicalOr()
        skipBlanks()
        guard take(")") else { throw error(expected: "a closing parenthesis") }
        return inner
    }

    private mutating func comparisonOperator() -> LogicalExpression.Operator? {
        // Longer ones come first in the declaration.
        LogicalExpression.Operator.allCases.first { take($0.rawValue) }
    }

    /// A literal, a query or a function: what may stand on a side of a comparison, be tested, or be an argument.
    private mutating func operand() throws(DocumentError) -> LogicalExpression.Comparable {
        if next == "@" || next == "$" {
            let isAbsolute = next == "$"
            position += 1
            return .query(PathQuery(isAbsolute: isAbsolute, segments: try segments()))
        }
        let start = position
        if let node = try literal() { return .literal(node) }
        position = start
        if let call = try function() { return .function(call) }
        throw error(expected: "a query (`@` or `$`), a literal, a function or a parenthesis")
    }

    private func test(of operand: LogicalExpression.Comparable, at start: Int) throws(DocumentError) -> LogicalExpression {
        switch operand {
        case .literal: throw error(expected: "a comparison of the literal", at: start + 1)
        case .query(let query): return .existence(query)
        case .function(let call):
            if call.yieldsValue { throw error(expected: "a comparison of the function's value", at: start + 1) }
            return .function(call)
        }
    }

    /// §2.3.5.1 and §2.4.3: one value at most.
    private func requireComparable(_ operand: LogicalExpression.Comparable, at start: Int) throws(DocumentError) {
        switch operand {
        case .literal: break
        case .query(let query):
            if !query.isSingular { throw error(expected: "a query for one node at most in a comparison", at: start + 1) }
        case .function(let call): if !call.yieldsValue { throw error(expected: "a function that yields a value", at: start + 1) }
        }
    }

    /// A function of the registry (§2.4) with its arguments; nil when no name starts here.
    private mutating func function() throws(DocumentError) -> FunctionCall? {
        let start = position
        var name = String.UnicodeScalarView()
        while let scalar = next, ("a"..."z").contains(scalar) || !name.isEmpty && (scalar == "_" || ("0"..."9").contains(scalar)) {
            name.append(scalar)
            position += 1
        }
        guard !name.isEmpty else { return nil }
        guard take("(") else { throw error(expected: "`(` right after a function's name") }
        try descend()
        defer { ascend() }
        let arguments = try arguments()
        func wrong(_ expected: String) -> DocumentError { error(expected: expected, at: start + 1) }
        switch (String(name), arguments.count) {
        case ("length", 1): return .length(try value(arguments[0]))
        case ("count", 1): return .count(try nodes(arguments[0]))
        case ("value", 1): return .value(try nodes(arguments[0]))
        case ("match", 2): return .match(try value(arguments[0]), try pattern(arguments[1]))
        case ("search", 2): return .search(try value(arguments[0]), try pattern(arguments[1]))
        case ("length", _), ("count", _), ("value", _): throw wrong("one argument of `\(String(name))`, not \(arguments.count),")
        case ("match", _), ("search", _): throw wrong("two arguments of `\(String(name))`, not \(arguments.count),")
        default: throw wrong("one of the functions length, count, match, search and value")
        }
    }

    private typealias Argument = (operand: LogicalExpression.Comparable, start: Int)

    private mutating func arguments() throws(DocumentError) -> [Argument] {
        var arguments: [Argument] = []
        skipBlanks()
        if take(")") { return arguments }
        repeat {
            skipBlanks()
            let start = position
            arguments.append((try operand(), start))
            skipBlanks()
        } while take(",")
        guard take(")") else { throw error(expected: "`,` or `)` after an argument") }
        return arguments
    }

    /// An argument of ValueType.
    private func value(_ argument: Argument) throws(DocumentError) -> LogicalExpression.Comparable {
        try requireComparable(argument.operand, at: argument.start)
        return argument.operand
    }

    private func pattern(_ argument: Argument) throws(DocumentError) -> FunctionCall.Pattern {
        guard case .literal(let node) = argument.operand, let text = node.string else { return .computed(try value(argument)) }
        return .fixed(try? RegularExpression(interoperable: text))
    }

    /// An argument of NodesType.
    private func nodes(_ argument: Argument) throws(DocumentError) -> PathQuery {
        guard case .query(let query) = argument.operand else { throw error(expected: "a query as argument", at: argument.start + 1) }
        return query
    }
}
