/// Reads the text of a pattern into its tree.
struct PatternParser {
    /// Whose grammar counts.
    enum Dialect { case ecmaScript, interoperable }

    let text: String
    let dialect: Dialect
    let scalars: [Unicode.Scalar]
    var position = 0
    private var depth = 0
    /// Groups seen so far and the highest group a back-reference asks for.
    private var groups = 0
    private var groupNames: Set<String> = []
    var wantedGroup = 0
    var wantedNames: Set<String> = []

    static let maximumDepth = 100
    static let maximumRepetition = 1 << 20

    init(_ text: String, dialect: Dialect) {
        self.text = text
        self.dialect = dialect
        scalars = Array(text.unicodeScalars)
    }

    var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    func error(expected: String) -> DocumentError {
        .pattern(text, expected: expected, found: next.map { "`\($0)`" } ?? "its end", column: position + 1)
    }

    mutating func pattern() throws(DocumentError) -> PatternSyntax {
        let tree = try alternatives()
        if next != nil { throw error(expected: "the end or an opening parenthesis before") }
        guard wantedGroup <= groups, wantedNames.isSubset(of: groupNames) else {
            throw error(expected: "back-references to groups that exist")
        }
        return tree
    }

    private mutating func alternatives() throws(DocumentError) -> PatternSyntax {
        depth += 1
        guard depth <= Self.maximumDepth else { throw error(expected: "at most \(Self.maximumDepth) nested groups") }
        defer { depth -= 1 }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(DocumentError) -> PatternSyntax {
        var terms: [PatternSyntax] = []
        while let scalar = next, scalar != "|", scalar != ")" { terms.append(try term()) }
        return switch terms.count {
        case 0: .empty
        case 1: terms[0]
        default: .sequence(terms)
        }
    }

    private mutating func term() throws(DocumentError) -> PatternSyntax {
        let atom = try atom()
        guard let bounds = try quantifier() else { return atom }
        switch atom {
        case .assertion: throw error(expected: "something to repeat, not an assertion")
        case .look: throw error(expected: "something to repeat, not a look-around")
        default: return .repeated(atom, least: bounds.least, most: bounds.most)
        }
    }

    /// `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}`, each with an optional `?` that does not matter here.
    private mutating func quantifier() throws(DocumentError) -> (least: Int, most: Int?)? {
        let bounds: (least: Int, most: Int?)
        switch next {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{":
            let start = position
            guard let counted = counts() else {
                position = start
                if dialect == .interoperable { throw error(expected: "a count such as {2} or {1,3}") }
                return nil
            }
            if let most = counted.most, most < counted.least { throw error(expected: "the smaller count first") }
            if dialect == .ecmaScript { _ = take("?") }
            return counted
        default: return nil
        }
        position += 1
        if dialect == .ecmaScript { _ = take("?") }
        return bounds
    }

    private mutating func counts() -> (least: Int, most: Int?)? {
        position += 1
        guard let least = number() else { return nil }
        guard take(",") else { return take("}") ? (least, least) : nil }
        if take("}") { return (least, nil) }
        guard let most = number(), take("}") else { return nil }
        return (least, most)
    }

    /// Decimal digits, saturating; nil when there is none.
    mutating func number() -> Int? {
        var value: Int?
        while let digit = next.flatMap({ $0.isASCII ? Int(String($0)) : nil }) {
            value = min((value ?? 0) * 10 + digit, Self.maximumRepetition)
            position += 1
        }
        return value
    }

    private mutating func atom() throws(DocumentError) -> PatternSyntax {
        guard let scalar = next else { throw error(expected: "something to match") }
        switch scalar {
        case "(":
            position += 1
            return try group()
        case "[":
            position += 1
            return .scalars(try characterClass())
        case "\\":
            position += 1
            return try escape()
        case ".":
            position += 1
            return .scalars(dialect == .ecmaScript ? .noLineTerminator : .noLineFeedOrReturn)
        case "*", "+", "?": throw error(expected: "something to repeat before the quantifier")
        case "^":
            position += 1
            return .assertion(.start)
        case "$":
            position += 1
            return .assertion(.end)
        case "{", "}", "]":
            // ECMA-262 annex B lets them stand for themselves, unless `{` starts a count.
            let start = position
            if dialect == .interoperable || scalar == "{" && counts() != nil { throw error(expected: "an escape before a bracket") }
            position = start + 1
            return .scalars(ScalarSet(scalar.value))
        default:
            position += 1
            return .scalars(ScalarSet(scalar.value))
        }
    }

    private mutating func group() throws(DocumentError) -> PatternSyntax {
        var look: PatternSyntax.Look?
        if next == "?" {
            guard dialect == .ecmaScript else { throw error(expected: "a plain group") }
            position += 1
            if take(":") {
            } else if take("=") {
                look = .init(isBehind: false, isNegated: false)
            } else if take("!") {
                look = .init(isBehind: false, isNegated: true)
            } else if take("<") {
                if take("=") {
                    look = .init(isBehind: true, isNegated: false)
                } else if take("!") {
                    look = .init(isBehind: true, isNegated: true)
                } else {
                    let name = try groupName()
                    guard groupNames.insert(name).inserted else { throw error(expected: "each group name once") }
                    groups += 1
                }
            } else {
                throw error(expected: "`:`, `=`, `!`, `<=`, `<!` or `<name>` after `(?`")
            }
        } else {
            groups += 1
        }
        let inner = try alternatives()
        guard take(")") else { throw error(expected: "a closing parenthesis") }
        return look.map { .look($0, inner) } ?? inner
    }

    /// An identifier up to `>`.
    mutating func groupName() throws(DocumentError) -> String {
        var name = String.UnicodeScalarView()
        while let scalar = next, scalar != ">" {
            let isAllowed =
                scalar == "$" || scalar == "_" || (name.isEmpty ? scalar.properties.isIDStart : scalar.properties.isIDContinue)
            guard isAllowed else { throw error(expected: "an identifier as group name") }
            name.append(scalar)
            position += 1
        }
        guard !name.isEmpty, take(">") else { throw error(expected: "a group name and `>`") }
        return String(name)
    }
}
