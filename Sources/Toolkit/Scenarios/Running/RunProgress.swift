package import Results

/// What a run tells while it runs, in the order in which it happens.
package enum RunProgress: Sendable {
    /// The plan stands: that many cases will run, that many are listed as not run.
    case planned(cases: Int, notRun: Int)
    /// The subject and the identities are being tried before anything is judged.
    case preflight(String)
    case caseStarted(id: String, title: String)
    /// An exchange of a case is over.
    case exchanged(caseID: String, method: String, url: String, status: Int, elapsedMilliseconds: Int)
    /// Cases that run at a time end in any order.
    case caseEnded(CaseRecord)
    /// No further case starts; teardown still runs.
    case interrupted(RunInterruption)
}

/// Why a run ended before its plan did.
package enum RunInterruption: String, Sendable, CaseIterable {
    /// The task was cancelled, by a signal for example.
    case cancelled
    /// The run's own deadline passed.
    case deadline
    /// A check failed and the options ask to stop then.
    case failure
}
