import Documents
import Results

/// Matchers: a text, number, boolean, null or list is equality, a mapping holds rules.
extension ContractSource {
    private static let matcherKeys = [
        "equals", "one_of", "type", "regex", "include", "min", "max", "each", "absent", "not_empty", "money", "recent", "in_period",
        "amounts_to",
        "sha256_of", "size_of", "jws_of", "patched",
    ]

    /// `$.path: matcher` pairs in the order of the file.
    mutating func pathExpectations(_ node: Node) -> [PathExpectation] {
        guard let members = node.members else {
            report(.wrongType(of: "`match`", expected: "a mapping of JSONPaths", actual: node, at: text.location(of: node)))
            return []
        }
        return members.compactMap { member in
            let location = text.location(ofPair: member)
            let path = path(member.key, at: text.location(ofKey: member))
            let matcher = matcher(member.value, source: location)
            guard let path, let matcher else { return nil }
            return PathExpectation(path: path, matcher: matcher)
        }
    }

    mutating func matcher(_ node: Node, source: SourceLocation) -> Matcher? {
        guard let members = node.members else { return Matcher(rules: [.equals(node)], source: source) }
        if let first = members.first, first.key.hasPrefix("$") {
            return Matcher(rules: [.paths(pathExpectations(node))], source: source)
        }
        guard let object = object(node, as: "a matcher", keys: Self.matcherKeys) else { return nil }
        guard !members.isEmpty else {
            report(
                .badMatcher(
                    "an empty matcher demands nothing", remedy: "write `{ equals: {} }` for an empty object, or a rule such as `type`",
                    at: source))
            return nil
        }
        let rules = members.compactMap { member in object[member.key].flatMap { rule($0) } }
        guard rules.count == members.count else { return nil }
        guard isCoherent(rules, at: source) else { return nil }
        // The caret goes under the rule when there is but one.
        let place = members.count == 1 ? text.location(ofPair: members[0]) : text.location(of: node)
        return Matcher(rules: rules, source: place)
    }

    private mutating func rule(_ member: Node.Member) -> Matcher.Rule? {
        let node = member.value
        let location = text.location(of: node)
        switch member.key {
        case "equals": return .equals(node)
        case "one_of":
            guard let choices = node.array, !choices.isEmpty else {
                report(.wrongType(of: "`one_of`", expected: "a list with at least one entry", actual: node, at: location))
                return nil
            }
            return .oneOf(choices)
        case "type":
            // Unquoted, the word is YAML's own null.
            if node.isNull { return .type(.null) }
            return choice(node, as: "`type`", of: ValueType.self).map { .type($0) }
        case "regex": return regex(member)
        case "include":
            guard node.members == nil, node.array == nil else {
                report(.wrongType(of: "`include`", expected: "a text, number or boolean", actual: node, at: location))
                return nil
            }
            return .include(node)
        case "min": return bound(member).map { .minimum($0) }
        case "max": return bound(member).map { .maximum($0) }
        case "each": return matcher(node, source: text.location(ofPair: member)).map { .each($0) }
        case "absent": return flag(member).map { _ in .absent }
        case "not_empty": return flag(member).map { _ in .notEmpty }
        case "money": return money(member)
        case "recent": return duration(member).map { .recent($0.value) }
        case "in_period": return period(member)
        case "amounts_to": return bound(member).map { .amount($0.node) }
        case "sha256_of": return bytes(member).map { .digestOf($0) }
        case "size_of": return bytes(member).map { .sizeOf($0) }
        case "jws_of": return bytes(member).map { .signatureOf($0) }
        case "patched":
            let keys = ["document", "patch"]
            guard let parts = object(node, as: "`patched`", keys: keys, required: keys), let document = parts["document"],
                let patch = parts["patch"]
            else { return nil }
            return .patched(document: document.value, patch: patch.value)
        default: return nil
        }
    }

    private mutating func period(_ member: Node.Member) -> Matcher.Rule? {
        guard let name = string(member) else { return nil }
        if name.contains("{{") || CalendarPeriod(name) != nil { return .period(name) }
        report(
            .badMatcher(
                "`\(name)` is not a period",
                remedy: "write a day, week, month, quarter or half: 2026-11-22, 2026-W47, 2026-11, 2026-Q4, 2026-H2",
                at: text.location(of: member.value)))
        return nil
    }

    private mutating func regex(_ member: Node.Member) -> Matcher.Rule? {
        guard let pattern = string(member) else { return nil }
        do throws(DocumentError) {
            return .regex(try RegularExpression(ecmaScript: pattern))
        } catch {
            report(.badRegex(pattern, why: error.message, at: text.location(of: member.value)))
            return nil
        }
    }

    /// One of the forms with the node that stands for the bytes.
    private mutating func bytes(_ member: Node.Member) -> Matcher.ByteSource? {
        let forms = Matcher.ByteSource.Form.allCases
        guard let object = object(member.value, as: "`\(member.key)`", keys: forms.map(\.rawValue)) else { return nil }
        let given = forms.compactMap { form in object[form.rawValue].map { Matcher.ByteSource(form, $0.value) } }
        if let only = given.first, given.count == 1 { return only }
        report(
            .badMatcher(
                "`\(member.key)` names one source of bytes", remedy: "write `{ base64: \"{{ … }}\" }`, or `text` or `canonical` instead",
                at: text.location(of: member.value)))
        return nil
    }

    private mutating func bound(_ member: Node.Member) -> Matcher.Bound? {
        if member.value.number != nil || member.value.string?.contains("{{") == true { return Matcher.Bound(member.value) }
        report(.wrongType(of: "`\(member.key)`", expected: "a number", actual: member.value, at: text.location(of: member.value)))
        return nil
    }

    /// `absent` and `not_empty` are only ever `true`.
    private mutating func flag(_ member: Node.Member) -> Bool? {
        if member.value.bool == true { return true }
        report(.wrongType(of: "`\(member.key)`", expected: "`true`", actual: member.value, at: text.location(of: member.value)))
        return nil
    }

    private mutating func money(_ member: Node.Member) -> Matcher.Rule? {
        if member.value.bool == true { return .money(currency: nil) }
        guard let currency = string(member) else { return nil }
        let isCode = currency.contains("{{") || (currency.utf8.count == 3 && currency.utf8.allSatisfy { (65...90).contains($0) })
        if isCode { return .money(currency: currency) }
        report(
            .badMatcher(
                "`\(currency)` is not a currency", remedy: "write an ISO 4217 code such as `EUR`, or `true` for any",
                at: text.location(of: member.value)))
        return nil
    }

    /// Rules that can never hold together.
    private mutating func isCoherent(_ rules: [Matcher.Rule], at source: SourceLocation) -> Bool {
        if rules.count > 1, rules.contains(.absent) {
            report(.badMatcher("`absent` stands alone", remedy: "drop the other rules, or `absent`", at: source))
            return false
        }
        var minimum: Double?
        var maximum: Double?
        for rule in rules {
            if case .minimum(let bound) = rule { minimum = bound.node.double }
            if case .maximum(let bound) = rule { maximum = bound.node.double }
        }
        if let minimum, let maximum, minimum > maximum {
            report(.badMatcher("`min` is above `max`: nothing can match", remedy: "exchange the two", at: source))
            return false
        }
        return true
    }
}
