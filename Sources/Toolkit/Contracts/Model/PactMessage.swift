package import Documents

/// One side of a Pact interaction: an example and the rules that loosen its equality (Pact specification V1–V3).
package struct PactMessage: Sendable, Hashable {
    /// How the matchers of one path are combined.
    package enum Combination: String, Sendable {
        case and = "AND"
        case or = "OR"
    }

    /// A matcher of the Pact specification.
    package enum Match: Sendable, Hashable {
        case equality, number, integer, decimal, boolean, null
        /// Same JSON type, and for arrays a count within the bounds; every element is compared with an example.
        case type(minimum: Int?, maximum: Int?)
        /// Must cover the whole text.
        case regex(RegularExpression)
        case include(String)
        /// The values of an object whatever their keys.
        case values
    }

    /// The matchers for the values at one path.
    package struct Rule: Sendable, Hashable {
        /// One step of a path below `$`.
        package enum Token: Sendable, Hashable {
            case member(String)
            case element(Int)
            /// `[*]` or `.*`.
            case any
        }
        /// The path that the rule is for.
        package let tokens: [Token]
        /// The matchers of the rule, in order.
        package let matches: [Match]
        /// Whether all of them must hold, or one.
        package let combination: Combination
    }

    /// A header field with its values in order.
    package struct Field: Sendable, Hashable {
        package let name: String
        package let values: [String]
    }

    /// What the example carries.
    package enum Body: Sendable, Hashable {
        /// The file has no body member: any body is good.
        case missing
        /// JSON null in the file: the body must be empty or JSON null.
        case null
        case json(Node)
        case text(String)
    }

    /// Method, path and query matter only for requests, status only for responses.
    package let method: String?
    package let path: String?
    /// Name to values, decoded; nil when the file says nothing of the query.
    package let query: [String: [String]]?
    package let status: Int?
    package let fields: [Field]
    package let body: Body
    package let bodyRules: [Rule]
    /// By lower-case field name.
    package let fieldRules: [String: Rule]
    package let queryRules: [String: Rule]
    package let pathRule: Rule?

    /// The value of a field of the example, looked up without case.
    package func field(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.values.joined(separator: ", ")
    }
}
