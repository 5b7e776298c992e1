import Contracts
import Documents
import HTTPTypes
import Results
import Synchronization
import Testing
import Transport

@testable import Scenarios

@Suite struct ScenarioCaseTests {
    private static let contracts = """
        schema_version: 1
        id: core.test
        title: Test
        pack: core
        must: [REQ-API-005]
        defaults: { as: regulator, effects: synthetic }
        interactions:
          - id: ask
            request: { post: /ask, body: { application/json: { request_id: "{{ uuid }}", callback_url: "{{ callback_url }}" } } }
            response: { status: 202, body: { application/json: { match: { $.state: accepted } } } }
          - id: state
            needs: [location]
            effects: read
            request: GET {{ location }}
            response: 200
          - id: answer
            kind: webhook
            request: { post: "{{ callback_url }}", body: { application/json: { match: { $.file: { not_empty: true } } } } }
            delivery: { within: 30s, identified_by: $.id, same: [$.file] }
        """

    private static let scenario = """
        schema_version: 1
        id: accepted.test
        title: Ask and receive
        must: [REQ-API-005]
        should: [REQ-AUD-001]
        budget: 1m
        actors: { inspector: { identity: regulator, inbox: callbacks } }
        steps:
          - call: core.test/ask
            with: { callback_url: "{{ inspector.inbox }}" }
            capture: { job: { header: Location }, id: { body: $.request_id } }
          - expect_callback: core.test/answer
            match: { $.id: "{{ id }}" }
            within: 30s
            capture: { file: { body: $.file, secret: true } }
          - await: core.test/state
            with: { location: "{{ job }}" }
            until: { $.state: done }
            fail_if: { $.state: failed }
            within: 10s
            capture: { recorded: { body: $.file } }
          - assert: both are the same file
            that: "{{ file }}"
            is: "{{ recorded }}"
        teardown:
          - call: DELETE /ask
            response: 204
        """

    /// What the subject does differently from a right one.
    private struct Deviation: Sendable {
        var asked: IncomingResponse?
        var callsBack = true
        var callbackFile: Node = "content-0001"
        var states: [Node] = [["state": "busy"], ["state": "done", "file": "content-0001"]]
        var deleted = 204
    }

    private func run(
        _ deviation: Deviation = Deviation(), text: String = scenario, hasInbox: Bool = true
    ) async throws -> (record: RunRecord, bench: Workbench) {
        let bench = try Workbench()
        let library = try bench.library(Self.contracts)
        let polls = Mutex(0)
        bench.subject.on("POST /ask") { request, _ in
            let body = try? JSONReader.read(request.body)
            if deviation.callsBack, let url = body?["callback_url"]?.string, let id = body?["request_id"] {
                bench.inbox.deliver(to: url, body: ["id": id, "file": deviation.callbackFile])
            }
            if let asked = deviation.asked { return asked }
            var response = ScriptedSubject.json(202, ["state": "accepted", "request_id": body?["request_id"] ?? Node.null])
            response.fields[.location] = "/jobs/1"
            return response
        }
        bench.subject.on("GET /jobs/1") { _, _ in
            let poll = polls.withLock { count in
                count += 1
                return count
            }
            return ScriptedSubject.json(200, deviation.states[min(poll, deviation.states.count) - 1])
        }
        bench.subject.on("DELETE /ask") { _, _ in IncomingResponse(status: deviation.deleted) }
        let scenario = try bench.scenario(text, library)
        return (await bench.runner(library, interactions: [], scenarios: [scenario], hasInbox: hasInbox).run(), bench)
    }

    private func outcomes(_ record: RunRecord) -> [String] {
        record.checks(of: "accepted.test").map { "\($0.check) \($0.outcome.rawValue)" }
    }

    @Test func `question, callback, waiting and teardown of a right subject pass`() async throws {
        let (record, bench) = try await run()
        #expect(record.codes.isEmpty, "\(record.cases.flatMap(\.checks).flatMap(\.findings))")
        let checks = record.checks(of: "accepted.test")
        #expect(checks.allSatisfy { $0.outcome == .passed }, "\(outcomes(record))")
        for check in ["status", "body.match", "expect_callback", "await", "assert", "teardown.status"] {
            #expect(checks.contains { $0.check == check })
        }
        #expect(
            checks.allSatisfy { check in
                ["REQ-API-005", "REQ-AUD-001"].allSatisfy { id in check.requirements.contains { $0.id.description == id } }
            })
        #expect(record.exchanges.contains { $0.direction == .received && $0.method == "POST" })
        #expect(bench.inbox.closed.count == 1)
        #expect(bench.subject.requests("GET /jobs/1").count == 2)
    }

    @Test func `what was declared secret is nowhere in the record`() async throws {
        let (record, _) = try await run()
        #expect(!"\(record)".contains("content-0001"))
        #expect(record.exchanges.contains { String(decoding: $0.requestBody, as: UTF8.self).contains("[redacted]") })
        var wrong = Deviation()
        wrong.states = [["state": "done", "file": "another-file"]]
        let (failed, _) = try await run(wrong)
        #expect(failed.codes == ["assert.failed"])
        #expect(!"\(failed)".contains("content-0001"))
    }

    @Test func `a callback that does not come is said plainly, and what builds on it is skipped`() async throws {
        var silent = Deviation()
        silent.callsBack = false
        let (record, bench) = try await run(silent)
        #expect(record.codes == ["callback.missing"])
        #expect(outcomes(record).suffix(4) == ["expect_callback failed", "await skipped", "assert skipped", "teardown.status passed"])
        #expect(record.checks(of: "accepted.test").first { $0.check == "await" }?.reason?.contains("step 2") == true)
        #expect(bench.subject.requests("DELETE /ask").count == 1)
    }

    @Test func `a callback is judged by its contract`() async throws {
        var empty = Deviation()
        empty.callbackFile = ""
        let (record, _) = try await run(empty)
        #expect(record.codes.contains { $0.hasPrefix("body") })
    }

    @Test func `a callback for another request is not the one waited for`() async throws {
        var other = Deviation()
        other.asked = {
            var response = ScriptedSubject.json(202, ["state": "accepted", "request_id": "of somebody else"])
            response.fields[.location] = "/jobs/1"
            return response
        }()
        let (record, _) = try await run(other)
        let finding = try #require(record.cases.flatMap(\.checks).flatMap(\.findings).first)
        #expect(finding.code == "callback.missing")
        #expect(finding.message.contains("1 other request"))
    }

    @Test func `waiting ends when time is over, and at once when it is in vain`() async throws {
        var busy = Deviation()
        busy.states = [["state": "busy"]]
        let (late, lateBench) = try await run(busy)
        #expect(late.codes == ["await.timed-out"])
        #expect(lateBench.clock.uptime >= .seconds(10) && lateBench.clock.uptime < .seconds(12))
        #expect(late.cases[0].checks.first { $0.check == "await" }?.findings.first?.actual?.contains("busy") == true)
        var failed = Deviation()
        failed.states = [["state": "failed"]]
        let (vain, vainBench) = try await run(failed)
        #expect(vain.codes == ["await.failed"])
        #expect(vainBench.clock.uptime == .zero)
    }

    @Test func `a refused question stops the scenario, and teardown still runs and is reported`() async throws {
        var refusing = Deviation()
        refusing.asked = IncomingResponse(status: 403)
        refusing.deleted = 500
        let (record, bench) = try await run(refusing)
        #expect(record.check("status", of: "accepted.test")?.outcome == .failed)
        #expect(record.check("teardown.status", of: "accepted.test")?.outcome == .failed)
        #expect(bench.subject.requests("GET /jobs/1").isEmpty)
    }

    @Test func `a value that is not there is a failed capture`() async throws {
        var bare = Deviation()
        bare.asked = ScriptedSubject.json(202, ["state": "accepted"])
        let (record, _) = try await run(bare)
        #expect(record.codes == ["scenario.capture-missing", "scenario.capture-missing"])
        let places = record.cases.flatMap(\.checks).flatMap(\.findings).compactMap(\.place)
        #expect(places == ["header Location", "$.request_id"])
    }

    @Test func `without an inbox the scenario is not run, and says why`() async throws {
        let (record, _) = try await run(hasInbox: false)
        #expect(record.cases.first?.notRun?.contains("no inbox") == true)
    }

    @Test func `a scenario that takes too long breaks its budget`() async throws {
        var busy = Deviation()
        busy.states = Array(repeating: ["state": "busy"], count: 10) + [["state": "done", "file": "content-0001"]]
        let (record, _) = try await run(busy, text: Self.scenario.replacing("budget: 1m", with: "budget: 1s"))
        #expect(record.codes.contains("await.timed-out"))
    }

    @Test(arguments: [(401, true), (403, false), (200, false)])
    func `a wanted refusal passes only by what is named`(status: Int, passes: Bool) async throws {
        let bench = try Workbench()
        let library = try bench.library(Self.contracts)
        bench.subject.on("GET /x") { _, _ in IncomingResponse(status: status) }
        let text = """
            schema_version: 1
            id: refusals.test
            title: Refused
            must: [REQ-API-004]
            actors: { nobody: { identity: no-certificate } }
            steps: [{ call: GET /x, refused: [tls, 401] }]
            """
        let scenario = try bench.scenario(text, library)
        let record = await bench.runner(library, interactions: [], scenarios: [scenario]).run()
        #expect(record.check("refused", of: "refusals.test")?.outcome == (passes ? .passed : .failed))
        #expect(record.codes == (passes ? [] : ["call.not-refused"]))
        bench.subject.on("GET /x") { _, _ throws(TransportError) in throw TransportError(.tlsFailed, "alert: certificate required") }
        let alert = await bench.runner(library, interactions: [], scenarios: [scenario]).run()
        #expect(alert.check("refused", of: "refusals.test")?.outcome == .passed)
        bench.subject.on("GET /x") { _, _ throws(TransportError) in throw TransportError(.timedOut, "no answer") }
        let silent = await bench.runner(library, interactions: [], scenarios: [scenario]).run()
        #expect(silent.check("refused", of: "refusals.test")?.outcome == .failed)
    }

    @Test func `cancelling the run ends the steps, runs the teardown and marks the record`() async throws {
        let bench = try Workbench()
        let library = try bench.library(Self.contracts)
        let gate = Gate()
        bench.subject.on("POST /ask") { _, _ throws(TransportError) in
            await gate.wait()
            throw TransportError(.cancelled, "the task was cancelled")
        }
        bench.subject.on("DELETE /ask") { _, _ throws(TransportError) in
            if Task.isCancelled { throw TransportError(.cancelled, "the task was cancelled") }
            return IncomingResponse(status: 204)
        }
        let scenario = try bench.scenario(Self.scenario, library)
        let runner = bench.runner(library, interactions: [], scenarios: [scenario])
        let record = await withTaskGroup(of: RunRecord?.self) { group in
            group.addTask { await runner.run() }
            group.addTask {
                while bench.subject.requests("POST /ask").isEmpty { await Task.yield() }
                return nil
            }
            _ = await group.next()
            group.cancelAll()
            await gate.open()
            return await group.next() ?? nil
        }
        let interrupted = try #require(record)
        #expect(interrupted.isInterrupted)
        #expect(interrupted.check("teardown.status", of: "accepted.test")?.outcome == .passed)
        #expect(interrupted.checks(of: "accepted.test").filter { $0.outcome == .failed }.isEmpty)
        #expect(bench.inbox.closed.count == 1)
    }

    @Test func `an answer that uses up the budget breaks it, and what follows is skipped`() async throws {
        let bench = try Workbench()
        let library = try bench.library(Self.contracts)
        bench.subject.on("GET /x") { _, _ in
            bench.clock.advance(.seconds(61))
            return IncomingResponse(status: 200)
        }
        let scenario = try bench.scenario(
            """
            schema_version: 1
            id: accepted.slow
            title: Slow
            must: [REQ-API-001]
            budget: 1m
            actors: { inspector: { identity: regulator } }
            steps:
              - { call: GET /x, response: 200 }
              - { call: GET /x, response: 200 }
            """, library)
        let record = await bench.runner(library, interactions: [], scenarios: [scenario]).run()
        #expect(
            record.checks(of: "accepted.slow").map { "\($0.check) \($0.outcome.rawValue)" } == [
                "status passed", "call skipped", "budget failed",
            ])
        #expect(record.codes == ["scenario.over-budget"])
    }

    @Test func `a capture needs an exchange before it, and a secret must be long enough to be recognised`() async throws {
        let bench = try Workbench()
        let library = try bench.library(Self.contracts)
        bench.subject.on("GET /x") { _, _ in ScriptedSubject.json(200, ["pin": "1234"]) }
        let head = """
            schema_version: 1
            id: accepted.capture
            title: Capture
            must: [REQ-API-001]
            actors: { inspector: { identity: regulator } }
            steps:

            """
        let early = try bench.scenario(head + "  - capture: { a: { status: true } }\n  - { call: GET /x, response: 200 }", library)
        let first = await bench.runner(library, interactions: [], scenarios: [early]).run()
        #expect(first.codes == ["scenario.nothing-to-capture"])
        let short = try bench.scenario(
            head + "  - { call: GET /x, response: 200 }\n  - capture: { pin: { body: $.pin, secret: true } }", library)
        let second = await bench.runner(library, interactions: [], scenarios: [short]).run()
        #expect(second.codes == ["scenario.capture-missing"])
        #expect(second.cases.first?.checks.last?.findings.first?.expected?.contains("at least 6") == true)
    }

    @Test func `a step that needs a value nobody gives is skipped and reported as the profile's trouble`() async throws {
        let bench = try Workbench()
        let library = try bench.library(Self.contracts)
        let scenario = try bench.scenario(
            """
            schema_version: 1
            id: accepted.missing
            title: Missing
            must: [REQ-API-001]
            actors: { inspector: { identity: regulator } }
            steps: [{ call: "GET /{{ nothing }}", response: 200 }]
            """, library)
        let record = await bench.runner(library, interactions: [], scenarios: [scenario]).run()
        #expect(record.checks(of: "accepted.missing").map(\.outcome) == [.skipped])
        #expect(record.preflightFailures.map(\.code) == ["preflight.variable-unknown"])
    }
}
