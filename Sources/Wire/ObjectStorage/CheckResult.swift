/// What came of one check of a bucket.
package struct CheckResult: Sendable, Hashable {
    /// Raw values are stable: scripts read them.
    package enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// The store did what was expected.
        case enforced
        /// The store did something else.
        case notEnforced = "not-enforced"
        /// It could not be asked, or its answer shows nothing: never a pass.
        case notMade = "not-made"
    }

    /// What was tried.
    package let check: BucketCheck
    /// What it showed.
    package let outcome: Outcome
    /// What the store answered, or why it was not asked; one line.
    package let seen: String

    package init(_ check: BucketCheck, _ outcome: Outcome, _ seen: String) {
        self.check = check
        self.outcome = outcome
        self.seen = seen
    }
}
