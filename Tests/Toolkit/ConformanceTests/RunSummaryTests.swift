import Results
import Testing

@testable import Conformance

@Suite struct RunSummaryTests {
    private func summary(_ run: RunRecord) -> RunSummary { RunFixture.report(run).summary }

    @Test func `a run whose checks all pass is conformant`() {
        let summary = summary(RunFixture.run([RunFixture.check(.passed)]))
        #expect(summary.verdict == .conformant)
        #expect(summary.exitStatus == .satisfied)
        #expect(summary.reasons.isEmpty)
    }

    @Test func `a failed must is non-conformant`() {
        let summary = summary(RunFixture.run([RunFixture.check(.passed), RunFixture.check(.failed)]))
        #expect(summary.verdict == .nonConformant)
        #expect(summary.exitStatus == .checkFailed)
    }

    @Test func `a failed check without a finding counts as a failed must`() {
        let bare = CheckRecord(check: "status", outcome: .failed)
        #expect(summary(RunFixture.run([bare])).exitStatus == .checkFailed)
    }

    @Test func `a failed should leaves the run conformant with findings`() {
        let summary = summary(RunFixture.run([RunFixture.check(.passed), RunFixture.check(.failed, severity: .warning)]))
        #expect(summary.verdict == .conformantWithFindings)
        #expect(summary.exitStatus == .satisfied)
        #expect(summary.warned == 1)
    }

    @Test func `a skipped check is never green`() {
        let summary = summary(RunFixture.run([RunFixture.check(.passed), RunFixture.check(.skipped)]))
        #expect(summary.verdict == .notFullyVerified)
        #expect(summary.exitStatus == .notFullyVerified)
    }

    @Test func `nothing made is an invalid run`() {
        #expect(summary(RunFixture.run([])).exitStatus == .nothingRan)
        #expect(summary(RunFixture.run([RunFixture.check(.notApplicable)])).exitStatus == .nothingRan)
        #expect(summary(RunFixture.run([RunFixture.check(.skipped)])).verdict == .invalidRun)
    }

    @Test func `a requirement that was asked for and not covered is a hole`() {
        var run = RunFixture.run([RunFixture.check(.passed)])
        run.selectedRequirements = [RunFixture.id("REQ-SIM-001")]
        #expect(summary(run).exitStatus == .notFullyVerified)
    }

    @Test func `a case that did not run is a hole`() {
        var run = RunFixture.run([RunFixture.check(.passed)])
        run.cases.append(
            CaseRecord(
                id: "core.audit/x", kind: .contract, title: "x", requirements: [RunFixture.must("REQ-AUD-001")],
                notRun: "effects not allowed"))
        #expect(summary(run).exitStatus == .notFullyVerified)
    }

    @Test func `a case about a capability that is not declared is no hole, and no verdict hides another one`() {
        var run = RunFixture.run([RunFixture.check(.passed)])
        run.cases.append(
            CaseRecord(
                id: "extended.time/x", kind: .contract, title: "x", checks: [RunFixture.check(.notApplicable, "REQ-AUD-001")],
                notRun: "the subject does not declare the capability"))
        let good = RunFixture.report(run)
        #expect(good.summary.exitStatus == .satisfied && good.summary.verdict == .conformant)
        #expect(ReportConsistency.fault(of: good) == nil)
        run.cases.append(CaseRecord(id: "core.audit/x", kind: .contract, title: "x", notRun: "effects not allowed"))
        var report = RunFixture.report(run)
        #expect(report.summary.exitStatus == .notFullyVerified)
        report.summary.verdict = .conformant
        report.summary.exitStatus = .satisfied
        #expect(ReportConsistency.fault(of: report)?.contains("cases did not run") == true)
    }

    @Test func `preflight and harness faults come before everything else`() {
        var run = RunFixture.run([RunFixture.check(.failed)])
        let finding = Finding(code: "preflight.no-answer", message: "nobody listens", remedy: "start it")
        run.preflightFailures = [finding]
        #expect(summary(run).exitStatus == .preflightFailed)
        run.harnessFaults = [finding]
        #expect(summary(run).exitStatus == .harnessFault)
    }

    @Test func `an interrupted run says so, also when what ran passed`() {
        var run = RunFixture.run([RunFixture.check(.passed)])
        run.isInterrupted = true
        #expect(summary(run).exitStatus == .interrupted)
        #expect(summary(run).verdict == .notFullyVerified)
    }
}
