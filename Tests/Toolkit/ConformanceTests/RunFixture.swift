import MessageSignatures
import Results

@testable import Conformance

/// Runs and catalogues small enough to see through.
enum RunFixture {
    static func id(_ text: String) -> RequirementID {
        guard let id = RequirementID(text) else { preconditionFailure("\(text) is no requirement identifier") }
        return id
    }

    static func must(_ text: String) -> RequirementReference { RequirementReference(id(text), .must) }

    static func requirement(_ text: String, notTested: String? = nil) -> Requirement {
        Requirement(
            id: id(text), text: "Something \(text) asks <for> & more", source: "brief", basis: .brief, area: "api", notTested: notTested,
            location: SourceLocation(file: "api.yaml", line: 3))
    }

    static let catalogue = RequirementCatalogue(
        revision: "2026.1",
        requirements: [
            requirement("REQ-API-001"), requirement("REQ-API-002"), requirement("REQ-AUD-001"),
            requirement("REQ-SIM-001", notTested: "not built yet"),
        ], sha256: String(repeating: "ab", count: 32))

    static func check(
        _ outcome: CheckOutcome, _ requirement: String = "REQ-API-001", severity: Severity = .error, name: String = "status"
    ) -> CheckRecord {
        let findings =
            outcome == .failed
            ? [
                Finding(
                    code: "status.other", severity: severity, message: "expected 200, got 500 <b>", requirements: [id(requirement)],
                    source: SourceLocation(file: "a.contract.yaml", line: 4, column: 3, width: 6, excerpt: "  status: 200"),
                    place: "status line", expected: "200", actual: "500", remedy: "look at the platform's log")
            ] : []
        return CheckRecord(
            check: name, outcome: outcome, requirements: [must(requirement)], findings: findings,
            reason: outcome == .skipped ? "no checkpoint was given" : nil, exchanges: [1])
    }

    static func run(_ checks: [CheckRecord], notRun: String? = nil) -> RunRecord {
        var run = RunRecord(
            subject: .init(name: "Northwind", baseURL: "https://127.0.0.1:8443", environment: "sandbox", capabilities: ["log_proofs"]),
            startedAt: "2026-11-23T10:00:00.000Z", endedAt: "2026-11-23T10:00:04.100Z", seed: 7)
        run.cases = [
            CaseRecord(
                id: "core.reports/list", kind: .contract, title: "The list", source: SourceLocation(file: "a.contract.yaml", line: 2),
                requirements: [must("REQ-API-001")], checks: checks, notRun: notRun, elapsedMilliseconds: 1234, again: "assay verify a")
        ]
        run.exchanges = [
            ExchangeRecord(
                number: 1, caseID: "core.reports/list", direction: .sent, identity: "regulator", method: "GET", url: "https://127.0.0.1/x",
                requestFields: [.init("accept", "text/csv")], requestBody: [], status: 200, responseFields: [.init("date", "x")],
                responseBody: [0xff, 0x00], requestSHA256: "00", responseSHA256: "11", startedAt: "2026-11-23T10:00:00.000Z",
                elapsedMilliseconds: 12)
        ]
        run.contentDigests = [.init(path: "Contracts/core/a.contract.yaml", sha256: "22")]
        return run
    }

    static func report(_ run: RunRecord) -> ConformanceReport {
        ConformanceReport(
            run: run, catalogue: catalogue, issuer: .init(tool: "assay", version: "0.1.0", role: "own CI", keyID: "test-key"))
    }
}
