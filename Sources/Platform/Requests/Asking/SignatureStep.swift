/// One rule that a signed message has to keep, and whether it does.
package struct SignatureStep: Sendable, Hashable {
    /// Kebab-case, the same word for the same rule.
    package let rule: String
    /// The covered part of the message that the rule is about, as RFC 9421 writes it; nil for rules of the whole.
    package var component: String?
    package let isKept: Bool
    /// One sentence: what was looked at and what came.
    package let detail: String

    /// A rule with its outcome.
    package init(_ rule: String, component: String? = nil, isKept: Bool, _ detail: String) {
        self.rule = rule
        self.component = component
        self.isKept = isKept
        self.detail = detail
    }
}
