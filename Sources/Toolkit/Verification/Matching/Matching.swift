import Contracts
import Documents
import MessageSignatures
import Results

/// Compares values with matchers.
struct Matching: Sendable {
    /// Whether the value is a node of a document, or a text that may stand for another kind: a header field.
    enum Form: Sendable {
        case node, text
    }

    /// One rule that a value does not meet.
    struct Mismatch: Sendable, Equatable {
        let source: SourceLocation
        /// As shown to people: `$.changes`, empty for the value itself.
        let path: String
        let place: Place
        let expected: String
        /// Nil when there is nothing.
        let actual: String?
    }

    /// What a comparison found.
    struct Outcome: Sendable, Equatable {
        var mismatches: [Mismatch] = []
        /// Variables without a value: what they would have been compared with is unknown.
        var unresolved: [Template.UnknownVariable] = []
        /// Whether a signature could not be looked at because no key of its maker is known.
        var lacksKeys = false

        /// Why nothing can be said although nothing is wrong; nil when all was compared.
        var obstacle: String? { unresolved.first.map { Reason.unknownVariable($0.name) } ?? (lacksKeys ? Reason.noKeys : nil) }

        static func + (left: Outcome, right: Outcome) -> Outcome {
            Outcome(
                mismatches: left.mismatches + right.mismatches, unresolved: left.unresolved + right.unresolved,
                lacksKeys: left.lacksKeys || right.lacksKeys)
        }
    }

    let values: [String: Node]
    let now: Timestamp
    /// Those of the judged party.
    var keys = KeySet([])

    /// Every path in its document.
    func outcome(of expectations: [PathExpectation], in document: Node, below base: String = "$") -> Outcome {
        expectations.reduce(into: Outcome()) { outcome, expectation in
            let found: JSONPath
            do throws(Template.UnknownVariable) {
                found = try expectation.path.path(values)
            } catch {
                outcome.unresolved.append(error)
                return
            }
            let matches = found.matches(in: document)
            if matches.isEmpty {
                let path = base == "$" ? expectation.path.text : base + expectation.path.text.dropFirst()
                outcome = outcome + self.outcome(of: nil, expectation.matcher, path: path, place: document.place)
            }
            for match in matches {
                outcome = outcome + self.outcome(of: match.node, expectation.matcher, path: base + Self.readable(match.path).dropFirst())
            }
        }
    }

    /// - Parameters:
    ///   - value: nil when there is none.
    ///   - path: how to name the value's place.
    func outcome(of value: Node?, _ matcher: Matcher, path: String, place: Place? = nil, form: Form = .node) -> Outcome {
        guard let value else {
            if matcher.wantsAbsence { return Outcome() }
            let expected = matcher.rules.map(describe).joined(separator: " and ")
            return Outcome(mismatches: [
                Mismatch(source: matcher.source, path: path, place: place ?? .none, expected: expected, actual: nil)
            ])
        }
        var outcome = Outcome()
        for rule in matcher.rules {
            do throws(Template.UnknownVariable) {
                outcome = outcome + (try self.outcome(of: value, rule, source: matcher.source, path: path, form: form))
            } catch {
                outcome.unresolved.append(error)
            }
        }
        return outcome
    }

    private func outcome(
        of value: Node, _ rule: Matcher.Rule, source: SourceLocation, path: String, form: Form
    ) throws(Template.UnknownVariable) -> Outcome {
        switch rule {
        case .each(let matcher): return each(value, matcher, source: source, path: path)
        case .paths(let expectations): return outcome(of: expectations, in: value, below: path.isEmpty ? "$" : path)
        case .equals, .oneOf, .type, .regex, .include, .minimum, .maximum, .absent, .notEmpty, .money, .recent, .period, .amount, .digestOf,
            .sizeOf, .signatureOf, .patched:
            if case .signatureOf = rule, keys.keys.isEmpty { return Outcome(lacksKeys: true) }
            let comparison = RuleComparison(values: values, now: now, keys: keys, form: form)
            guard let expected = try comparison.miss(of: value, rule) else { return Outcome() }
            let actual =
                switch rule {
                case .minimum, .maximum: RuleComparison.measured(value)
                default: Excerpt.text(value)
                }
            return Outcome(mismatches: [
                Mismatch(source: source, path: path, place: value.place, expected: expected, actual: actual)
            ])
        }
    }

    /// Elements of an array and values of an object; an empty one is fine, another kind is not.
    private func each(_ value: Node, _ matcher: Matcher, source: SourceLocation, path: String) -> Outcome {
        if let elements = value.array {
            return elements.enumerated().reduce(Outcome()) { $0 + outcome(of: $1.element, matcher, path: "\(path)[\($1.offset)]") }
        }
        if let members = value.members {
            return members.reduce(Outcome()) { $0 + outcome(of: $1.value, matcher, path: "\(path).\($1.key)") }
        }
        return Outcome(mismatches: [
            Mismatch(source: source, path: path, place: value.place, expected: "an array or object", actual: Excerpt.text(value))
        ])
    }

    private func describe(_ rule: Matcher.Rule) -> String { RuleComparison.description(of: rule, values: values) }

    /// `$['reports'][0]['sha256']` as `$.reports[0].sha256`.
    static func readable(_ normalized: String) -> String {
        var text = ""
        var rest = normalized[...]
        while let open = rest.firstRange(of: "['") {
            guard let close = rest[open.upperBound...].firstRange(of: "']") else { break }
            let name = rest[open.upperBound..<close.lowerBound]
            let isPlain =
                !name.isEmpty
                && name.utf8.allSatisfy { $0 == 95 || (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }
            text += rest[..<open.lowerBound] + (isPlain ? ".\(name)" : "['\(name)']")
            rest = rest[close.upperBound...]
        }
        return text + rest
    }
}
