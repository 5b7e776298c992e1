import Results
import Testing

@testable import Conformance

@Suite struct RequirementCoverageTests {
    private func status(_ id: String, _ run: RunRecord) -> RequirementResult.Status? {
        RequirementCoverage(catalogue: RunFixture.catalogue, run: run).results().first { $0.id.description == id }?.status
    }

    @Test func `each state follows from the checks that refer to the requirement`() {
        #expect(status("REQ-API-001", RunFixture.run([RunFixture.check(.passed)])) == .verified)
        #expect(status("REQ-API-001", RunFixture.run([RunFixture.check(.passed), RunFixture.check(.failed)])) == .failed)
        #expect(status("REQ-API-001", RunFixture.run([RunFixture.check(.failed, severity: .warning)])) == .verifiedWithFindings)
        #expect(status("REQ-API-001", RunFixture.run([RunFixture.check(.passed), RunFixture.check(.skipped)])) == .notRun)
        #expect(status("REQ-API-001", RunFixture.run([RunFixture.check(.notApplicable)])) == .notApplicable)
        #expect(status("REQ-API-001", RunFixture.run([], notRun: "effects not allowed")) == .notRun)
    }

    @Test func `what nothing refers to is not selected, or not tested for the catalogue's reason`() {
        let run = RunFixture.run([RunFixture.check(.passed)])
        #expect(status("REQ-API-002", run) == .notSelected)
        #expect(status("REQ-SIM-001", run) == .notTestable)
    }
}
