import Contracts
import Documents
import HTTPTypes
import Results
import Synchronization
import Testing
import Transport

@testable import Scenarios

@Suite struct RunnerTests {
    private static let contracts = """
        schema_version: 1
        id: core.test
        title: Test
        pack: core
        must: [REQ-API-001]
        defaults: { as: regulator }
        interactions:
          - id: first
            request: GET /first
            response: { status: 200, body: { application/json: { match: { $.ok: true } } } }
          - id: second
            request: GET /second
            response: 200
          - id: third
            effects: synthetic
            given: [{ state: a thing, params: { day: "{{ day }}" } }]
            request: { put: "/third/{{ given }}", body: { application/json: { id: "{{ uuid }}" } } }
            response: 200
        """

    private func bench() throws -> (Workbench, ContractLibrary) {
        let bench = try Workbench()
        bench.subject.on("GET /first") { _, _ in ScriptedSubject.json(200, ["ok": true]) }
        bench.subject.on("GET /second") { _, _ in ScriptedSubject.json(200, [:]) }
        bench.subject.on("PUT /third/by%20the%20state") { _, _ in ScriptedSubject.json(200, [:]) }
        return (bench, try bench.library(Self.contracts))
    }

    @Test func `a subject that does right passes, and the record says everything`() async throws {
        let (bench, library) = try bench()
        let record = await bench.runner(library, options: RunOptions(seed: 7, selection: ["all"], again: { "again \($0)" })).run()
        #expect(record.cases.map(\.id) == ["core.test/first", "core.test/second", "core.test/third"])
        #expect(record.cases.allSatisfy { $0.notRun == nil && !$0.checks.isEmpty && $0.checks.allSatisfy { $0.outcome == .passed } })
        #expect(record.cases.first?.again == "again core.test/first")
        #expect(record.preflightFailures.isEmpty && record.harnessFaults.isEmpty && !record.isInterrupted)
        #expect(record.seed == 7 && record.subject.name == "Subject")
        #expect(record.exchanges.map(\.number) == Array(1...record.exchanges.count))
        #expect(record.exchanges.contains { $0.caseID == "identity/regulator" })
        #expect(record.contentDigests.count == 1)
        let asked = try #require(bench.subject.requests("GET /first").first)
        #expect(asked.fields[.authorization] == "Bearer secret-token-1")
        #expect(!record.exchanges.contains { "\($0)".contains("secret-token-1") })
    }

    @Test func `a state is asked for with its parameters, and its values are variables`() async throws {
        let (bench, library) = try bench()
        _ = await bench.runner(library).run()
        let state = try #require(bench.subject.requests("POST /states").first)
        #expect(try JSONReader.read(state.body) == ["state": "a thing", "params": ["day": "2026-10-15"]])
        let put = try #require(bench.subject.requests("PUT /third/by%20the%20state").first)
        #expect(try JSONReader.read(put.body)["id"]?.string?.count == 36)
    }

    @Test func `a wrong answer fails its case and no other`() async throws {
        let (bench, library) = try bench()
        bench.subject.on("GET /first") { _, _ in ScriptedSubject.json(200, ["ok": false]) }
        let record = await bench.runner(library).run()
        #expect(record.check("body.match", of: "core.test/first")?.outcome == .failed)
        #expect(record.checks(of: "core.test/second").allSatisfy { $0.outcome == .passed })
    }

    @Test func `nobody listening is a failed preflight, and nothing is judged`() async throws {
        let (bench, library) = try bench()
        let record = await bench.runner(library, exchanger: DeafSubject()).run()
        #expect(record.preflightFailures.first?.code == "preflight.unreachable")
        #expect(record.cases.allSatisfy { $0.notRun == "the subject could not be tested" && $0.checks.isEmpty })
    }

    @Test func `a refused token and unreadable keys are failed preflights`() async throws {
        let (bench, library) = try bench()
        bench.subject.on("POST /token") { _, _ in ScriptedSubject.json(400, ["error": "invalid_scope"]) }
        #expect(await bench.runner(library).run().preflightFailures.map(\.code) == ["preflight.token-refused"])
        let (other, _) = try self.bench()
        other.subject.on("GET /jwks") { _, _ in IncomingResponse(status: 503) }
        #expect(await other.runner(library).run().preflightFailures.map(\.code) == ["preflight.keys-unavailable"])
        let bare = Profile(name: "x", platform: .init(baseURL: ScriptedSubject.origin), states: .manual)
        #expect(await other.runner(library, profile: bare).run().preflightFailures.map(\.code) == ["preflight.identity-unknown"])
    }

    @Test func `an answer that does not come is the subject's failure`() async throws {
        let (bench, library) = try bench()
        bench.subject.on("GET /first") { _, _ throws(TransportError) in throw TransportError(.timedOut, "no answer in 30 s") }
        let record = await bench.runner(library).run()
        let check = try #require(record.check("exchange", of: "core.test/first"))
        #expect(check.outcome == .failed)
        #expect(check.findings.first?.code == "exchange.failed")
        #expect(check.findings.first?.requirements.map(\.description) == ["REQ-API-001"])
        #expect(record.exchanges.first { $0.number == check.exchanges.first }?.failure?.hasPrefix("timedOut") == true)
        #expect(record.preflightFailures.isEmpty && record.harnessFaults.isEmpty)
    }

    @Test func `a state that is not reached fails the case`() async throws {
        let (bench, library) = try bench()
        bench.subject.on("POST /states") { _, _ in ScriptedSubject.json(500, [:]) }
        let record = await bench.runner(library).run()
        #expect(record.check("request", of: "core.test/third")?.findings.first?.code == "exchange.state-failed")
        #expect(bench.subject.requests("PUT /third/by%20the%20state").isEmpty)
    }

    @Test func `a variable that nobody gives is the profile's trouble, never a pass`() async throws {
        let (bench, library) = try bench()
        bench.subject.on("POST /states") { _, _ in IncomingResponse(status: 204) }
        let record = await bench.runner(library).run()
        #expect(record.check("request", of: "core.test/third")?.outcome == .skipped)
        #expect(record.preflightFailures.map(\.code) == ["preflight.variable-unknown"])
    }

    @Test func `in production no state is set up, not even for a case that says it only reads`() async throws {
        let bench = try Workbench()
        bench.subject.on("POST /states") { _, _ in IncomingResponse(status: 204) }
        bench.subject.on("GET /first") { _, _ in ScriptedSubject.json(200, [:]) }
        let contract = Self.contracts.replacing(
            "request: GET /first", with: "given: [{ state: a thing }]\n    request: GET /first")
        let library = try bench.library(contract)
        let record = await bench.runner(library, profile: bench.profile(environment: .production)).run()
        #expect(record.cases.first?.notRun?.contains("brought into a state") == true)
        #expect(bench.subject.requests("POST /states").isEmpty && bench.subject.requests("GET /first").isEmpty)
        #expect(!bench.subject.requests("GET /second").isEmpty)
    }

    @Test func `in production no step writes, whatever its scenario says of itself`() async throws {
        let (bench, library) = try bench()
        let scenario = try bench.scenario(
            """
            schema_version: 1
            id: accepted.sly
            title: Sly
            must: [REQ-API-001]
            effects: read
            budget: 1m
            actors: { inspector: { identity: regulator } }
            steps:
              - call: GET /first
                response: 200
            teardown:
              - call: POST /second
                response: 200
            """, library)
        let runner = bench.runner(
            library, interactions: [], scenarios: [scenario], profile: bench.profile(environment: .production))
        let record = await runner.run()
        #expect(record.cases.first?.notRun?.contains("POST") == true)
        #expect(bench.subject.requests.allSatisfy { $0.method == "GET" && !$0.url.hasSuffix("/first") })
    }

    @Test func `what the profile does not allow is listed with the reason`() async throws {
        let (bench, library) = try bench()
        let readOnly = await bench.runner(library, profile: bench.profile(effects: [.read])).run()
        #expect(readOnly.cases.last?.notRun?.contains("does not allow") == true)
        let production = await bench.runner(library, profile: bench.profile(environment: .production)).run()
        #expect(production.cases.last?.notRun?.contains("production") == true)
        #expect(bench.subject.requests.allSatisfy { $0.method != "PUT" })
        let stateless = await bench.runner(library, profile: bench.profile(states: nil)).run()
        #expect(stateless.cases.last?.notRun?.contains("states handler") == true)
    }

    @Test func `an undeclared capability is not applicable`() async throws {
        let (bench, _) = try bench()
        let library = try bench.library(
            Self.contracts.replacing("pack: core", with: "pack: extended\ncapability: log_proofs").replacing("must:", with: "should:"))
        let record = await bench.runner(library).run()
        #expect(record.cases.allSatisfy { $0.checks.map(\.outcome) == [.notApplicable] && $0.notRun == nil })
        #expect(record.cases.allSatisfy { $0.checks.allSatisfy { $0.reason?.contains("does not declare") == true } })
        let declared = await bench.runner(library, profile: bench.profile(capabilities: ["log_proofs"])).run()
        #expect(declared.cases.allSatisfy { !$0.checks.map(\.outcome).contains(.notApplicable) })
    }

    @Test func `the order of the record is that of the plan, however many run at a time`() async throws {
        let (bench, library) = try bench()
        let gate = Gate()
        bench.subject.on("GET /first") { _, _ in
            await gate.wait()
            return ScriptedSubject.json(200, ["ok": true])
        }
        bench.subject.on("PUT /third/by%20the%20state") { _, _ in
            await gate.open()
            return ScriptedSubject.json(200, [:])
        }
        let ended = Mutex<[String]>([])
        let record = await bench.runner(library, options: RunOptions(jobs: 3)).run { event in
            if case .caseEnded(let record) = event { ended.withLock { $0.append(record.id) } }
        }
        #expect(record.cases.map(\.id) == ["core.test/first", "core.test/second", "core.test/third"])
        #expect(ended.withLock { $0 }.count == 3)
        #expect(record.codes.isEmpty)
    }

    @Test func `fail-fast starts nothing after the first failure`() async throws {
        let (bench, library) = try bench()
        bench.subject.on("GET /first") { _, _ in ScriptedSubject.json(500, [:]) }
        let record = await bench.runner(library, options: RunOptions(failsFast: true)).run()
        #expect(record.cases.map { $0.notRun == nil } == [true, false, false])
        #expect(!record.isInterrupted)
        #expect(bench.subject.requests("GET /second").isEmpty)
    }

    @Test func `a passed deadline interrupts the run`() async throws {
        let (bench, library) = try bench()
        let gate = Gate()
        bench.subject.on("GET /first") { _, _ throws(TransportError) in
            await gate.wait()
            throw TransportError(.cancelled, "the task was cancelled")
        }
        let clock = bench.clock.runClock
        let impatient = RunClock(
            now: clock.now, uptime: clock.uptime,
            sleep: { _ in
                while bench.subject.requests("GET /first").isEmpty {
                    try Task.checkCancellation()
                    await Task.yield()
                }
                await gate.open()
            })
        let events = Mutex<[RunInterruption]>([])
        let record = await bench.runner(library, options: RunOptions(deadline: .seconds(9)), clock: impatient).run { event in
            if case .interrupted(let cause) = event { events.withLock { $0.append(cause) } }
        }
        #expect(record.isInterrupted)
        #expect(events.withLock { $0 } == [.deadline])
        #expect(record.check("exchange", of: "core.test/first")?.outcome == .skipped)
        #expect(record.cases.last?.notRun == "the deadline of the run passed before")
    }

    @Test func `an empty plan is a record without cases`() async throws {
        let (bench, library) = try bench()
        let record = await bench.runner(library, interactions: []).run()
        #expect(record.cases.isEmpty && record.preflightFailures.isEmpty)
        #expect(bench.subject.requests.isEmpty)
    }

    @Test func `a webhook and what needs another answer are left to scenarios`() async throws {
        let (bench, _) = try bench()
        let library = try bench.library(
            Self.contracts + """

                  - id: state-of-it
                    needs: [location]
                    request: GET {{ location }}
                    response: 200
                  - id: called-back
                    kind: webhook
                    request: { post: "{{ callback_url }}" }
                """)
        let alone = await bench.runner(library).run()
        #expect(alone.cases.suffix(2).allSatisfy { $0.notRun?.contains("scenario") == true })
        let scenario = try bench.scenario(
            """
            schema_version: 1
            id: accepted.it
            title: It
            must: [REQ-API-001]
            actors: { inspector: { identity: regulator } }
            steps: [{ call: core.test/state-of-it, with: { location: /first } }]
            """, library)
        let together = await bench.runner(library, scenarios: [scenario]).run()
        #expect(together.cases.map(\.id).contains("core.test/state-of-it") == false)
        #expect(together.cases.last?.checks.map(\.outcome) == [.passed])
    }

    @Test func `42: an unknown key makes the judge fetch the key set at once, and then every thirty seconds at most`() async throws {
        let bench = try Workbench()
        let directory = KeyDirectory(source: .url("\(ScriptedSubject.origin)/jwks"), secrets: bench.secrets, channel: bench.channel())
        var fields = HTTPFields()
        fields[.signatureInput] = #"sig1=("@status");created=1;keyid="subject-2""#
        fields[.signature] = "sig1=:AAAA:"
        _ = try await directory.keys(as: nil, identity: "")
        #expect(bench.subject.requests("GET /jwks").count == 1)
        for _ in 0..<3 { _ = try await directory.keys(for: fields, as: nil, identity: "") }
        #expect(bench.subject.requests("GET /jwks").count == 2, "a key may have come right after the first fetch")
        bench.clock.advance(.seconds(29))
        _ = try await directory.keys(for: fields, as: nil, identity: "")
        #expect(bench.subject.requests("GET /jwks").count == 2, "an unknown key makes nobody hammer the subject")
        bench.clock.advance(.seconds(1))
        for _ in 0..<3 { _ = try await directory.keys(for: fields, as: nil, identity: "") }
        #expect(bench.subject.requests("GET /jwks").count == 3)
    }

    @Test func `a token that is refused in the middle of a run fails the case`() async throws {
        let (bench, library) = try bench()
        bench.subject.on("GET /first") { _, _ in
            bench.clock.advance(.seconds(301))
            bench.subject.on("POST /token") { _, _ in ScriptedSubject.json(401, ["error": "invalid_client"]) }
            return ScriptedSubject.json(200, ["ok": true])
        }
        let record = await bench.runner(library).run()
        let check = try #require(record.check("request", of: "core.test/second"))
        #expect(check.outcome == .failed && check.findings.first?.code == "exchange.token-refused")
        #expect(record.preflightFailures.isEmpty)
    }

    @Test func `a case that checks nothing is the runner's own fault`() async throws {
        let (bench, library) = try bench()
        let place = SourceLocation(file: "made in code")
        let empty = Interaction(
            id: "empty", contractID: "core.test", title: "Empty",
            form: .call(
                RequestTemplate(method: "GET", path: "/second", source: place),
                ExpectedResponse(statuses: [], statusSource: place, source: place)), identity: "regulator", source: place)
        let record = await bench.runner(library, interactions: [empty]).run()
        #expect(record.harnessFaults.map(\.code) == ["harness.nothing-checked"])
    }

    @Test func `cancelling during preflight is an interruption, not a failed preflight`() async throws {
        let (bench, library) = try bench()
        bench.subject.on("POST /token") { _, _ throws(TransportError) in throw TransportError(.cancelled, "the task was cancelled") }
        let runner = bench.runner(library)
        let record = await withTaskGroup(of: RunRecord.self) { group in
            group.cancelAll()
            group.addTask { await runner.run() }
            return await group.next()
        }
        let interrupted = try #require(record)
        #expect(interrupted.isInterrupted && interrupted.preflightFailures.isEmpty)
        #expect(interrupted.cases.allSatisfy { $0.notRun != nil })
    }
}
