import Contracts
import Documents
import Results
import Verification

/// Holds what steps look at against matchers.
struct MatcherJudge: Sendable {
    typealias Miss = ValueComparison.Miss

    private let comparison: ValueComparison

    /// - Parameters:
    ///   - values: variables for templates in matchers.
    ///   - now: the moment of the comparison.
    init(values: [String: Node], now: Timestamp) {
        comparison = ValueComparison(values: values, now: now)
    }

    /// Nil when the value is as the matcher says.
    func miss(_ matcher: Matcher, _ node: Node) -> Miss? { comparison.misses(of: node, matcher).first }

    /// Whether a JSON body is as all the expectations say; one that is not JSON (nil) is not.
    func holds(_ expectations: [PathExpectation], in document: Node?) -> Bool { firstMiss(expectations, in: document) == nil }

    /// The first expectation that a JSON body does not fulfil.
    func firstMiss(_ expectations: [PathExpectation], in document: Node?) -> Miss? {
        guard let first = expectations.first else { return nil }
        guard let document else {
            return Miss(path: "", expected: "a JSON body", actual: "none", source: first.path.source)
        }
        return comparison.misses(of: expectations, in: document).first
    }
}
