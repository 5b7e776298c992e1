import Contracts
import Documents
import Results
import Testing

@testable import Scenarios

@Suite struct RunForecastTests {
    private let contract = """
        schema_version: 1
        id: own.orders
        title: Orders
        pack: core
        defaults: { as: regulator }
        negatives: none
        interactions:
          - id: read
            title: Read
            given: [{ state: there is one }]
            request: GET /orders
            response: 200
          - id: write
            title: Write
            effects: synthetic
            negatives: [auth]
            request: { post: /orders, body: { application/json: { a: 1 } } }
            response: 201
          - id: destroy
            title: Destroy
            effects: destructive
            request: { delete: /orders }
            response: 204

        """

    @Test func `requests, writes and what is left out are counted`() throws {
        let bench = try Workbench()
        let library = try bench.library(contract)
        let scenario = try bench.scenario(
            """
            schema_version: 1
            id: own.story
            title: A story
            effects: read
            budget: 30s
            actors: { inspector: { identity: regulator } }
            steps:
              - call: own.orders/read
                as: inspector
              - call: own.orders/read
                as: inspector

            """, library)
        let forecast = RunForecast(
            interactions: library.interactions, scenarios: [scenario], library: library, profile: bench.profile(), timeout: .seconds(10))
        let lines = Dictionary(uniqueKeysWithValues: forecast.lines.map { ($0.id, $0) })
        // The state is a writing request of its own.
        #expect(lines["own.orders/read"].map { [$0.requests, $0.writes] } == [2, 1])
        // The call, without a token and with an altered one.
        #expect(lines["own.orders/write"].map { [$0.requests, $0.writes] } == [3, 3])
        #expect(lines["own.orders/destroy"]?.omission != nil)
        #expect(lines["own.story"].map { [$0.requests, $0.writes] } == [4, 2])
        #expect(lines["own.story"]?.longest == .seconds(60))
        #expect(forecast.running.count == 3)
        #expect(forecast.total.requests == 9 && forecast.total.writes == 6)
        #expect(forecast.node["writes"]?.integer == 6 && forecast.node["cases"]?.array?.count == 4)
        #expect(bench.subject.requests.isEmpty)
    }
}

@Suite struct ProgressLineTests {
    private let line = ProgressLine(done: 3, planned: 12, failed: 1, caseID: "core.requests/a-signed-request-is-accepted")

    @Test(arguments: [1, 2, 8, 20, 40, 60, 61, 80, 200])
    func `the line never reaches the last column`(width: Int) {
        #expect(line.text(width: width, isColoured: false).count <= max(1, width - 1))
    }

    @Test func `there is a bar where there is room, and colour only where it is wanted`() {
        let wide = line.text(width: 100, isColoured: false)
        #expect(wide.contains("██████░") && wide.contains("3/12 · 1 failed") && wide.contains("core.requests"))
        #expect(!wide.contains("\u{1B}"))
        #expect(line.text(width: 100, isColoured: true).contains("\u{1B}[31m"))
        #expect(!line.text(width: 40, isColoured: false).contains("█"))
    }

    @Test func `more may end than were planned, and an id moves no cursor`() {
        let odd = ProgressLine(done: 5, planned: 0, failed: 0, caseID: "a\u{1B}[2Jb")
        let text = odd.text(width: 80, isColoured: true)
        #expect(text.contains("5/5") && !text.contains("\u{1B}"))
    }
}
