package import Results

/// How one requirement came out of one run.
package struct RequirementResult: Hashable, Sendable {
    /// The states of a requirement; only `verified` and `verifiedWithFindings` say that it was shown to hold.
    package enum Status: String, Sendable, CaseIterable {
        /// Every check that refers to it was made and passed.
        case verified
        /// Every check was made; what failed are shoulds.
        case verifiedWithFindings = "verified-with-findings"
        case failed
        /// A check that refers to it could not be made, or a case was not run.
        case notRun = "not-run"
        /// The catalogue says why this edition does not test it.
        case notTestable = "not-testable"
        /// It belongs to a capability that the platform did not declare.
        case notApplicable = "not-applicable"
        /// Nothing that was selected refers to it.
        case notSelected = "not-selected"
    }

    package var id: RequirementID
    package var text: String
    package var basis: Requirement.Basis
    package var source: String
    package var status: Status
    /// Why it is not verified; nil when it is.
    package var reason: String?
    /// What of it this edition does not show, whatever the status; nil when the checks show all of it.
    package var notShown: String?
    /// Checks that refer to it, by outcome.
    package var passed: Int
    package var failed: Int
    package var skipped: Int
    /// The cases whose checks refer to it, sorted.
    package var cases: [String]

    package init(
        id: RequirementID, text: String, basis: Requirement.Basis, source: String, status: Status, reason: String?,
        notShown: String? = nil, passed: Int, failed: Int, skipped: Int, cases: [String]
    ) {
        self.id = id
        self.text = text
        self.basis = basis
        self.source = source
        self.status = status
        self.reason = reason
        self.notShown = notShown
        self.passed = passed
        self.failed = failed
        self.skipped = skipped
        self.cases = cases
    }
}
