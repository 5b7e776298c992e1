import Contracts
import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import Results
import Synchronization
import Testing
import Transport

@testable import Scenarios

/// Sessions as HAR, and played again.
@Suite struct RecordingTests {
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
              body: { application/json: { request_id: "{{ uuid }}", callback_url: "{{ callback_url }}", email: "jane@example.test" } }
              signed: { covers: ["@method", "@target-uri", content-digest], tag: t, nonce: fresh, expires_after: 5m }
            response: 202
          - id: state
            needs: [location]
            effects: read
            request: GET {{ location }}
            response: 200
          - id: answer
            kind: webhook
            request: { post: "{{ callback_url }}", body: { application/json: { match: { $.file: { not_empty: true } } } } }
        """

    private static let scenario = """
        schema_version: 1
        id: accepted.test
        title: Ask and receive
        must: [REQ-API-005]
        actors: { inspector: { identity: regulator, inbox: callbacks } }
        steps:
          - call: core.test/ask
            with: { callback_url: "{{ inspector.inbox }}" }
            capture: { job: { header: Location } }
          - expect_callback: core.test/answer
            within: 30s
          - call: core.test/state
            with: { location: "{{ job }}" }
        """

    /// A subject that gives every question its own address and calls back; what it does elsewise is said.
    private func subject(
        _ bench: Workbench, jobs: String, callsBack: Bool = true, member: String = "file", strict: Bool = false
    ) {
        let key = bench.clientKey.verificationKey
        bench.subject.on("POST /ask") { request, _ in
            let fault = RequestGuard(key: key, now: { ManualClock.epoch.advanced(by: .seconds(1)) }).fault(of: request)
            if let fault, strict { return ScriptedSubject.json(401, ["fault": .string(fault)]) }
            let body = try? JSONReader.read(request.body)
            if callsBack, let url = body?["callback_url"]?.string { bench.inbox.deliver(to: url, body: ["file": "f"]) }
            var response = ScriptedSubject.json(202, ["request_id": body?["request_id"] ?? .null])
            response.fields[.location] = "/jobs/\(jobs)"
            return response
        }
        bench.subject.on("GET /jobs/\(jobs)") { _, _ in
            ScriptedSubject.json(200, Node.object([("state", .string("done")), (member, .string("f"))]))
        }
    }

    private func recorded() async throws -> (har: Node, record: RunRecord) {
        let bench = try Workbench()
        subject(bench, jobs: "first-0001")
        let library = try bench.library(Self.contracts)
        let record = await bench.runner(
            library, interactions: [], scenarios: [try bench.scenario(Self.scenario, library)]
        ).run()
        #expect(record.codes.isEmpty)
        let har = HARWriter().document(of: record.exchanges, creator: ("assay", "1"), baseURL: ScriptedSubject.origin)
        return (har, record)
    }

    // MARK: HAR

    /// What the HAR 1.2 text demands of the objects that others read.
    private static let demanded: [String: [String]] = [
        "entry": ["startedDateTime", "time", "request", "response", "cache", "timings"],
        "request": ["method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"],
        "response": ["status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize"],
    ]

    @Test func `what is written has the form of HAR 1_2`() async throws {
        let (har, record) = try await recorded()
        let log = try #require(har["log"])
        #expect(log["version"] == "1.2")
        #expect(log["creator"]?["name"] == "assay")
        let entries = try #require(log["entries"]?.array)
        #expect(entries.count == record.exchanges.count)
        for entry in entries {
            for (key, node) in [("entry", entry), ("request", entry["request"]), ("response", entry["response"])] {
                for name in Self.demanded[key] ?? [] { #expect(node?[name] != nil, "\(key) lacks \(name)") }
            }
            for name in ["send", "wait", "receive"] { #expect(entry["timings"]?[name]?.integer != nil) }
            for header in entry["request"]?["headers"]?.array ?? [] {
                #expect(header["name"]?.string != nil && header["value"]?.string != nil)
            }
            _ = try Timestamp(parsing: try #require(entry["startedDateTime"]?.string))
            #expect(entry["response"]?["content"]?["mimeType"]?.string != nil)
        }
        #expect(entries.contains { $0["_direction"] == "received" })
    }

    @Test func `neither credentials nor personal data are written`() async throws {
        let text = String(decoding: try await recorded().har.compactBytes(), as: UTF8.self)
        #expect(!text.contains("secret-token-1"))
        #expect(!text.contains("jane@example.test"))
        #expect(text.contains("[email]"))
    }

    @Test func `personal data is known by its member and by its form`() {
        let node: Node = ["email": "x", "note": "write to jo.doe@mail.test, or @nobody", "date_of_birth": "1990-01-01", "id": "42"]
        #expect(
            PersonalData.masked(node)
                == ["email": "[email]", "note": "write to [email], or @nobody", "date_of_birth": "[date]", "id": "42"])
    }

    @Test(arguments: ["", "[]", #"{"log":{}}"#, #"{"log":{"entries":[]}}"#, #"{"log":{"entries":[{"request":{}}]}}"#])
    func `what is no recording is refused`(text: String) {
        let (recording, findings) = Recording.read(Array(text.utf8), file: "x.har")
        #expect(recording == nil)
        #expect(findings.allSatisfy { $0.code.hasPrefix("har.") } && !findings.isEmpty)
    }

    // MARK: replay

    private func replay(
        _ har: Node, jobs: String = "second-0002", callsBack: Bool = true, member: String = "file", profile: Profile? = nil
    ) async throws -> (record: RunRecord, bench: Workbench) {
        let bench = try Workbench()
        subject(bench, jobs: jobs, callsBack: callsBack, member: member, strict: true)
        let (recording, findings) = Recording.read(har.compactBytes(), file: "s.har")
        #expect(findings.isEmpty)
        let library = try bench.library(Self.contracts)
        let runner = bench.runner(library, interactions: [], profile: profile)
        return (await runner.replay(try #require(recording), speed: .fast), bench)
    }

    @Test func `a session is played again with what the subject gives now`() async throws {
        let (har, old) = try await recorded()
        let (record, bench) = try await replay(har)
        #expect(record.codes.isEmpty, "\(record.cases.map { ($0.title, $0.checks.map(\.findings)) })")
        #expect(bench.subject.requests("GET /jobs/second-0002").count == 1)
        #expect(bench.subject.requests("GET /jobs/first-0001").isEmpty)
        let asked = try #require(bench.subject.requests("POST /ask").first)
        let body = String(decoding: asked.body, as: UTF8.self)
        let before = old.exchanges.first { $0.url.hasSuffix("/ask") }.map { String(decoding: $0.requestBody, as: UTF8.self) } ?? ""
        #expect(body != before, "identifiers are made anew")
        #expect(asked.fields[.authorization] == "Bearer secret-token-1")
        #expect(record.cases.contains { $0.checks.contains { $0.check == "replay.callbacks" && $0.outcome == .passed } })
    }

    @Test func `an answer of another shape, and callbacks that do not come, are findings`() async throws {
        let (har, _) = try await recorded()
        #expect(try await replay(har, member: "document").record.codes == ["replay.shape"])
        #expect(try await replay(har, callsBack: false).record.codes == ["replay.callbacks"])
    }

    @Test func `an answer of another status is a finding`() async throws {
        let (har, _) = try await recorded()
        let text = String(decoding: har.compactBytes(), as: UTF8.self).replacing(#""status":202"#, with: #""status":200"#)
        let (record, _) = try await replay(try JSONReader.read(Array(text.utf8)))
        #expect(record.codes.contains("replay.status"))
    }

    @Test func `a request that lacks what was redacted is not played, and said so`() async throws {
        let (har, _) = try await recorded()
        let text = String(decoding: har.compactBytes(), as: UTF8.self).replacing("[email]", with: Redactor.mark)
        let (record, bench) = try await replay(try JSONReader.read(Array(text.utf8)))
        #expect(bench.subject.requests("POST /ask").isEmpty)
        #expect(record.cases.contains { $0.checks.contains { $0.check == "replay" && $0.outcome == .skipped } })
    }

    @Test func `pauses are kept, shortened or left out`() {
        #expect(ReplaySpeed.fast.pause(.seconds(10)) == .zero)
        #expect(ReplaySpeed.times(1).pause(.seconds(10)) == .seconds(10))
        #expect(ReplaySpeed.times(5).pause(.seconds(10)) == .seconds(2))
    }
}

/// Time that does not wait.
@Suite struct VirtualClockTests {
    @Test func `a long wait is jumped over and the subject's clock is moved along`() async throws {
        let real = ManualClock()
        let clock = VirtualClock(real.runClock)
        let moved = Mutex<[Duration]>([])
        clock.bind { amount in
            moved.withLock { $0.append(amount) }
            return true
        }
        let start = clock.runClock.now()
        try await clock.runClock.sleep(.seconds(3600))
        #expect(moved.withLock { $0 } == [.seconds(3598)])
        #expect(real.uptime == .seconds(4), "a moment before and after really passes")
        #expect(clock.runClock.uptime() >= .seconds(3600))
        #expect(clock.runClock.now() - start >= .seconds(3600))
    }

    @Test func `a short wait is waited for, and one that cannot be jumped over too`() async throws {
        let real = ManualClock()
        let clock = VirtualClock(real.runClock)
        try await clock.runClock.sleep(.seconds(60))
        #expect(real.uptime == .seconds(60), "nobody moves the subject's clock yet")
        clock.bind { _ in false }
        try await clock.runClock.sleep(.seconds(1))
        try await clock.runClock.sleep(.seconds(30))
        #expect(real.uptime == .seconds(91))
        #expect(clock.jumped == .zero)
    }

    @Test func `a step that moves time takes nothing of the scenario's`() {
        let clock = VirtualClock(ManualClock().runClock)
        let (now, uptime) = (clock.runClock.now(), clock.runClock.uptime())
        clock.runClock.advance(.seconds(7200))
        #expect(clock.runClock.now() - now == .seconds(7200))
        #expect(clock.runClock.uptime() == uptime)
    }

    @Test func `a run in virtual time asks the profile's clock tool`() async throws {
        let bench = try Workbench()
        let library = try bench.library(
            """
            schema_version: 1
            id: core.test
            title: Test
            pack: core
            must: [REQ-API-005]
            defaults: { as: regulator }
            interactions: [{ id: state, request: GET /state, response: 200 }]
            """)
        let scenario = try bench.scenario(
            """
            schema_version: 1
            id: accepted.wait
            title: Wait
            must: [REQ-API-005]
            budget: 7d
            actors: { inspector: { identity: regulator } }
            steps:
              - await: core.test/state
                until: { $.state: done }
                every: 1d
                within: 3d
            """, library)
        let days = Mutex(0)
        bench.subject.on("POST /clock") { request, _ in
            let seconds = (try? JSONReader.read(request.body))?["advance_seconds"]?.integer ?? 0
            days.withLock { $0 += (seconds + 10) / 86_400 }
            return ScriptedSubject.json(200, [:])
        }
        bench.subject.on("GET /state") { _, _ in ScriptedSubject.json(200, ["state": days.withLock { $0 } >= 2 ? "done" : "open"]) }
        let virtual = VirtualClock(bench.clock.runClock)
        let tool = Profile.Tool.request(
            method: "POST", url: "\(ScriptedSubject.origin)/clock", identity: nil, body: ["advance_seconds": "{{ seconds }}"])
        let record = await bench.runner(
            library, interactions: [], scenarios: [scenario], profile: bench.profile(tools: [.clock: tool]),
            options: RunOptions(jobs: 4, virtualClock: virtual), clock: virtual.runClock
        ).run()
        #expect(record.codes.isEmpty && record.preflightFailures.isEmpty, "\(record.cases) \(record.preflightFailures)")
        #expect(record.check("await", of: "accepted.wait")?.outcome == .passed)
        #expect(bench.clock.uptime < .seconds(60))
    }
}
