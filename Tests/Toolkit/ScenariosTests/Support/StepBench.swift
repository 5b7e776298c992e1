import Contracts
import Documents
import Results
import Testing
import Transport

@testable import Scenarios

/// What the tests of steps share: contracts to call and to wait for, and a run of steps against a scripted subject.
protocol StepBench {}

extension StepBench {
    /// Runs a scenario of these steps against a subject that answers rightly, unless `prepare` says otherwise.
    func run(
        _ steps: String, header: String = "", tools: [Profile.ToolKind: Profile.Tool] = [:], capabilities: Set<String> = [],
        drop: String = "ukgc", prepare: (Workbench) -> Void = { _ in }
    ) async throws -> StepOutcome {
        let bench = try Workbench()
        let library = try bench.library(StepContracts.text)
        bench.subject.on("GET /plain") { _, _ in ScriptedSubject.json(200, ["a": 1, "list": [1, 2], "at": "now"]) }
        bench.subject.on("POST /ask") { _, _ in ScriptedSubject.json(202, ["state": "accepted"]) }
        prepare(bench)
        let text = """
            schema_version: 1
            id: accepted.steps
            title: Steps
            must: [REQ-API-005]
            budget: 5m
            actors: { inspector: { identity: regulator, inbox: callbacks, mail: notices, drop: "\(drop)" } }
            \(header)
            steps:
            \(steps.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n"))
            """
        let (scenario, findings) = Scenario.read(Array(text.utf8), file: "test.scenario.yaml", contracts: library)
        try #require(findings.isEmpty, "\(findings.map { "\($0.code) \($0.message) \($0.source?.reference ?? "")" })")
        let variants = try #require(scenario).variants
        let profile = bench.profile(capabilities: capabilities, tools: tools)
        let record = await bench.runner(library, interactions: [], scenarios: variants, profile: profile).run()
        return StepOutcome(record: record, bench: bench, id: variants.first?.id ?? "")
    }

    /// The codes and lines of what is wrong with these steps, as they are read; the first of them stands on line 6.
    func findings(_ steps: String) throws -> [String] {
        let bench = try Workbench()
        let text = """
            schema_version: 1
            id: accepted.steps
            title: Steps
            actors: { inspector: { identity: regulator, inbox: callbacks }, deaf: { identity: regulator } }
            steps:
            \(steps.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n"))
            """
        return Scenario.read(Array(text.utf8), file: "t.scenario.yaml", contracts: try bench.library(StepContracts.text)).findings.map {
            "\($0.code):\($0.source?.line ?? 0)"
        }
    }
}

/// What became of a scenario of steps.
struct StepOutcome {
    let record: RunRecord
    let bench: Workbench
    let id: String
    var checks: [String] { record.checks(of: id).map { "\($0.check) \($0.outcome.rawValue)" } }
    var notRun: String? { record.cases.first?.notRun }
}

private enum StepContracts {
    static let text = """
        schema_version: 1
        id: core.test
        title: Test
        pack: core
        must: [REQ-API-005]
        defaults: { as: regulator, effects: synthetic }
        interactions:
          - id: ask
            request:
              post: /ask
              body: { application/json: { callback_url: "{{ callback_url }}" } }
              signed: { covers: ["@method", "@target-uri", content-digest], tag: t, nonce: fresh }
            response: { status: 202 }
          - id: plain
            effects: read
            request: GET /plain
            response: { status: 200 }
          - id: answer
            kind: webhook
            request: { post: "{{ callback_url }}", body: { application/json: { match: { $.n: { type: integer } } } } }
          - id: notice
            kind: mail
            message: { headers: { Subject: { include: Report } }, match: { $.text: { regex: "https://" }, $.attachments: { max: 0 } } }
          - id: upload
            kind: file
            file: { name: { regex: "[.]json$" }, body: { application/json: { match: { $.total: 3 } } }, digest: required }
        """
}
