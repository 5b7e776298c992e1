import Contracts
import Documents

/// Compares what was sent with a Pact example as the Pact specification V3 says: strict for requests, lenient to extra members of answers.
struct PactComparison: Sendable {
    /// Which side is compared.
    enum Side: Sendable {
        case request, response
    }

    /// One difference.
    struct Mismatch: Sendable, Equatable {
        /// `$.alligator.feet`, `Content-Type`, `query animal`.
        let path: String
        let place: Place
        let expected: String
        let actual: String
    }

    let side: Side
    let rules: [PactMessage.Rule]

    /// Differences between two documents.
    func mismatches(_ expected: Node, _ actual: Node, at path: [PactMessage.Rule.Token] = []) -> [Mismatch] {
        if let rule = rule(for: path) { return mismatches(expected, actual, rule: rule, at: path) }
        return structural(expected, actual, at: path, isTyped: false)
    }

    /// The rule with the greatest weight whose path is this one or leads to it.
    private func rule(for path: [PactMessage.Rule.Token]) -> (rule: PactMessage.Rule, isInherited: Bool)? {
        var best: (rule: PactMessage.Rule, weight: Int)?
        for rule in rules where rule.tokens.count <= path.count {
            var weight = 2
            for (token, step) in zip(rule.tokens, path) { weight = token == step ? weight * 2 : token == .any ? weight : 0 }
            guard weight > 0 else { continue }
            let total = weight * (rule.tokens.count + 1)
            if total > best?.weight ?? 0 { best = (rule, total) }
        }
        return best.map { ($0.rule, $0.rule.tokens.count < path.count) }
    }

    private func mismatches(
        _ expected: Node, _ actual: Node, rule: (rule: PactMessage.Rule, isInherited: Bool), at path: [PactMessage.Rule.Token]
    ) -> [Mismatch] {
        let found = rule.rule.matches.map { match in mismatches(expected, actual, match, isInherited: rule.isInherited, at: path) }
        switch rule.rule.combination {
        case .and: return found.flatMap { $0 }
        case .or: return found.contains { $0.isEmpty } ? [] : found.first ?? []
        }
    }

    private func mismatches(
        _ expected: Node, _ actual: Node, _ match: PactMessage.Match, isInherited: Bool, at path: [PactMessage.Rule.Token]
    ) -> [Mismatch] {
        switch match {
        case .type(let minimum, let maximum):
            guard expected.kindName == actual.kindName else { return [mismatch(path, actual, "a value of type \(expected.kindName)")] }
            if let elements = actual.array, !isInherited {
                if let minimum, elements.count < minimum { return [mismatch(path, actual, "at least \(minimum) elements")] }
                if let maximum, elements.count > maximum { return [mismatch(path, actual, "at most \(maximum) elements")] }
            }
            return structural(expected, actual, at: path, isTyped: true)
        case .values:
            guard let members = actual.members, let examples = expected.members else {
                return structural(expected, actual, at: path, isTyped: false)
            }
            return members.flatMap { member -> [Mismatch] in
                guard let example = expected[member.key] ?? examples.first?.value else { return [] }
                return mismatches(example, member.value, at: path + [.member(member.key)])
            }
        case .equality: return expected == actual ? [] : structural(expected, actual, at: path, isTyped: false)
        case .regex, .include, .number, .integer, .decimal, .boolean, .null:
            // A rule of a whole structure holds for the values in it.
            if isContainer(expected), isContainer(actual) { return structural(expected, actual, at: path, isTyped: false) }
            return PactScalar.fits(actual, match) ? [] : [mismatch(path, actual, PactScalar.description(of: match))]
        }
    }

    private func isContainer(_ node: Node) -> Bool { node.members != nil || node.array != nil }

    private func structural(_ expected: Node, _ actual: Node, at path: [PactMessage.Rule.Token], isTyped: Bool) -> [Mismatch] {
        if let members = expected.members {
            guard let others = actual.members else { return [mismatch(path, actual, "an object")] }
            var found = members.flatMap { member -> [Mismatch] in
                let below = path + [.member(member.key)]
                guard let value = actual[member.key] else { return [mismatch(below, nil, Excerpt.text(member.value))] }
                return mismatches(member.value, value, at: below)
            }
            if side == .request, !isTyped {
                for member in others where expected[member.key] == nil {
                    found.append(mismatch(path + [.member(member.key)], member.value, "no such member"))
                }
            }
            return found
        }
        if let elements = expected.array {
            guard let others = actual.array else { return [mismatch(path, actual, "an array")] }
            if !isTyped, elements.count != others.count {
                return [mismatch(path, actual, "\(elements.count) elements, \(others.count) came")]
            }
            return others.enumerated().flatMap { position, value -> [Mismatch] in
                let example = position < elements.count ? elements[position] : elements.first
                return example.map { mismatches($0, value, at: path + [.element(position)]) } ?? []
            }
        }
        if isTyped { return expected.kindName == actual.kindName ? [] : [mismatch(path, actual, "a value of type \(expected.kindName)")] }
        return expected == actual ? [] : [mismatch(path, actual, Excerpt.text(expected))]
    }

    private func mismatch(_ path: [PactMessage.Rule.Token], _ actual: Node?, _ expected: String) -> Mismatch {
        let text = path.reduce("$") { text, token in
            switch token {
            case .member(let name): "\(text).\(name)"
            case .element(let index): "\(text)[\(index)]"
            case .any: "\(text).*"
            }
        }
        return Mismatch(path: text, place: actual?.place ?? .none, expected: expected, actual: actual.map(Excerpt.text) ?? "nothing")
    }
}

/// Pact's matchers of single values.
enum PactScalar {
    static func fits(_ node: Node, _ match: PactMessage.Match) -> Bool {
        switch match {
        case .regex(let expression): text(node).map { expression.matchesWhole(of: $0) } ?? false
        case .include(let part): text(node)?.contains(part) ?? false
        case .number: node.number != nil
        case .integer: node.number.map { !$0.lexeme.contains { ".eE".contains($0) } } ?? false
        case .decimal: node.number.map { $0.lexeme.contains(".") } ?? false
        case .boolean: node.bool != nil || node.string == "true" || node.string == "false"
        case .null: node.isNull
        case .type, .equality, .values: true
        }
    }

    private static func text(_ node: Node) -> String? {
        switch node.value {
        case .string(let text): text
        case .number(let number): number.lexeme
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    static func description(of match: PactMessage.Match) -> String {
        switch match {
        case .regex(let expression): "text that is wholly \(expression.pattern)"
        case .include(let part): "text that includes \(part)"
        case .number: "a number"
        case .integer: "a whole number"
        case .decimal: "a number with a decimal point"
        case .boolean: "true or false"
        case .null: "null"
        case .type: "a value of the example's type"
        case .equality: "the example"
        case .values: "an object"
        }
    }
}
