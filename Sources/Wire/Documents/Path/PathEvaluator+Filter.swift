extension PathEvaluator {
    /// Whether a filter's expression is true of a child (§2.3.5.2.2).
    func holds(_ expression: LogicalExpression, for current: Node) -> Bool {
        switch expression {
        case .or(let terms): terms.contains { holds($0, for: current) }
        case .and(let terms): terms.allSatisfy { holds($0, for: current) }
        case .not(let inner): !holds(inner, for: current)
        case .existence(let query): !nodes(of: query, current: current).isEmpty
        case .function(let call): isTrue(call, for: current)
        case .comparison(let left, let relation, let right):
            compare(value(of: left, for: current), relation, value(of: right, for: current))
        }
    }

    /// Nil stands for Nothing: an empty node list or a function without a result.
    private func value(of operand: LogicalExpression.Comparable, for current: Node) -> Node? {
        switch operand {
        case .literal(let node): node
        case .query(let query): nodes(of: query, current: current).first?.node
        case .function(let call): value(of: call, for: current)
        }
    }

    private func compare(_ left: Node?, _ relation: LogicalExpression.Operator, _ right: Node?) -> Bool {
        switch relation {
        case .equal: left == right
        case .notEqual: left != right
        case .less: isLess(left, right)
        case .greater: isLess(right, left)
        case .lessOrEqual: isLess(left, right) || left == right
        case .greaterOrEqual: isLess(right, left) || left == right
        }
    }

    /// Only numbers with numbers and strings with strings have an order.
    private func isLess(_ left: Node?, _ right: Node?) -> Bool {
        if let a = left?.number, let b = right?.number { return a < b }
        if let a = left?.string, let b = right?.string { return a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars) }
        return false
    }

    private func value(of call: FunctionCall, for current: Node) -> Node? {
        switch call {
        case .count(let query): return .integer(nodes(of: query, current: current).count)
        case .value(let query):
            let nodes = nodes(of: query, current: current)
            return nodes.count == 1 ? nodes[0].node : nil
        case .length(let operand):
            return switch value(of: operand, for: current)?.value {
            case .string(let text): .integer(text.unicodeScalars.count)
            case .array(let elements): .integer(elements.count)
            case .object(let members): .integer(members.count)
            case .null, .bool, .number, nil: nil
            }
        case .match, .search: return nil
        }
    }

    /// A second argument that is not an I-Regexp makes the test false (§2.4.6, §2.4.7).
    private func isTrue(_ call: FunctionCall, for current: Node) -> Bool {
        switch call {
        case .match(let text, let pattern):
            guard let text = value(of: text, for: current)?.string, let expression = expression(pattern, for: current) else { return false }
            return expression.matchesWhole(of: text)
        case .search(let text, let pattern):
            guard let text = value(of: text, for: current)?.string, let expression = expression(pattern, for: current) else { return false }
            return expression.isFound(in: text)
        case .length, .count, .value: return false
        }
    }

    private func expression(_ pattern: FunctionCall.Pattern, for current: Node) -> RegularExpression? {
        switch pattern {
        case .fixed(let expression): expression
        case .computed(let operand): value(of: operand, for: current)?.string.flatMap { try? RegularExpression(interoperable: $0) }
        }
    }
}
