import Contracts
import Documents
import HTTPTypes
import MessageSignatures
import Results
import Synchronization
import Testing
import Transport

@testable import Scenarios

/// Every kind of step beyond those of `ScenarioCaseTests`: with a subject that is right, one that is not, and without what it needs.
@Suite struct StepTests {
    private static let contracts = """
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

    private struct Outcome {
        let record: RunRecord
        let bench: Workbench
        let id: String
        var checks: [String] { record.checks(of: id).map { "\($0.check) \($0.outcome.rawValue)" } }
        var notRun: String? { record.cases.first?.notRun }
    }

    private func run(
        _ steps: String, header: String = "", tools: [Profile.ToolKind: Profile.Tool] = [:], capabilities: Set<String> = [],
        drop: String = "ukgc", prepare: (Workbench) -> Void = { _ in }
    ) async throws -> Outcome {
        let bench = try Workbench()
        let library = try bench.library(Self.contracts)
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
        return Outcome(record: record, bench: bench, id: variants.first?.id ?? "")
    }

    private func findings(_ steps: String) throws -> [String] {
        let bench = try Workbench()
        let text = """
            schema_version: 1
            id: accepted.steps
            title: Steps
            actors: { inspector: { identity: regulator, inbox: callbacks }, deaf: { identity: regulator } }
            steps:
            \(steps.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n"))
            """
        return Scenario.read(Array(text.utf8), file: "t.scenario.yaml", contracts: try bench.library(Self.contracts)).findings.map {
            "\($0.code):\($0.source?.line ?? 0)"
        }
    }

    // MARK: call

    @Test func `a finding of a request written in a step names what the scenario serves`() async throws {
        let outcome = try await run("- call: GET /plain\n  response: { status: 200, body: { application/json: { match: { $.a: 2 } } } }")
        let failed = outcome.record.cases.flatMap(\.checks).filter { $0.outcome == .failed }
        #expect(failed.map(\.check) == ["body.match"])
        #expect(failed.flatMap(\.requirements).map(\.id.description) == ["REQ-API-005"])
        #expect(failed.flatMap(\.findings).flatMap(\.requirements).map(\.description) == ["REQ-API-005"])
    }

    // MARK: expect_no_callback

    @Test func `silence passes, and one more callback than was looked at fails`() async throws {
        let steps = """
            - call: core.test/ask
              with: { callback_url: "{{ inspector.inbox }}" }
            - expect_no_callback: any
              during: 5s
            """
        #expect(try await run(steps).checks == ["status passed", "expect_no_callback passed"])
        let noisy = try await run(steps) { bench in
            bench.subject.on("POST /ask") { request, _ in
                let url = (try? JSONReader.read(request.body))?["callback_url"]?.string ?? ""
                bench.inbox.deliver(to: url, body: ["n": 1])
                return ScriptedSubject.json(202, ["state": "accepted"])
            }
        }
        #expect(noisy.record.codes == ["callback.unexpected"])
    }

    @Test func `what an earlier step has looked at is not held against the silence`() async throws {
        let outcome = try await run(
            """
            - call: core.test/ask
              with: { callback_url: "{{ inspector.inbox }}" }
            - expect_callback: core.test/answer
              within: 5s
            - expect_no_callback: core.test/answer
              during: 5s
            """
        ) { bench in
            bench.subject.on("POST /ask") { request, _ in
                let url = (try? JSONReader.read(request.body))?["callback_url"]?.string ?? ""
                bench.inbox.deliver(to: url, body: ["n": 1])
                return ScriptedSubject.json(202, ["state": "accepted"])
            }
        }
        #expect(outcome.record.codes.isEmpty, "\(outcome.checks)")
        #expect(outcome.checks.last == "expect_no_callback passed")
    }

    // MARK: mail and files

    private func mail(_ text: Node, attachments: Node = [], subject: String = "Report T16") async throws -> Outcome {
        try await run(
            """
            - call: core.test/plain
            - expect_mail: core.test/notice
              within: 5s
            """
        ) { bench in
            bench.subject.on("GET /plain") { _, _ in
                for name in bench.mail.openNames {
                    bench.mail.deliver(
                        Reception(
                            number: 1, mailbox: name, method: "MAIL", targetURI: "mailto:\(name)",
                            fields: [.contentType: "application/json", HTTPField.Name("Subject") ?? .accept: subject],
                            body: Node.object([("text", text), ("attachments", attachments)]).compactBytes(), receivedAt: ManualClock.epoch,
                            peer: nil, remoteAddress: "127.0.0.1", answer: .accepted, medium: .mail))
                }
                return ScriptedSubject.json(200, ["a": 1])
            }
        }
    }

    @Test func `a mail is judged by its contract`() async throws {
        #expect(try await mail("see https://x.test/1").record.codes.isEmpty)
        #expect(try await mail("nothing to see").record.codes == ["body.match"])
        #expect(try await mail("https://x", subject: "Hello").record.codes == ["headers.mismatch"])
        #expect(try await mail("https://x", attachments: [["name": "data.csv"]]).record.codes == ["body.match"])
    }

    @Test func `a file is judged by name, content and the digest beside it`() async throws {
        func file(_ name: String, _ body: String, digest: String?) async throws -> Outcome {
            try await run(
                """
                - call: core.test/plain
                - expect_file: core.test/upload
                  within: 5s
                """
            ) { bench in
                bench.subject.on("GET /plain") { _, _ in
                    var fields: HTTPFields = [.contentType: "application/json"]
                    if let field = HTTPField.Name("File-Name") { fields[field] = name }
                    if let digest, let field = HTTPField.Name("Content-Digest") { fields[field] = digest }
                    bench.files.deliver(
                        Reception(
                            number: 1, mailbox: "ukgc", method: "PUT", targetURI: "file:ukgc/\(name)", fields: fields,
                            body: Array(body.utf8), receivedAt: ManualClock.epoch, peer: nil, remoteAddress: "the drop", answer: .accepted,
                            medium: .file))
                    return ScriptedSubject.json(200, ["a": 1])
                }
            }
        }
        let body = #"{"total":3}"#
        let digest = ContentDigestText.value(body)
        #expect(try await file("a.json", body, digest: digest).record.codes.isEmpty)
        #expect(try await file("a.csv", body, digest: digest).record.codes == ["headers.mismatch"])
        let other = #"{"total":4}"#
        #expect(try await file("a.json", other, digest: ContentDigestText.value(other)).record.codes == ["body.match"])
        #expect(try await file("a.json", body, digest: nil).record.codes.count == 1)
        #expect(try await file("a.json", #"{"total":3} "#, digest: digest).record.codes.count == 1)
    }

    @Test func `a drop that ends in a star is a folder that nobody used before`() async throws {
        let steps =
            "- call: core.test/plain\n- assert: its path is a variable\n  that: \"{{ inspector.drop }}\"\n  is: { regex: \"/reports/[^/*]+$\" }"
        let own = try await run(steps, drop: "reports/*")
        #expect(own.record.codes.isEmpty, "\(own.checks)")
        let names = own.bench.files.closed
        #expect(names.count == 1 && names[0].hasPrefix("reports/") && names[0].count > "reports/".count && !names[0].contains("*"))
        let standing = try await run(steps, drop: "reports")
        #expect(standing.record.codes.count == 1)
        #expect(standing.bench.files.closed == ["reports"])
    }

    // MARK: flow

    @Test func `branches run all, and what each captured is known afterwards`() async throws {
        let outcome = try await run(
            """
            - parallel:
                - - call: core.test/plain
                    capture: { one: { body: $.a } }
                - - call: core.test/plain
                    capture: { other: { body: $.a } }
            - assert: both are alike
              that: "{{ one }}"
              is: "{{ other }}"
            """)
        #expect(outcome.checks == ["status passed", "status passed", "assert passed"])
    }

    @Test func `a failed branch stops what stands on it, and the other branch is still recorded`() async throws {
        let outcome = try await run(
            """
            - parallel:
                - - call: core.test/plain
                - - call: GET /nothing
                    response: 200
            - call: core.test/plain
            """)
        #expect(outcome.checks == ["status passed", "status failed", "call skipped"])
    }

    @Test func `a condition chooses the steps, and what was not run is said`() async throws {
        let steps = """
            - call: core.test/plain
              capture: { a: { body: $.a } }
            - when: "{{ a }}"
              is: 1
              steps: [{ call: core.test/plain }]
            - when: { capability: log_proofs }
              steps: [{ call: core.test/plain }]
            """
        #expect(try await run(steps).checks == ["status passed", "status passed", "when not-applicable"])
        let declared = try await run(steps, capabilities: ["log_proofs"])
        #expect(declared.checks == ["status passed", "status passed", "status passed"])
    }

    @Test func `a matrix makes one case of each combination`() async throws {
        let outcome = try await run(
            """
            - call: GET /{{ path }}
              response: 200
            """, header: "matrix: { path: [plain, nothing] }")
        #expect(outcome.record.cases.map(\.id) == ["accepted.steps(path=plain)", "accepted.steps(path=nothing)"])
        #expect(outcome.record.cases.map { $0.checks.map(\.outcome) } == [[.passed], [.failed]])
    }

    @Test func `values that differ only in what is ignored are alike, others are not`() async throws {
        func compare(_ right: Node, by sense: String) async throws -> [String] {
            let answers = Mutex(0)
            return try await run(
                """
                - call: core.test/plain
                  capture: { one: { body: $ } }
                - call: core.test/plain
                  capture: { other: { body: $ } }
                - compare: both are alike
                  left: "{{ one }}"
                  right: "{{ other }}"
                  by: \(sense)
                  ignoring: [at]
                """
            ) { bench in
                bench.subject.on("GET /plain") { _, _ in
                    let count = answers.withLock { count in
                        count += 1
                        return count
                    }
                    return ScriptedSubject.json(200, count == 1 ? ["a": 1, "list": [1, 2], "at": "now"] : right)
                }
            }.record.codes
        }
        #expect(try await compare(["a": 1, "list": [1, 2], "at": "then"], by: "equal").isEmpty)
        #expect(try await compare(["a": 1, "list": [2, 1], "at": "then"], by: "equal") == ["compare.different"])
        #expect(try await compare(["a": 1, "list": [2, 1], "at": "then"], by: "unordered").isEmpty)
        #expect(try await compare(["a": 1, "list": [2, 2], "at": "then"], by: "unordered") == ["compare.different"])
        #expect(try await compare(["a": 7, "list": [9]], by: "shape").isEmpty)
        #expect(try await compare(["a": "7", "list": [9]], by: "shape") == ["compare.different"])
    }

    // MARK: tools

    private static let clockTool: [Profile.ToolKind: Profile.Tool] = [
        .clock: .request(
            method: "POST", url: "\(ScriptedSubject.origin)/clock", identity: nil, body: ["advance_seconds": "{{ seconds }}"])
    ]

    @Test func `time moves at the subject and in the run together`() async throws {
        let asked = Mutex<[Node]>([])
        let outcome = try await run("- advance_time: 2h\n- call: core.test/plain", tools: Self.clockTool) { bench in
            bench.subject.on("POST /clock") { request, _ in
                let body = try? JSONReader.read(request.body)
                asked.withLock { $0.append(body ?? .null) }
                return ScriptedSubject.json(200, [:])
            }
        }
        #expect(outcome.checks == ["advance_time passed", "status passed"])
        #expect(asked.withLock { $0.map { $0["advance_seconds"]?.integer } } == [7200])
        #expect(outcome.bench.subject.requests("POST /token").count == 2, "tokens of before are void")
    }

    @Test func `how far time moves can be what the subject said, in seconds or as a duration`() async throws {
        let asked = Mutex<[Int?]>([])
        let steps = """
            - call: core.test/plain
              capture: { left: { body: $.a, type: integer }, word: { body: $.at, type: string } }
            - advance_time: "{{ left }}"
            - advance_time: "{{ left }}m"
            - advance_time: "{{ word }}"
            """
        let outcome = try await run(steps, tools: Self.clockTool) { bench in
            bench.subject.on("POST /clock") { request, _ in
                let body = try? JSONReader.read(request.body)
                asked.withLock { $0.append(body?["advance_seconds"]?.integer) }
                return ScriptedSubject.json(200, [:])
            }
        }
        #expect(asked.withLock { $0 } == [1, 60])
        #expect(outcome.checks == ["status passed", "advance_time passed", "advance_time passed", "advance_time skipped"])
        #expect(outcome.record.preflightFailures.map(\.message).first?.contains("`now`") == true)
    }

    @Test func `a token is kept over a move where that is asked for, and by no other case`() async throws {
        let keeping = try await run(
            "- call: core.test/plain\n- advance_time: 2h\n  tokens: keep\n- call: core.test/plain", tools: Self.clockTool
        ) { $0.subject.on("POST /clock") { _, _ in ScriptedSubject.json(200, [:]) } }
        #expect(keeping.checks == ["status passed", "advance_time passed", "status passed"])
        #expect(keeping.bench.subject.requests("POST /token").count == 1)
    }

    @Test func `a scenario whose tool the profile lacks is not run, and says why`() async throws {
        for step in ["advance_time: 1h", "inject: { faults: [late] }", "restart: kill", "rotate_key: signing"] {
            let outcome = try await run("- call: core.test/plain\n- \(step)")
            #expect(outcome.notRun?.contains("the profile names none") == true, "\(step)")
            #expect(outcome.checks.isEmpty)
        }
    }

    @Test func `a tool that refuses is a trouble of the profile, never a pass`() async throws {
        let outcome = try await run("- advance_time: 1h", tools: Self.clockTool) { bench in
            bench.subject.on("POST /clock") { _, _ in IncomingResponse(status: 500) }
        }
        #expect(outcome.checks == ["advance_time skipped"])
        #expect(outcome.record.preflightFailures.map(\.code) == ["preflight.tool-failed"])
    }

    @Test func `faults that a scenario injects are off when it is over`() async throws {
        let asked = Mutex<[Node?]>([])
        let tools: [Profile.ToolKind: Profile.Tool] = [
            .faults: .request(method: "PUT", url: "\(ScriptedSubject.origin)/faults", identity: nil, body: ["enabled": "{{ names }}"])
        ]
        let outcome = try await run(
            "- inject: { faults: [late, wrong] }\n- call: GET /nothing\n  response: 200\n- call: core.test/plain", tools: tools
        ) { bench in
            bench.subject.on("PUT /faults") { request, _ in
                let body = try? JSONReader.read(request.body)
                asked.withLock { $0.append(body?["enabled"]) }
                return ScriptedSubject.json(200, [:])
            }
        }
        #expect(outcome.checks == ["inject passed", "status failed", "call skipped"])
        #expect(asked.withLock { $0.map { $0?.array?.compactMap(\.string) } } == [["late", "wrong"], []])
    }

    @Test func `after a restart the subject must answer in time`() async throws {
        let tools: [Profile.ToolKind: Profile.Tool] = [.restart: .command(["true"])]
        #expect(try await run("- restart: kill", tools: tools).checks == ["restart passed"])
        let dead = try await run("- restart: kill\n  within: 2s", tools: tools) { bench in
            let answers = Mutex(0)
            bench.subject.on("GET /") { _, _ in
                let count = answers.withLock { count in
                    count += 1
                    return count
                }
                return IncomingResponse(status: count == 1 ? 404 : 503)
            }
        }
        #expect(dead.record.codes == ["restart.not-back"])
        let broken = try await run("- restart: graceful", tools: [.restart: .command(["false"])])
        #expect(broken.checks == ["restart skipped"])
    }

    @Test func `keys that stay the same after a rotation are a finding`() async throws {
        let tools: [Profile.ToolKind: Profile.Tool] = [.rotateKey: .command(["true"])]
        #expect(try await run("- rotate_key: signing\n  within: 1s", tools: tools).record.codes == ["rotate.same-keys"])
    }

    // MARK: tamper and retry

    @Test func `a spoilt request must be refused`() async throws {
        let steps = """
            - tamper: core.test/ask
              with: { callback_url: "{{ inspector.inbox }}" }
              change: altered-body
              refused: 401
            """
        #expect(try await run(steps).record.codes == ["call.not-refused"])
        let strict = try await run(steps) { bench in
            let checked = RequestGuard(key: bench.clientKey.verificationKey, now: { ManualClock.epoch })
            bench.subject.on("POST /ask") { request, _ in
                IncomingResponse(status: checked.fault(of: request) == "signature.altered-body" ? 401 : 202)
            }
        }
        #expect(strict.checks == ["refused passed"])
    }

    @Test func `a retry is recorded and is a finding, and the last answer is judged`() async throws {
        let answers = Mutex(0)
        let outcome = try await run("- call: core.test/plain\n  retry: { attempts: 3, on: [503], pause: 1s }") { bench in
            bench.subject.on("GET /plain") { _, _ in
                let count = answers.withLock { count in
                    count += 1
                    return count
                }
                return count == 1 ? IncomingResponse(status: 503) : ScriptedSubject.json(200, [:])
            }
        }
        #expect(outcome.checks == ["retry failed", "status passed"])
        #expect(outcome.record.codes == ["call.retried"])
    }

    // MARK: reading

    @Test(arguments: [
        ("- expect_no_callback: any\n  to: inspector", "scenario.missing-key:6"),
        ("- expect_no_callback: any\n  to: deaf\n  during: 1s", "scenario.no-inbox:7"),
        ("- expect_mail: core.test/notice\n  to: deaf\n  within: 1s", "scenario.no-inbox:7"),
        ("- expect_mail: core.test/answer\n  to: inspector\n  within: 1s", "scenario.wrong-way:6"),
        ("- expect_file: core.test/notice\n  to: inspector\n  within: 1s", "scenario.wrong-way:6"),
        ("- parallel: [[{ call: core.test/plain, as: deaf }]]", "scenario.wrong-type:6"),
        ("- when: yes\n  is: yes\n  steps: [{ call: core.test/plain, as: deaf }]", "scenario.conflict:6"),
        ("- advance_time: soon", "scenario.bad-duration:6"),
        ("- advance_time: 1h\n  tokens: lose", "scenario.unknown-value:7"),
        ("- tamper: core.test/plain\n  as: deaf\n  change: stale\n  refused: 401", "scenario.conflict:6"),
        ("- tamper: core.test/ask\n  as: deaf\n  change: stales\n  refused: 401", "scenario.unknown-value:8"),
        ("- inject: { mischief: [teapot], to: inspector }", "scenario.unknown-value:6"),
        ("- inject: { faults: [a], mischief: [delay] }", "scenario.conflict:6"),
        ("- restart: slowly\n  as: deaf", "scenario.unknown-value:6"),
        ("- compare: nothing\n  left: 1\n  right: 2", "scenario.conflict:6"),
        ("- use: nowhere.fragment.yaml", "scenario.bad-fragment:6"),
    ])
    func `what a step cannot mean is refused where it stands`(steps: String, finding: String) throws {
        let found = try findings(steps)
        #expect(found.contains(finding), "\(found)")
    }
}
