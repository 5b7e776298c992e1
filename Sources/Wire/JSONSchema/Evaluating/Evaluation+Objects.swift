import Documents

extension Evaluation {
    mutating func holdsForObject(
        _ keyword: Keyword, _ node: Node, _ members: [Node.Member], in schema: Subschema, _ own: inout Evaluated
    ) -> Bool {
        switch keyword {
        case .propertyCount(let extent, let count):
            if extent.admits(members.count, count) { return true }
            let expected = "\(extent.words) \(count) members"
            report(extent.named("Properties"), node, in: schema, expected: expected, message: "expected \(expected), got \(members.count)")
            return false
        case .required(let names): return require(names, of: node, because: nil, "required", in: schema)
        case .dependentRequired(let rules):
            var isValid = true
            for rule in rules where node[rule.name] != nil {
                isValid = require(rule.required, of: node, because: rule.name, "dependentRequired", in: schema) && isValid
            }
            return isValid
        case .properties(let rules): return hold(rules, members, in: schema, &own)
        case .propertyNames(let names):
            var isValid = true
            for member in members {
                let name = Node(.string(member.key), at: member.keyPlace)
                isValid = accepts(names, name, at: .name(member.key)) && isValid
                if !isValid, !isCollecting { return false }
            }
            return isValid
        case .dependentSchemas(let rules, _):
            var isValid = true
            for rule in rules where node[rule.name] != nil { isValid = accepts(rule.schema, node, &own) && isValid }
            return isValid
        case .unevaluatedProperties(let rest):
            var isValid = true
            for member in members where !own.contains(name: member.key) {
                isValid = accepts(rest, member, "unevaluatedProperties", in: schema) && isValid
                if !isValid, !isCollecting { return false }
            }
            own.insertAllNames()
            return isValid
        default: return true
        }
    }

    private mutating func require(
        _ names: [String], of node: Node, because reason: String?, _ keyword: String, in schema: Subschema
    ) -> Bool {
        var isValid = true
        for name in names where node[name] == nil {
            let why = reason.map { " beside `\($0)`" } ?? ""
            report(keyword, node, in: schema, expected: name, message: "expected the member `\(name)`\(why), got none")
            isValid = false
            if !isCollecting { return false }
        }
        return isValid
    }

    private mutating func hold(
        _ rules: Keyword.PropertyRules, _ members: [Node.Member], in schema: Subschema, _ own: inout Evaluated
    ) -> Bool {
        var isValid = true
        for member in members {
            var isKnown = false
            if let index = rules.named[ExactString(member.key)] {
                isKnown = true
                isValid = accepts(index, member.value, at: .name(member.key)) && isValid
            }
            for (expression, index) in rules.patterns where expression.isFound(in: member.key) {
                isKnown = true
                isValid = accepts(index, member.value, at: .name(member.key)) && isValid
            }
            if !isKnown, let additional = rules.additional {
                isKnown = true
                isValid = accepts(additional, member, "additionalProperties", in: schema) && isValid
            }
            if isKnown, program.tracksEvaluation { own.insert(name: member.key) }
            if !isValid, !isCollecting { return false }
        }
        return isValid
    }

    /// A member that a keyword for the rest applies to; for `false` the violation names that keyword and points at the key.
    private mutating func accepts(_ index: Int, _ member: Node.Member, _ keyword: String, in schema: Subschema) -> Bool {
        guard program.subschemas[index].isNever else { return accepts(index, member.value, at: .name(member.key)) }
        report(
            keyword, member.value, in: schema, expected: "no other members", at: member.keyPlace, below: .name(member.key),
            message: "expected no member `\(member.key)`, got one")
        return false
    }
}
