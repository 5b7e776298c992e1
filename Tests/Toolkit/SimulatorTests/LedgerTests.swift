import Documents
import Results
import Testing

@testable import Simulator

@Suite struct LedgerTests {
    static func entry(_ url: String = "https://a/", body: [UInt8] = [], checks: [CheckRecord] = [], failure: String? = nil) -> LedgerEntry {
        LedgerEntry(
            number: 0, direction: .sent, at: Fixture.now, contract: "core.sample/ask", method: "GET", url: url, status: 200,
            elapsed: .zero, peer: "as regulator", requestFields: [LedgerEntry.Field("X-A", "1")], requestBody: body, responseFields: [],
            responseBody: [], checks: checks, failure: failure)
    }

    @Test func `entries are numbered and the oldest make room`() {
        let ledger = Ledger(capacity: 2)
        for _ in 0..<3 { ledger.enter(Self.entry()) }
        #expect(ledger.entries.map(\.number) == [2, 3])
        #expect(ledger.entry(1) == nil && ledger.entry(3) != nil)
    }

    @Test func `bodies do not grow without bound`() {
        let ledger = Ledger(byteCapacity: 10)
        for size in [4, 4, 4, 100] { ledger.enter(Self.entry(body: [UInt8](repeating: 0, count: size))) }
        #expect(ledger.entries.map(\.number) == [4])
    }

    @Test func `a verdict is that of the worst check`() {
        func finding(_ severity: Severity) -> Finding { Finding(code: "a.b", severity: severity, message: "m", remedy: "r") }
        let passed = CheckRecord(check: "a", outcome: .passed)
        let warned = CheckRecord(check: "b", outcome: .failed, findings: [finding(.warning)])
        let failed = CheckRecord(check: "c", outcome: .failed, findings: [finding(.warning), finding(.error)])
        let skipped = CheckRecord(check: "d", outcome: .skipped)
        #expect(Self.entry(checks: [passed, skipped]).verdict == .passed)
        #expect(Self.entry(checks: [passed, warned]).verdict == .findings)
        #expect(Self.entry(checks: [passed, warned, failed]).verdict == .failed)
        #expect(Self.entry(checks: [skipped]).verdict == .notJudged && Self.entry().verdict == .notJudged)
        #expect(Self.entry(checks: [passed], failure: "timedOut").verdict == .failed)
    }

    @Test func `a filter looks at words of every column`() {
        let entry = Self.entry("https://a.invalid/Reports")
        for word in ["reports", "SENT", "core.sample", "200", "regulator", "not judged", ""] {
            #expect(entry.mentions(word) || word.isEmpty)
        }
        #expect(!entry.mentions("received"))
    }
}
