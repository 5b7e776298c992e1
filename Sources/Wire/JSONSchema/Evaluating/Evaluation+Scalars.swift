import Documents

extension Evaluation {
    /// `type`, `enum`, `const`, and what numbers and strings are asked.
    mutating func holdsForScalar(_ keyword: Keyword, _ value: Int, in schema: Subschema) -> Bool {
        let tape = tape
        let entry = tape.entries[value]
        switch keyword {
        case .types(let types):
            if types.admits(entry, tape) { return true }
            let expected = TypeSet.names.filter { types.contains($0.type) }.map(\.name).joined(separator: " or ")
            report(
                "type", value, in: schema, expected: expected,
                message: { "expected \(expected), got \(entry.kindName) \($0)" })
        case .constant(let constant):
            if tape.node(at: value) == constant { return true }
            report(
                "const", value, in: schema, expected: constant.excerpt,
                message: { "expected \(constant.excerpt), got \($0)" })
        case .enumeration(let values, let expected):
            if values.contains(tape.node(at: value)) { return true }
            report("enum", value, in: schema, expected: expected, message: { "expected \(expected), got \($0)" })
        case .bound(let bound, let limit):
            guard entry.kind == JSONTape.Kind.number, case let number = tape.number(entry), !bound.admits(number, limit) else {
                return true
            }
            let expected = "\(bound.words) \(limit)"
            report(bound.rawValue, value, in: schema, expected: expected, message: { _ in "expected a number \(expected), got \(number)" })
        case .multipleOf(let divisor):
            guard entry.kind == JSONTape.Kind.number, case let number = tape.number(entry), !number.isMultiple(of: divisor) else {
                return true
            }
            report(
                "multipleOf", value, in: schema, expected: "a multiple of \(divisor)",
                message: { _ in "expected a multiple of \(divisor), got \(number)" })
        case .length(let extent, let count):
            guard entry.isText else { return true }
            let text = tape.text(at: value)
            let length = text.unicodeScalars.count
            if extent.admits(length, count) { return true }
            let expected = "\(extent.words) \(count) characters"
            report(
                extent.named("Length"), value, in: schema, expected: expected,
                message: { "expected \(expected), got \(length) in \($0)" })
        case .pattern(let expression):
            guard entry.isText, case let text = tape.text(at: value), !expression.isFound(in: text) else { return true }
            report(
                "pattern", value, in: schema, expected: expression.pattern,
                message: { "expected text that matches `\(expression.pattern)`, got \($0)" })
        case .format(let format):
            guard entry.isText, case let text = tape.text(at: value), !format.accepts(text) else { return true }
            report(
                "format", value, in: schema, expected: format.rawValue,
                message: { "expected a \(format.rawValue) (\(format.source)), got \($0)" })
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
