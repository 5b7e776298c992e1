package import Contracts
package import Documents
package import Results

/// Holds values that no contract names (a captured value, the answer that a scenario waits for) against matchers, by the same rules as
/// the checks of contracts.
package struct ValueComparison: Sendable {
    /// One thing that is not as a matcher says.
    package struct Miss: Sendable, Hashable {
        /// Where in the value: `$.state`; empty for the value itself.
        package let path: String
        package let expected: String
        package let actual: String
        /// Where the expectation is written; nil when it could not be made for lack of a variable.
        package let source: SourceLocation?

        package init(path: String, expected: String, actual: String, source: SourceLocation?) {
            self.path = path
            self.expected = expected
            self.actual = actual
            self.source = source
        }
    }

    private let matching: Matching

    /// - Parameters:
    ///   - values: variables for templates in matchers.
    ///   - now: the moment of the comparison.
    package init(values: [String: Node], now: Timestamp) {
        matching = Matching(values: values, now: now)
    }

    /// Empty when the value is as the matcher says.
    package func misses(of value: Node?, _ matcher: Matcher) -> [Miss] {
        Self.misses(in: matching.outcome(of: value, matcher, path: ""))
    }

    /// Empty when every path in the document is as its matcher says.
    package func misses(of expectations: [PathExpectation], in document: Node) -> [Miss] {
        Self.misses(in: matching.outcome(of: expectations, in: document))
    }

    private static func misses(in outcome: Matching.Outcome) -> [Miss] {
        outcome.mismatches.map { Miss(path: $0.path, expected: $0.expected, actual: $0.actual ?? "nothing", source: $0.source) }
            + outcome.unresolved.map {
                Miss(path: "", expected: "a value for `{{ \($0.name) }}`", actual: "an unknown variable", source: nil)
            }
            + (outcome.lacksKeys ? [Miss(path: "", expected: "a signature by a key that is known", actual: "no keys", source: nil)] : [])
    }
}
