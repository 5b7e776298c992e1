/// A query's parts, named as in the grammar of RFC 9535 (appendix A).
struct PathQuery: Sendable {
    /// Starts at the root (`$`), not at the current node (`@`).
    let isAbsolute: Bool
    let segments: [Segment]

    struct Segment: Sendable {
        /// Applies to all descendants (`..`), not to the node alone.
        let isDescendant: Bool
        let selectors: [Selector]
    }

    indirect enum Selector: Sendable {
        case name(String)
        case wildcard
        case index(Int)
        case slice(Slice)
        case filter(LogicalExpression)
    }

    /// Array slice (§2.3.4); an absent bound depends on the step's sign.
    struct Slice: Sendable {
        let start: Int?
        let end: Int?
        let step: Int
    }

    /// §2.3.5.1: only name and index selectors, one a segment, no descendants.
    var isSingular: Bool {
        segments.allSatisfy { segment in
            guard !segment.isDescendant, segment.selectors.count == 1 else { return false }
            return switch segment.selectors[0] {
            case .name, .index: true
            case .wildcard, .slice, .filter: false
            }
        }
    }
}

/// What a filter selector tests (§2.3.5).
indirect enum LogicalExpression: Sendable {
    case or([LogicalExpression])
    case and([LogicalExpression])
    case not(LogicalExpression)
    case comparison(Comparable, Operator, Comparable)
    case existence(PathQuery)
    case function(FunctionCall)

    enum Operator: String, Sendable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case less = "<"
        case greater = ">"
    }

    /// One side of a comparison.
    enum Comparable: Sendable {
        case literal(Node)
        case query(PathQuery)
        case function(FunctionCall)
    }
}

/// A function with arguments of the types it declares (§2.4).
indirect enum FunctionCall: Sendable {
    case length(LogicalExpression.Comparable)
    case count(PathQuery)
    case value(PathQuery)
    case match(LogicalExpression.Comparable, Pattern)
    case search(LogicalExpression.Comparable, Pattern)

    /// The second argument of `match` and `search`.
    enum Pattern: Sendable {
        /// Written in the query; nil when the text is not an I-Regexp.
        case fixed(RegularExpression?)
        /// Found in the document.
        case computed(LogicalExpression.Comparable)
    }

    /// ValueType, so it may be compared; the others are LogicalType and may be tested (§2.4.1).
    var yieldsValue: Bool {
        switch self {
        case .length, .count, .value: true
        case .match, .search: false
        }
    }
}
