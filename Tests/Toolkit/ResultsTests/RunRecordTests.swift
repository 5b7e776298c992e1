import Testing

@testable import Results

@Suite struct RunRecordTests {
    private func record(
        cases: [CaseRecord], exchanges: [Int], at start: String, interrupted: Bool = false, digests: [RunRecord.ContentDigestEntry] = []
    ) -> RunRecord {
        RunRecord(
            subject: .init(name: "n", baseURL: "https://p.test", environment: "sandbox", capabilities: []), startedAt: start,
            endedAt: start + "+", seed: 1, selection: ["all", start], cases: cases,
            exchanges: exchanges.map {
                ExchangeRecord(
                    number: $0, caseID: start, direction: .sent, identity: "", method: "GET", url: "https://p.test/", requestFields: [],
                    requestBody: [], status: 200, responseFields: [], responseBody: [], requestSHA256: "", responseSHA256: "",
                    startedAt: start, elapsedMilliseconds: 1)
            }, isInterrupted: interrupted, contentDigests: digests)
    }

    private func oneCase(_ id: String, _ exchanges: [Int], _ outcome: CheckOutcome = .passed) -> CaseRecord {
        CaseRecord(id: id, kind: .scenario, title: id, checks: [CheckRecord(check: "c", outcome: outcome, exchanges: exchanges)])
    }

    @Test func `a run that follows another goes on with its numbers, and its checks point at its own exchanges`() {
        let first = record(cases: [oneCase("a", [1, 3])], exchanges: [1, 2, 3], at: "10", digests: [.init(path: "z", sha256: "1")])
        let second = record(
            cases: [oneCase("b", [1], .failed)], exchanges: [1, 2], at: "20",
            digests: [.init(path: "b", sha256: "2"), .init(path: "z", sha256: "1")])
        let both = first.followed(by: second)
        #expect(both.exchanges.map(\.number) == [1, 2, 3, 4, 5])
        #expect(both.exchanges[3].startedAt == "20")
        #expect(both.cases.map(\.id) == ["a", "b"])
        #expect(both.cases.map { $0.checks[0].exchanges } == [[1, 3], [4]])
        #expect(both.cases[1].checks[0].outcome == .failed)
        #expect(both.startedAt == "10" && both.endedAt == "20+")
        #expect(both.selection == ["all", "10", "20"])
        #expect(both.contentDigests.map(\.path) == ["b", "z"])
    }

    @Test func `an interruption or a fault of either run is one of both`() {
        let good = record(cases: [], exchanges: [], at: "10")
        var bad = record(cases: [], exchanges: [], at: "20", interrupted: true)
        bad.harnessFaults = [Finding(code: "harness.x", message: "m", remedy: "r")]
        bad.preflightFailures = [Finding(code: "preflight.x", message: "m", remedy: "r")]
        for both in [good.followed(by: bad), bad.followed(by: good)] {
            #expect(both.isInterrupted && both.harnessFaults.count == 1 && both.preflightFailures.count == 1)
        }
        #expect(!good.followed(by: good).isInterrupted)
    }
}
