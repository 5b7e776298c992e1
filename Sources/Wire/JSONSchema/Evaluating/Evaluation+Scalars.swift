import Documents

extension Evaluation {
    /// `type`, `enum`, `const`, and what numbers and strings are asked.
    mutating func holdsForScalar(_ keyword: Keyword, _ node: Node, in schema: Subschema) -> Bool {
        switch keyword {
        case .types(let types):
            if types.admits(node) { return true }
            let expected = TypeSet.names.filter { types.contains($0.type) }.map(\.name).joined(separator: " or ")
            report("type", node, in: schema, expected: expected, message: "expected \(expected), got \(node.kindName) \(node.excerpt)")
        case .constant(let value):
            if node == value { return true }
            report("const", node, in: schema, expected: value.excerpt, message: "expected \(value.excerpt), got \(node.excerpt)")
        case .enumeration(let values):
            if values.contains(node) { return true }
            let expected = "one of " + Node.array(values).excerpt
            report("enum", node, in: schema, expected: expected, message: "expected \(expected), got \(node.excerpt)")
        case .bound(let bound, let limit):
            guard let number = node.number, !bound.admits(number, limit) else { return true }
            let expected = "\(bound.words) \(limit)"
            report(bound.rawValue, node, in: schema, expected: expected, message: "expected a number \(expected), got \(number)")
        case .multipleOf(let divisor):
            guard let number = node.number, !number.isMultiple(of: divisor) else { return true }
            report(
                "multipleOf", node, in: schema, expected: "a multiple of \(divisor)",
                message: "expected a multiple of \(divisor), got \(number)")
        case .length(let extent, let count):
            guard let text = node.string else { return true }
            let length = text.unicodeScalars.count
            if extent.admits(length, count) { return true }
            let expected = "\(extent.words) \(count) characters"
            report(
                extent.named("Length"), node, in: schema, expected: expected,
                message: "expected \(expected), got \(length) in \(node.excerpt)")
        case .pattern(let expression):
            guard let text = node.string, !expression.isFound(in: text) else { return true }
            report(
                "pattern", node, in: schema, expected: expression.pattern,
                message: "expected text that matches `\(expression.pattern)`, got \(node.excerpt)")
        case .format(let format):
            guard let text = node.string, !format.accepts(text) else { return true }
            report(
                "format", node, in: schema, expected: format.rawValue,
                message: "expected a \(format.rawValue) (\(format.source)), got \(node.excerpt)")
        case .itemCount, .uniqueItems, .items, .contains, .propertyCount, .required, .dependentRequired, .properties, .propertyNames,
            .dependentSchemas, .all, .any, .one, .not, .conditional, .reference, .dynamicReference, .unevaluatedItems,
            .unevaluatedProperties:
            return true
        }
        return false
    }
}

extension Keyword.Bound {
    func admits(_ number: Number, _ limit: Number) -> Bool {
        switch self {
        case .minimum: number >= limit
        case .maximum: number <= limit
        case .exclusiveMinimum: number > limit
        case .exclusiveMaximum: number < limit
        }
    }

    var words: String {
        switch self {
        case .minimum: "of at least"
        case .maximum: "of at most"
        case .exclusiveMinimum: "above"
        case .exclusiveMaximum: "below"
        }
    }
}

extension Keyword.Extent {
    func admits(_ count: Int, _ limit: Int) -> Bool { self == .least ? count >= limit : count <= limit }
    var words: String { self == .least ? "at least" : "at most" }
    func named(_ suffix: String) -> String { (self == .least ? "min" : "max") + suffix }
}
