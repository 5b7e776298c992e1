/// What kind of file a case came from.
package enum CaseKind: String, Sendable, CaseIterable {
    case contract, scenario, pact
}

/// Contracts come in two packs: what any platform must do, and how it is best done.
package enum Pack: String, Sendable, CaseIterable {
    case core, extended
}

/// What a case does to the subject; a profile says which are allowed.
package enum Effects: String, Sendable, CaseIterable {
    /// Reads only: safe in production.
    case read
    /// Creates or changes synthetic data.
    case synthetic
    /// May destroy or disturb.
    case destructive
}

/// One interaction of a contract or one scenario, as it was run.
package struct CaseRecord: Hashable, Sendable {
    /// `core.reports/list-of-a-day`, `accepted.ask-and-receive`, or `<pact file>#<n>`.
    package var id: String
    package var kind: CaseKind
    package var title: String
    package var source: SourceLocation?
    package var pack: Pack
    package var effects: Effects
    /// Every requirement that the case refers to, also when nothing of it ran.
    package var requirements: [RequirementReference]
    package var checks: [CheckRecord]
    /// Why nothing of it ran: not selected effects, no capability; nil when it ran.
    package var notRun: String?
    /// Wall-clock milliseconds from first request to last check.
    package var elapsedMilliseconds: Int
    /// The command line that repeats this case alone.
    package var again: String?

    /// Whether it did not run because the subject does not declare the capability that it is about: no hole in the verdict, as against
    /// every other reason.
    package var isNotApplicable: Bool { notRun != nil && !checks.isEmpty && checks.allSatisfy { $0.outcome == .notApplicable } }

    package init(
        id: String, kind: CaseKind, title: String, source: SourceLocation? = nil, pack: Pack = .core, effects: Effects = .read,
        requirements: [RequirementReference] = [], checks: [CheckRecord] = [], notRun: String? = nil, elapsedMilliseconds: Int = 0,
        again: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.title = title
        self.source = source
        self.pack = pack
        self.effects = effects
        self.requirements = requirements
        self.checks = checks
        self.notRun = notRun
        self.elapsedMilliseconds = elapsedMilliseconds
        self.again = again
    }
}
