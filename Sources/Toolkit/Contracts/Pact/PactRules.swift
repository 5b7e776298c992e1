import Documents
import Results

/// The matching rules of one side of an interaction, by what they apply to.
struct PactRules {
    let text: SourceText
    private(set) var body: [PactMessage.Rule] = []
    private(set) var fields: [String: PactMessage.Rule] = [:]
    private(set) var query: [String: PactMessage.Rule] = [:]
    private(set) var path: PactMessage.Rule?
    private(set) var findings: [Finding] = []

    init(text: SourceText) { self.text = text }

    /// V3 sorts rules by category; V2 writes the category as the first step of each path.
    mutating func read(_ node: Node) {
        for member in node.members ?? [] {
            if member.key.hasPrefix("$") { readOld(member) } else { readCategory(member) }
        }
    }

    private mutating func readCategory(_ category: Node.Member) {
        switch category.key {
        case "body":
            for member in category.value.members ?? [] {
                guard let tokens = tokens(member) else { continue }
                if let rule = rule(member.value, tokens: tokens, at: member) { body.append(rule) }
            }
        case "header":
            for member in category.value.members ?? [] { fields[member.key.lowercased()] = rule(member.value, tokens: [], at: member) }
        case "query":
            for member in category.value.members ?? [] {
                let name = member.key.hasPrefix("$") ? tokens(member).flatMap(Self.firstName) ?? member.key : member.key
                query[name] = rule(member.value, tokens: [], at: member)
            }
        case "path": path = rule(category.value, tokens: [], at: category)
        case "method", "status", "metadata":
            if !(category.value.members ?? []).isEmpty { refuse("rules for `\(category.key)`", at: category) }
        default: refuse("rules for `\(category.key)`", at: category)
        }
    }

    private mutating func readOld(_ member: Node.Member) {
        guard let tokens = tokens(member), case .member(let category)? = tokens.first else {
            refuse("the path `\(member.key)`", at: member)
            return
        }
        let rest = Array(tokens.dropFirst())
        // Only in bodies a rule has a path; a field, a parameter and the request's path are one text each.
        guard let rule = rule(member.value, tokens: category == "body" ? rest : [], at: member) else { return }
        switch category {
        case "body": body.append(rule)
        case "header", "headers": if let name = Self.firstName(rest) { fields[name.lowercased()] = rule }
        case "query": if let name = Self.firstName(rest) { query[name] = rule }
        case "path": path = rule
        default: refuse("rules for `\(category)`", at: member)
        }
    }

    private static func firstName(_ tokens: [PactMessage.Rule.Token]) -> String? {
        if case .member(let name)? = tokens.first { name } else { nil }
    }

    private mutating func refuse(_ what: String, at member: Node.Member) {
        findings.append(.unsupportedPactRule(what, at: text.location(ofKey: member)))
    }

    private mutating func rule(_ node: Node, tokens: [PactMessage.Rule.Token], at member: Node.Member) -> PactMessage.Rule? {
        var combination = PactMessage.Combination.and
        if let word = node["combine"]?.string, let known = PactMessage.Combination(rawValue: word.uppercased()) { combination = known }
        let definitions = node["matchers"]?.array ?? [node]
        if definitions.isEmpty { return nil }
        var matches: [PactMessage.Match] = []
        for definition in definitions {
            guard let match = match(definition, at: member) else { return nil }
            matches.append(match)
        }
        return PactMessage.Rule(tokens: tokens, matches: matches, combination: combination)
    }

    private mutating func match(_ node: Node, at member: Node.Member) -> PactMessage.Match? {
        let minimum = node["min"]?.integer
        let maximum = node["max"]?.integer
        // Old files leave `match` out and let the other key tell.
        let inferred = ["regex", "timestamp", "datetime", "date", "time", "min", "max", "value"].first { node[$0] != nil }
        switch node["match"]?.string ?? inferred {
        case "equality", "value": return .equality
        case "type", "min", "max": return .type(minimum: minimum, maximum: maximum)
        case "number": return .number
        case "integer": return .integer
        case "decimal", "real": return .decimal
        case "boolean": return .boolean
        case "null": return .null
        case "values": return .values
        case "include": return node["value"].map { .include($0.string ?? String(decoding: $0.compactBytes(), as: UTF8.self)) }
        case "regex":
            return regex(node["regex"]?.string, "the regular expression", at: member)
        case let kind? where ["timestamp", "datetime", "date", "time"].contains(kind):
            let format = (node[kind] ?? node["format"])?.string
            return regex(format.flatMap(JavaDatePattern.regex), "the \(kind) format", at: member)
        case let kind:
            refuse("the matcher `\(kind ?? "none")`", at: member)
            return nil
        }
    }

    private mutating func regex(_ pattern: String?, _ what: String, at member: Node.Member) -> PactMessage.Match? {
        if let pattern, let expression = try? RegularExpression(ecmaScript: pattern) { return .regex(expression) }
        refuse(what, at: member)
        return nil
    }

    /// `$`, then `.name`, `['name']`, `["name"]`, `[0]`, `[*]`, `.*`.
    private mutating func tokens(_ member: Node.Member) -> [PactMessage.Rule.Token]? {
        guard let tokens = PactPath.tokens(member.key) else {
            refuse("the path `\(member.key)`", at: member)
            return nil
        }
        return tokens
    }
}

/// The paths of Pact's matching rules: a small part of JSONPath with spellings of its own.
enum PactPath {
    static func tokens(_ text: String) -> [PactMessage.Rule.Token]? {
        var rest = text.unicodeScalars.dropFirst()
        guard text.hasPrefix("$") else { return nil }
        var tokens: [PactMessage.Rule.Token] = []
        while let mark = rest.popFirst() {
            switch mark {
            case ".":
                let name = rest.prefix { $0 != "." && $0 != "[" }
                guard !name.isEmpty else { return nil }
                rest = rest.dropFirst(name.count)
                tokens.append(name.elementsEqual("*".unicodeScalars) ? .any : .member(String(String.UnicodeScalarView(name))))
            case "[":
                guard let token = bracket(&rest) else { return nil }
                tokens.append(token)
            default: return nil
            }
        }
        return tokens
    }

    private static func bracket(_ rest: inout Substring.UnicodeScalarView) -> PactMessage.Rule.Token? {
        if let quote = rest.first, quote == "'" || quote == "\"" {
            let name = rest.dropFirst().prefix { $0 != quote }
            rest = rest.dropFirst(name.count + 2)
            guard rest.popFirst() == "]" else { return nil }
            return .member(String(String.UnicodeScalarView(name)))
        }
        let index = rest.prefix { $0 != "]" }
        rest = rest.dropFirst(index.count)
        guard rest.popFirst() == "]" else { return nil }
        let written = String(String.UnicodeScalarView(index))
        return written == "*" ? .any : Int(written).map { .element($0) }
    }
}

/// Date formats of Pact are those of Java's `SimpleDateFormat`; digits are checked for shape, not for the calendar.
enum JavaDatePattern {
    private static let letters: [(letters: String, regex: String)] = [
        ("yyyy", "\\d{4}"), ("uuuu", "\\d{4}"), ("MMM", "[A-Z][a-z]{2}"), ("MM", "(0[1-9]|1[0-2])"), ("dd", "(0[1-9]|[12]\\d|3[01])"),
        ("HH", "([01]\\d|2[0-4])"), ("hh", "(0[1-9]|1[0-2])"), ("mm", "[0-5]\\d"), ("ss", "[0-6]\\d"), ("SSSSSS", "\\d{6}"),
        ("SSS", "\\d{3}"), ("SS", "\\d{2}"), ("S", "\\d{1,3}"), ("EEE", "[A-Z][a-z]{2}"), ("a", "(AM|PM)"),
        ("XXX", "(Z|[+-]\\d{2}:\\d{2})"),
        ("XX", "(Z|[+-]\\d{4})"), ("X", "(Z|[+-]\\d{2})"), ("Z", "[+-]\\d{4}"), ("z", "[A-Z]{2,5}"),
    ]

    /// Nil when the format has a letter that is not known here.
    static func regex(for format: String) -> String? {
        var regex = ""
        var rest = format[...]
        while let first = rest.first {
            if first == "'" {
                let literal = rest.dropFirst().prefix { $0 != "'" }
                rest = rest.dropFirst(literal.count + 2)
                regex += literal.isEmpty ? "'" : escaped(literal)
            } else if first.isLetter {
                guard let known = letters.first(where: { rest.hasPrefix($0.letters) }) else { return nil }
                regex += known.regex
                rest = rest.dropFirst(known.letters.count)
            } else {
                regex += escaped(rest.prefix(1))
                rest = rest.dropFirst()
            }
        }
        return regex
    }

    private static func escaped(_ text: Substring) -> String {
        text.map { $0.isLetter || $0.isNumber || $0 == " " ? String($0) : "\\\($0)" }.joined()
    }
}
