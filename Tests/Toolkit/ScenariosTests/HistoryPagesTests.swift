import Contracts
import Documents
import Results
import Testing
import Transport

@testable import Scenarios

@Suite struct HistoryPagesTests {
    private static let contracts = """
        schema_version: 1
        id: core.test
        title: Test
        pack: core
        must: [REQ-AUD-001]
        defaults: { as: regulator, effects: synthetic }
        interactions:
          - { id: history, request: { get: /history, query: { of: a rule } }, response: 200 }
          - id: change
            request: { put: /rule, body: { application/json: { reason: because } } }
            response: { status: 200, audit: { history: core.test/history, entries: $.changes, entry: { $.reason: because } } }
        """

    /// Judges a change against a history that comes in these pages; the cursor of a page is its number.
    private func run(_ pages: [Node]) async throws -> (record: RunRecord, asked: [String]) {
        let bench = try Workbench()
        let library = try bench.library(Self.contracts)
        bench.subject.on("PUT /rule") { _, _ in ScriptedSubject.json(200, [:]) }
        bench.subject.on("GET /history") { request, _ in
            let number = request.url.split(separator: "cursor=").dropFirst().first.flatMap { Int($0) } ?? 0
            return pages.indices.contains(number) ? ScriptedSubject.json(200, pages[number]) : IncomingResponse(status: 404)
        }
        let interactions = library.interactions.filter { $0.id == "change" }
        let record = await bench.runner(library, interactions: interactions).run()
        return (record, bench.subject.requests("GET /history").map { String($0.url.dropFirst(ScriptedSubject.origin.count)) })
    }

    private func page(_ reason: String, next: Node) -> Node { ["changes": [["reason": .string(reason)]], "next": next] }

    @Test func `an entry on the last page is found by following the cursors`() async throws {
        let (record, asked) = try await run([page("old", next: "1"), page("older", next: "2"), page("because", next: .null)])
        #expect(record.check("audit", of: "core.test/change")?.outcome == .passed, "\(record.codes)")
        #expect(asked == ["/history?of=a%20rule", "/history?of=a%20rule&cursor=1", "/history?of=a%20rule&cursor=2"])
    }

    @Test func `an entry on no page is missing`() async throws {
        let (record, _) = try await run([page("old", next: "1"), page("older", next: .null)])
        #expect(record.codes == ["audit.entry-missing"])
    }

    @Test func `cursors that go round in a circle are followed once`() async throws {
        let (record, asked) = try await run([page("old", next: "1"), page("older", next: "1")])
        #expect(record.codes == ["audit.entry-missing"])
        #expect(asked.prefix(4).filter { $0.hasSuffix("cursor=1") }.count == 2 && asked.count.isMultiple(of: 2))
    }

    @Test func `a page that is no document cannot be judged`() async throws {
        let (record, _) = try await run([page("old", next: "7")])
        #expect(record.check("audit", of: "core.test/change")?.outcome == .failed)
    }
}
