import Documents

extension Evaluation {
    /// What objects are asked; `value` is one.
    mutating func holdsForObject(_ keyword: Keyword, _ value: Int, in schema: Subschema, _ own: inout Evaluated) -> Bool {
        let tape = tape
        switch keyword {
        case .propertyCount(let extent, let count):
            let members = Int(tape.entries[value].length)
            if extent.admits(members, count) { return true }
            let expected = "\(extent.words) \(count) members"
            report(extent.named("Properties"), value, in: schema, expected: expected) { _ in "expected \(expected), got \(members)" }
            return false
        case .required(let names): return require(names, of: value, because: nil, "required", in: schema)
        case .dependentRequired(let rules):
            var isValid = true
            for rule in rules where tape.hasMember(rule.name, value) {
                isValid = require(rule.required, of: value, because: rule.name, "dependentRequired", in: schema) && isValid
            }
            return isValid
        case .properties(let rules): return hold(rules, tape.members(of: value), in: schema, &own)
        case .propertyNames(let names):
            var isValid = true
            for member in tape.members(of: value) {
                isValid = accepts(names, member, at: .name(member)) && isValid
                if !isValid, !isCollecting { return false }
            }
            return isValid
        case .dependentSchemas(let rules, _):
            var isValid = true
            for rule in rules where tape.hasMember(rule.name, value) { isValid = accepts(rule.schema, value, &own) && isValid }
            return isValid
        case .unevaluatedProperties(let rest):
            var isValid = true
            for member in tape.members(of: value) where !own.contains(name: tape.text(at: member)) {
                isValid = accepts(rest, member, "unevaluatedProperties", in: schema) && isValid
                if !isValid, !isCollecting { return false }
            }
            own.insertAllNames()
            return isValid
        default: return true
        }
    }

    private mutating func require(
        _ names: [String], of value: Int, because reason: String?, _ keyword: String, in schema: Subschema
    ) -> Bool {
        let tape = tape
        var isValid = true
        for name in names where !tape.hasMember(name, value) {
            let why = reason.map { " beside `\($0)`" } ?? ""
            report(keyword, value, in: schema, expected: name, message: { _ in "expected the member `\(name)`\(why), got none" })
            isValid = false
            if !isCollecting { return false }
        }
        return isValid
    }

    private mutating func hold(
        _ rules: Keyword.PropertyRules, _ members: [Int], in schema: Subschema, _ own: inout Evaluated
    ) -> Bool {
        var isValid = true
        for member in members where program.tracksEvaluation || hasFailure(from: member, to: tape.end(of: member + 1)) {
            var isKnown = false
            let name = tape.text(at: member)
            if let index = rules.named[ExactString(name)] {
                isKnown = true
                isValid = accepts(index, member + 1, at: .name(member)) && isValid
            }
            for (expression, index) in rules.patterns where expression.isFound(in: name) {
                isKnown = true
                isValid = accepts(index, member + 1, at: .name(member)) && isValid
            }
            if !isKnown, let additional = rules.additional {
                isKnown = true
                isValid = accepts(additional, member, "additionalProperties", in: schema) && isValid
            }
            if isKnown, program.tracksEvaluation { own.insert(name: name) }
            if !isValid, !isCollecting { return false }
        }
        return isValid
    }

    /// A member that a keyword for the rest applies to; for `false` the violation names that keyword and points at the key.
    private mutating func accepts(_ index: Int, _ member: Int, _ keyword: String, in schema: Subschema) -> Bool {
        let tape = tape
        guard program.subschemas[index].isNever else { return accepts(index, member + 1, at: .name(member)) }
        report(
            keyword, member + 1, in: schema, expected: "no other members", at: member, below: .name(member),
            message: { _ in "expected no member `\(tape.text(at: member))`, got one" })
        return false
    }
}
