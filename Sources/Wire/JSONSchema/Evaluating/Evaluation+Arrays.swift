import Documents

extension Evaluation {
    /// What arrays are asked; `value` is one.
    mutating func holdsForArray(_ keyword: Keyword, _ value: Int, in schema: Subschema, _ own: inout Evaluated) -> Bool {
        let tape = tape
        if case .itemCount(let extent, let count) = keyword {
            let elements = Int(tape.entries[value].length)
            if extent.admits(elements, count) { return true }
            let expected = "\(extent.words) \(count) elements"
            report(extent.named("Items"), value, in: schema, expected: expected, message: { _ in "expected \(expected), got \(elements)" })
            return false
        }
        let elements = tape.elements(of: value)
        switch keyword {
        case .uniqueItems:
            guard let (first, second) = repetition(in: elements) else { return true }
            report(
                "uniqueItems", elements[second], in: schema, expected: "elements that differ", below: .index(second),
                message: { "expected elements that differ, got \($0) at \(first) and \(second)" })
            return false
        case .items(let rules): return hold(rules, elements, in: schema, &own)
        case .contains(let rule): return holds(rule, value, elements, in: schema, &own)
        case .unevaluatedItems(let rest):
            var isValid = true
            for (index, element) in elements.enumerated() where !own.contains(index: index) {
                isValid = accepts(rest, element, index, "unevaluatedItems", in: schema) && isValid
                if !isValid, !isCollecting { return false }
            }
            own.insertAllIndices()
            return isValid
        default: return true
        }
    }

    private mutating func hold(_ rules: Keyword.ItemRules, _ elements: [Int], in schema: Subschema, _ own: inout Evaluated) -> Bool {
        var isValid = true
        for (counted, element) in elements.enumerated() {
            let index = tape.position(of: element, counted: counted)
            if index < rules.prefix.count {
                isValid = accepts(rules.prefix[index], element, at: .index(index)) && isValid
            } else if let rest = rules.rest {
                isValid = accepts(rest, element, index, "items", in: schema) && isValid
            } else {
                break
            }
            if !isValid, !isCollecting { return false }
        }
        if rules.rest == nil { own.insertPrefix(rules.prefix.count) } else { own.insertAllIndices() }
        return isValid
    }

    /// An element that a keyword for the rest applies to; for `false` the violation names that keyword.
    private mutating func accepts(_ index: Int, _ element: Int, _ position: Int, _ keyword: String, in schema: Subschema) -> Bool {
        guard program.subschemas[index].isNever else { return accepts(index, element, at: .index(position)) }
        report(
            keyword, element, in: schema, expected: "no further elements", below: .index(position),
            message: { "expected no element at \(position), got \($0)" })
        return false
    }

    private mutating func holds(
        _ rule: Keyword.ContainsRule, _ value: Int, _ elements: [Int], in schema: Subschema, _ own: inout Evaluated
    ) -> Bool {
        var count = 0
        for (index, element) in elements.enumerated() where silently({ $0.accepts(rule.schema, element, at: .index(index)) }) {
            count += 1
            own.insert(index: index)
        }
        if count < rule.least {
            let keyword = rule.least == 1 ? "contains" : "minContains"
            report(
                keyword, value, in: schema, expected: "at least \(rule.least) matching elements",
                message: { _ in "expected at least \(rule.least) elements that match, got \(count) of \(elements.count)" })
            return false
        }
        if let most = rule.most, count > most {
            report(
                "maxContains", value, in: schema, expected: "at most \(most) matching elements",
                message: { _ in "expected at most \(most) elements that match, got \(count)" })
            return false
        }
        return true
    }

    private func repetition(in elements: [Int]) -> (Int, Int)? {
        var seen: [Node: Int] = [:]
        seen.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            if let first = seen.updateValue(index, forKey: tape.node(at: element)) { return (first, index) }
        }
        return nil
    }
}
