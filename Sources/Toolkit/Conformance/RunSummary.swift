package import Results

/// The counts of a run and what follows from them.
package struct RunSummary: Hashable, Sendable {
    package var verdict: Verdict
    package var exitStatus: ExitStatus
    /// What kept the verdict from being better, one sentence each; empty for Conformant.
    package var reasons: [String]
    package var cases: Int
    package var passed: Int
    /// Checks that failed a must.
    package var failed: Int
    /// Checks that failed only shoulds.
    package var warned: Int
    package var skipped: Int
    package var notApplicable: Int
    /// Requirements by status, every status present.
    package var requirements: [RequirementResult.Status: Int]

    package init(
        verdict: Verdict, exitStatus: ExitStatus, reasons: [String], cases: Int, passed: Int, failed: Int, warned: Int, skipped: Int,
        notApplicable: Int, requirements: [RequirementResult.Status: Int]
    ) {
        self.verdict = verdict
        self.exitStatus = exitStatus
        self.reasons = reasons
        self.cases = cases
        self.passed = passed
        self.failed = failed
        self.warned = warned
        self.skipped = skipped
        self.notApplicable = notApplicable
        self.requirements = requirements
    }

    /// Checks that were made.
    package var executed: Int { passed + failed + warned }

    /// Draws the verdict. Where several apply, the order is: harness fault, preflight, nothing ran, failed check, interruption, holes.
    package init(run: RunRecord, requirements results: [RequirementResult]) {
        let checks = run.cases.flatMap(\.checks)
        let failedMust = checks.count(where: \.breaksMust)
        self.init(
            verdict: .conformant, exitStatus: .satisfied, reasons: [], cases: run.cases.count,
            passed: checks.count { $0.outcome == .passed }, failed: failedMust,
            warned: checks.count { $0.outcome == .failed } - failedMust, skipped: checks.count { $0.outcome == .skipped },
            notApplicable: checks.count { $0.outcome == .notApplicable },
            requirements: Dictionary(
                uniqueKeysWithValues: RequirementResult.Status.allCases.map { status in (status, results.count { $0.status == status }) }))
        let (verdict, exit, reasons) = conclusion(run, results)
        self.verdict = verdict
        exitStatus = exit
        self.reasons = reasons
    }

    private func conclusion(_ run: RunRecord, _ results: [RequirementResult]) -> (Verdict, ExitStatus, [String]) {
        if !run.harnessFaults.isEmpty {
            return (.invalidRun, .harnessFault, run.harnessFaults.map { "fault of the runner: \($0.message)" })
        }
        if !run.preflightFailures.isEmpty {
            return (.invalidRun, .preflightFailed, run.preflightFailures.map { "the subject could not be tested: \($0.message)" })
        }
        if executed == 0 && !run.isInterrupted {
            let why =
                run.cases.isEmpty ? "no case was selected" : "none of the \(run.cases.count) selected cases had a check that could be made"
            return (.invalidRun, .nothingRan, [why])
        }
        if failed > 0 { return (.nonConformant, .checkFailed, ["\(failed) of \(executed) checks failed"]) }
        if run.isInterrupted { return (.notFullyVerified, .interrupted, ["the run was interrupted before its end"]) }
        let holes = results.filter { $0.status == .notRun }.map { "\($0.id) is not verified: \($0.reason ?? "not run")" }
        if !holes.isEmpty { return (.notFullyVerified, .notFullyVerified, holes) }
        if skipped > 0 { return (.notFullyVerified, .notFullyVerified, ["\(skipped) checks could not be made"]) }
        let unrun = run.cases.count { $0.notRun != nil && !$0.isNotApplicable }
        if unrun > 0 { return (.notFullyVerified, .notFullyVerified, ["\(unrun) selected cases did not run"]) }
        if warned > 0 { return (.conformantWithFindings, .satisfied, ["\(warned) checks found a should broken"]) }
        return (.conformant, .satisfied, [])
    }
}
