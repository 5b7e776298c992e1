/// How one check ended. A check that could not be made is never `passed`.
package enum CheckOutcome: String, Sendable, CaseIterable {
    case passed
    case failed
    /// Planned but not made; the reason is in the record and the requirement stays unverified.
    case skipped
    /// The platform did not declare the Extended capability that the check needs.
    case notApplicable = "not-applicable"
}

/// One check of one case: what was looked at, for which requirements, and how it ended.
package struct CheckRecord: Hashable, Sendable {
    /// The kind of check: `status`, `headers`, `body.match`, `signature`, `audit`, or the name of a scenario step.
    package var check: String
    package var outcome: CheckOutcome
    package var requirements: [RequirementReference]
    package var findings: [Finding]
    /// Why it was skipped or does not apply; nil otherwise.
    package var reason: String?
    /// Numbers of the exchanges in the `RunRecord` that it judged.
    package var exchanges: [Int]

    package init(
        check: String, outcome: CheckOutcome, requirements: [RequirementReference] = [], findings: [Finding] = [],
        reason: String? = nil, exchanges: [Int] = []
    ) {
        self.check = check
        self.outcome = outcome
        self.requirements = requirements
        self.findings = findings
        self.reason = reason
        self.exchanges = exchanges
    }
}
