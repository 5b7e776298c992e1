/// Why incidents cannot be judged by their rules.
package struct IncidentError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The closed set of reasons.
    package enum Code: String, Sendable, CaseIterable {
        /// A file says something that is not understood, or contradicts another.
        case invalidRules = "invalid-rules"
        /// No type of incident has this code.
        case unknownType = "unknown-type"
    }

    package let code: Code
    /// One sentence for the operator's log; may hold a path.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Equal by code alone: messages are for people.
    package static func == (left: IncidentError, right: IncidentError) -> Bool { left.code == right.code }

    package var description: String { "\(code.rawValue): \(message)" }
}
