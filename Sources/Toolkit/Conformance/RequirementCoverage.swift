import Results

/// Works out, for each requirement of the catalogue, what a run showed.
struct RequirementCoverage {
    private struct Tally {
        var passed = 0
        var failedMust = 0
        var failedShould = 0
        var skipped = 0
        var notApplicable = 0
        var cases: Set<String> = []
        var reasons: [String] = []
    }

    let catalogue: RequirementCatalogue
    let run: RunRecord

    /// One result for each requirement, in the catalogue's order.
    func results() -> [RequirementResult] {
        let tallies = tallied()
        let asked = Set(run.selectedRequirements)
        return catalogue.requirements.map { requirement in
            let tally = tallies[requirement.id]
            let (status, reason) = status(of: requirement, tally, isAskedFor: asked.contains(requirement.id))
            return RequirementResult(
                id: requirement.id, text: requirement.text, basis: requirement.basis, source: requirement.source, status: status,
                reason: reason, notShown: requirement.notShown, passed: tally?.passed ?? 0,
                failed: (tally?.failedMust ?? 0) + (tally?.failedShould ?? 0),
                skipped: tally?.skipped ?? 0, cases: (tally?.cases ?? []).sorted())
        }
    }

    private func tallied() -> [RequirementID: Tally] {
        var tallies: [RequirementID: Tally] = [:]
        for testCase in run.cases {
            for reference in Set(testCase.requirements) where testCase.notRun != nil {
                tallies[reference.id, default: Tally()].skipped += 1
                tallies[reference.id, default: Tally()].cases.insert(testCase.id)
                if let reason = testCase.notRun { tallies[reference.id, default: Tally()].reasons.append("\(testCase.id): \(reason)") }
            }
            for check in testCase.checks {
                for id in Set(check.requirements.map(\.id)) {
                    var tally = tallies[id] ?? Tally()
                    tally.cases.insert(testCase.id)
                    switch check.outcome {
                    case .passed: tally.passed += 1
                    case .failed where check.breaksMust: tally.failedMust += 1
                    case .failed: tally.failedShould += 1
                    case .skipped:
                        tally.skipped += 1
                        tally.reasons.append("\(testCase.id), \(check.check): \(check.reason ?? "no reason given")")
                    case .notApplicable: tally.notApplicable += 1
                    }
                    tallies[id] = tally
                }
            }
        }
        return tallies
    }

    private func status(of requirement: Requirement, _ tally: Tally?, isAskedFor: Bool) -> (RequirementResult.Status, String?) {
        guard let tally else {
            if let excuse = requirement.notTested { return (isAskedFor ? .notRun : .notTestable, excuse) }
            return isAskedFor ? (.notRun, "asked for, but no selected case refers to it") : (.notSelected, "no selected case refers to it")
        }
        if tally.failedMust > 0 { return (.failed, nil) }
        if tally.skipped > 0 { return (.notRun, tally.reasons.first) }
        if tally.failedShould > 0 { return (.verifiedWithFindings, nil) }
        if tally.passed > 0 { return (.verified, nil) }
        if tally.notApplicable > 0 { return (.notApplicable, "the platform does not declare the capability") }
        return (.notRun, "no check of its cases was made")
    }
}

extension CheckRecord {
    /// Whether a failed check breaks a must: it has a finding of severity error, or failed without saying why.
    package var breaksMust: Bool {
        outcome == .failed && (findings.isEmpty || findings.contains { $0.severity == .error })
    }
}
