import Results

/// Holds what a report says of itself against what its own records say, without the code that made it.
enum ReportConsistency {
    /// The first contradiction, or nil.
    static func fault(of report: ConformanceReport) -> String? {
        let checks = report.run.cases.flatMap(\.checks)
        var passed = 0
        var failed = 0
        var warned = 0
        var skipped = 0
        for check in checks {
            switch check.outcome {
            case .passed:
                passed += 1
                if check.findings.contains(where: { $0.severity == .error }) { return "a passed check has a finding of severity error" }
            case .failed:
                let isMust = check.findings.isEmpty || !check.findings.allSatisfy { $0.severity != .error }
                if isMust { failed += 1 } else { warned += 1 }
            case .skipped: skipped += 1
            case .notApplicable: break
            }
        }
        let summary = report.summary
        guard (summary.passed, summary.failed, summary.warned, summary.skipped) == (passed, failed, warned, skipped) else {
            return "the counts of checks are not those of its cases"
        }
        guard summary.cases == report.run.cases.count else { return "the count of cases is not that of its cases" }
        for status in RequirementResult.Status.allCases
        where summary.requirements[status] != report.requirements.count(where: { $0.status == status }) {
            return "the count of requirements that are \(status.rawValue) is wrong"
        }
        let isGood = summary.verdict == .conformant || summary.verdict == .conformantWithFindings
        if isGood {
            if failed > 0 { return "the verdict is \(summary.verdict.rawValue) although checks failed" }
            if passed == 0 { return "the verdict is \(summary.verdict.rawValue) although nothing was checked" }
            if skipped > 0 { return "the verdict is \(summary.verdict.rawValue) although checks were not made" }
            let holes = report.run.cases.filter { testCase in
                testCase.notRun != nil && (testCase.checks.isEmpty || testCase.checks.contains { $0.outcome != .notApplicable })
            }
            if !holes.isEmpty { return "the verdict is \(summary.verdict.rawValue) although cases did not run" }
            if report.run.isInterrupted { return "the verdict is \(summary.verdict.rawValue) although the run was interrupted" }
            if report.requirements.contains(where: { $0.status == .failed || $0.status == .notRun }) {
                return "the verdict is \(summary.verdict.rawValue) although a requirement is failed or not run"
            }
        }
        return isGood == (summary.exitStatus == .satisfied) ? nil : "the exit code does not belong to the verdict"
    }
}
