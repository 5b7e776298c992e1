/// A regular expression that decides in time proportional to text × pattern, whatever the pattern.
///
/// It only says whether there is a match, not where; so `(a+)+$` needs no time limit, and patterns from contracts or documents are
/// safe to run.
/// Back-references are refused: no such bound holds for them.
package struct RegularExpression: Sendable {
    /// The pattern as written.
    package let pattern: String
    let automaton: Automaton

    /// A pattern of ECMA-262 §22.2 with the meaning of the `u` flag (scalars, not UTF-16 units); `{`, `}` and `]` may stand for
    /// themselves.
    ///
    /// Throws `pattern` for text that is not one, for back-references, and when repetitions unfold beyond 20,000 steps.
    package init(ecmaScript pattern: String) throws(DocumentError) { try self.init(pattern, .ecmaScript) }

    /// A pattern of RFC 9485 (I-Regexp): no look-arounds or `\d`; `.` stops at LF and CR; `^` and `$` are anchors, as its mapping to
    /// ECMA-262 (§5.3) makes them.
    package init(interoperable pattern: String) throws(DocumentError) { try self.init(pattern, .interoperable) }

    private init(_ pattern: String, _ dialect: PatternParser.Dialect) throws(DocumentError) {
        var parser = PatternParser(pattern, dialect: dialect)
        let syntax = try parser.pattern()
        self.pattern = pattern
        automaton = try AutomatonBuilder.automaton(for: syntax, pattern: pattern)
    }

    /// Whether some part of the text matches, as JSON Schema's `pattern` asks.
    package func isFound(in text: String) -> Bool { AutomatonRun(automaton, text).isFound() }

    /// Whether the whole text matches.
    package func matchesWhole(of text: String) -> Bool { AutomatonRun(automaton, text).matchesWhole() }

    /// Nil when the text is a pattern of ECMA-262, even one that this engine refuses to run; otherwise why not.
    package static func syntaxError(inECMAScript pattern: String) -> DocumentError? {
        var parser = PatternParser(pattern, dialect: .ecmaScript)
        do {
            _ = try parser.pattern()
            return nil
        } catch {
            return error
        }
    }
}

extension RegularExpression: Hashable {
    package static func == (left: RegularExpression, right: RegularExpression) -> Bool { left.pattern.isIdentical(to: right.pattern) }
    package func hash(into hasher: inout Hasher) { hasher.combine(pattern) }
}

extension DocumentError {
    static func pattern(_ pattern: String, expected: String, found: String, column: Int) -> DocumentError {
        DocumentError(
            .pattern, at: Place(offset: 0, line: 1, column: column),
            "expected \(expected) in the pattern `\(pattern.excerpt)`, got \(found)")
    }
}
