/// What shapes a run beyond the profile and the content.
package struct RunOptions: Sendable {
    /// Echoed in the record, for whoever makes the data of the run from it. The runner itself leaves nothing to chance.
    package var seed: UInt64
    /// How many cases may run at a time, at least 1; the record lists them in the order of the plan all the same.
    package var jobs: Int
    /// How long one exchange may take.
    package var timeout: Duration
    /// How long the whole run may take; when it is over, what runs is torn down and the record is marked interrupted.
    package var deadline: Duration?
    /// How long the subject's log may take until an exchange can be proved in it.
    package var logPatience: Duration
    /// Starts no further case after the first failed check.
    package var failsFast: Bool
    /// Jumps over waits; nil waits. With it one case runs at a time.
    package var virtualClock: VirtualClock?
    /// What the regulator's side does wrong on purpose in scenarios that say they can live with it.
    package var mischief: MischiefPlan
    /// The selection in words, for the record.
    package var selection: [String]
    /// The command that repeats the case of this id alone; nil leaves it out of the record.
    package var again: (@Sendable (_ caseID: String) -> String)?

    package init(
        seed: UInt64 = 1, jobs: Int = 1, timeout: Duration = .seconds(30), deadline: Duration? = nil,
        logPatience: Duration = .seconds(5), failsFast: Bool = false, virtualClock: VirtualClock? = nil, mischief: MischiefPlan = .none,
        selection: [String] = [], again: (@Sendable (_ caseID: String) -> String)? = nil
    ) {
        self.seed = seed
        self.jobs = virtualClock == nil ? max(1, jobs) : 1
        self.timeout = timeout
        self.deadline = deadline
        self.logPatience = logPatience
        self.failsFast = failsFast
        self.virtualClock = virtualClock
        self.mischief = mischief
        self.selection = selection
        self.again = again
    }
}
