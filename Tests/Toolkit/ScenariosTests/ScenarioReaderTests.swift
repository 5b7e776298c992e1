import Contracts
import Documents
import Foundation
import Results
import TestSupport
import Testing

@testable import Scenarios

@Suite struct ScenarioReaderTests {
    static let contracts = """
        schema_version: 1
        id: core.test
        title: Test
        pack: core
        defaults: { as: regulator }
        interactions:
          - { id: ask, request: GET /ask, response: 200 }
          - id: answer
            kind: webhook
            request: { post: "{{ callback_url }}" }
        """

    static let good = """
        schema_version: 1
        id: accepted.test
        title: A test
        must: [REQ-API-005]
        effects: synthetic
        clock: wall
        budget: 2m
        tags: [smoke]
        actors:
          inspector: { identity: regulator, inbox: callbacks, answers: [503, { status: 202, delay: 10ms }] }
        steps:
          - call: core.test/ask
            with: { a: 1 }
            capture: { job: { header: Location }, code: { status: true }, it: { body: $.x, type: integer, secret: true } }
          - expect_callback: core.test/answer
            match: { $.id: "{{ job }}" }
            count: 2
            within: 30s
          - await: core.test/ask
            until: { $.state: done }
            fail_if: { $.state: failed }
            within: 10s
            every: 1s
          - assert: it is so
            that: "{{ it }}"
            is: { min: 3 }
            should: [REQ-AUD-001]
          - capture: { tag: { header: ETag } }
          - call: GET /regulator/x
            refused: [tls, 401]
        teardown:
          - call: { delete: /thing, headers: { X-Reason: done } }
            response: { status: [204, 404] }
        broken_by: [something]
        """

    private func read(_ text: some StringProtocol) throws -> (scenario: Scenario?, findings: [Finding]) {
        let library = try Workbench().library(Self.contracts)
        return Scenario.read(Array(text.utf8), file: "Scenarios/a.scenario.yaml", contracts: library)
    }

    @Test func `an answer to a challenge has its token unless it is written otherwise`() throws {
        let text = Self.good.replacing("answers: [503,", with: "answers: [{ status: 200, echo: false }, { status: 200, echo: true },")
        #expect(try read(text).scenario?.actors.first?.answers.map(\.echoes) == [false, true, true])
    }

    @Test func `a core scenario depends on no capability`() throws {
        let text = """
            schema_version: 1
            id: accepted.test
            title: T
            must: [REQ-API-001]
            needs: [log_proofs]
            budget: 1m
            actors: { one: { identity: regulator } }
            steps: [{ call: GET /x, response: 200 }]
            """
        let library = try Workbench().library(
            "schema_version: 1\nid: core.t\ntitle: T\npack: core\ninteractions: [{ id: a, as: regulator, request: GET /a, response: 200 }]")
        let refused = Scenario.read(Array(text.utf8), file: "t.scenario.yaml", contracts: library)
        #expect(refused.findings.map(\.code) == ["scenario.conflict"])
        let extended = text.replacing("title: T\n", with: "title: T\npack: extended\n")
        #expect(Scenario.read(Array(extended.utf8), file: "t.scenario.yaml", contracts: library).findings.isEmpty)
    }

    @Test func `a complete scenario is read`() throws {
        let (scenario, findings) = try read(Self.good)
        #expect(findings.isEmpty, "\(findings)")
        let read = try #require(scenario)
        #expect(read.id == "accepted.test" && read.budget == .seconds(120) && read.effects == .synthetic)
        #expect(read.actors.first?.answers.map(\.status) == [503, 202])
        #expect(read.outline.count == 7 && read.teardown.count == 1)
        #expect(read.outline.first == "call core.test/ask")
        #expect(read.interactions == ["core.test/ask", "core.test/answer"])
        #expect(read.brokenBy == ["something"])
        #expect(read.digest == Digest.hex(Array(Self.good.utf8)))
    }

    @Test(arguments: [
        ("id: accepted.test", "id: Accepted", "scenario.bad-id"), ("title: A test\n", "", "scenario.missing-key"),
        ("budget: 2m", "budget: soon", "scenario.bad-duration"), ("clock: wall", "clock: sundial", "scenario.unknown-value"),
        ("must: [REQ-API-005]", "must: [REQ-5]", "scenario.bad-requirement-id"), ("tags:", "tag:", "scenario.unknown-key"),
        ("- call: core.test/ask", "- cal: core.test/ask", "scenario.unknown-step"),
        ("- call: core.test/ask", "- call: core.test/aks", "scenario.unknown-interaction"),
        ("- call: core.test/ask", "- call: core.test/answer", "scenario.wrong-form"),
        ("- expect_callback: core.test/answer", "- expect_callback: core.test/ask", "scenario.wrong-form"),
        ("    with: { a: 1 }", "    as: nobody", "scenario.unknown-actor"), ("inbox: callbacks, answers", "answers", "scenario.no-inbox"),
        ("inbox: callbacks, answers", "answers", "scenario.conflict"), ("answers: [503,", "answers: [0,", "scenario.bad-answer"),
        ("answers: [503,", "answers: [{ status: 200, echo: maybe },", "scenario.wrong-type"),
        ("{ header: Location }", "{ header: Location, status: true }", "scenario.capture-origin"),
        ("tag: { header: ETag }", "job: { header: ETag }", "scenario.captured-twice"),
        ("type: integer", "type: whole", "scenario.unknown-value"),
        ("    within: 30s\n", "", "scenario.missing-key"), ("count: 2", "count: 0", "scenario.out-of-range"),
        ("that: \"{{ it }}\"", "that: it", "scenario.conflict"), ("refused: [tls, 401]", "refused: [tls, 200]", "scenario.bad-refusal"),
        ("    response: { status: [204, 404] }\n", "", "scenario.missing-key"),
        ("is: { min: 3 }", "is: { minn: 3 }", "scenario.unknown-key"),
        ("$.state: done", "$x: done", "scenario.bad-path"),
    ])
    func `what is wrong is named with its place`(original: String, replacement: String, code: String) throws {
        let text = Self.good.replacing(original, with: replacement, maxReplacements: 1)
        try #require(text != Self.good)
        let (scenario, findings) = try read(text)
        #expect(scenario == nil)
        let finding = try #require(findings.first { $0.code == code }, "got \(findings.map(\.code))")
        #expect((finding.source?.line ?? 0) > 0 && finding.source?.excerpt != nil)
        #expect(!finding.remedy.isEmpty)
    }

    @Test func `a misspelt step, actor and interaction get the word that was meant`() throws {
        let (_, findings) = try read(
            Self.good.replacing("- await:", with: "- awiat:").replacing("with: { a: 1 }", with: "as: inspectro").replacing(
                "- expect_callback: core.test/answer", with: "- expect_callback: core.test/anwser"))
        let remedies = findings.map(\.remedy)
        #expect(remedies.contains { $0.contains("`await`") })
        #expect(remedies.contains { $0.contains("`inspector`") })
        #expect(remedies.contains { $0.contains("`core.test/answer`") })
    }

    @Test func `absurd files are refused`() throws {
        for text in ["", "[]", "a: [", "schema_version: 1\nid: a.b\ntitle: t\nactors: {}\nsteps: []"] {
            let (scenario, findings) = try read(text)
            #expect(scenario == nil && !findings.isEmpty)
        }
        let (_, missing) = Scenario.load(paths: ["nowhere"], content: "/tmp", contracts: ContractLibrary())
        #expect(missing.map(\.code) == ["scenario.no-files"])
    }

    @Test func `a scenario that only captures checks nothing`() throws {
        let start = try #require(Self.good.firstRange(of: "steps:"))
        let (_, findings) = try read(Self.good[..<start.lowerBound] + "steps: [{ capture: { a: { status: true } } }]")
        #expect(findings.map(\.code) == ["scenario.empty"])
    }

    @Test func `a folder in the place of a file cannot be read`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "assay-scenarios-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "a.scenario.yaml"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (_, findings) = Scenario.load(paths: [folder.path], content: ".", contracts: ContractLibrary())
        #expect(findings.map(\.code) == ["scenario.unreadable"])
    }

    @Test func `two files cannot have one id`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "assay-scenarios-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["a", "b"] {
            try Data(Self.good.utf8).write(to: folder.appending(path: "\(name).scenario.yaml"))
        }
        let library = try Workbench().library(Self.contracts)
        let (scenarios, findings) = Scenario.load(paths: [folder.path], content: ".", contracts: library)
        #expect(scenarios.count == 1)
        #expect(findings.map(\.code) == ["scenario.duplicate-id"])
    }

    @Test func `every scenario of the project is without findings`() throws {
        let root = PeerData.repository
        func folder(_ name: String) -> String { root.appending(path: name).resolvingSymlinksInPath().path }
        let (library, contractFindings) = ContractLibrary.load(paths: [folder("Contracts")], content: ".")
        try #require(contractFindings.isEmpty, "\(contractFindings.map { "\($0.code) \($0.source?.reference ?? "") \($0.message)" })")
        let (scenarios, findings) = Scenario.load(paths: [folder("Scenarios")], content: ".", contracts: library)
        #expect(findings.isEmpty, "\(findings.map { "\($0.code) \($0.source?.reference ?? "") \($0.message)" })")
        #expect(scenarios.count >= 9)
        #expect(scenarios.allSatisfy { !$0.requirements.isEmpty && !$0.steps.isEmpty })
    }
}
