import Contracts
import Documents
import HTTPTypes
import Results
import Testing
import Transport

@testable import Scenarios

/// What runs against a platform in production, with and without a grant.
@Suite struct ProductionGuardTests {
    private static let contracts = """
        schema_version: 1
        id: core.test
        title: Test
        pack: core
        must: [REQ-API-001]
        defaults: { as: regulator }
        interactions:
          - id: look
            request: GET /look
            response: 200
          - id: make
            must: [REQ-API-005]
            effects: synthetic
            request: POST /make
            response: 200
          - id: remake
            effects: synthetic
            given: [{ state: a thing }]
            request: POST /remake
            response: 200
          - id: destroy
            effects: destructive
            request: DELETE /destroy
            response: 200
        """

    private static let scenario = """
        schema_version: 1
        id: accepted.restarted
        title: Restarted
        must: [REQ-API-001]
        effects: synthetic
        budget: 1m
        actors: { inspector: { identity: regulator } }
        steps:
          - restart: graceful
          - call: core.test/make
        """

    private func grant(_ text: String, from: String = "2026-01-01T00:00:00Z", to: String = "2027-01-01T00:00:00Z") throws -> Grant {
        let whole = """
            schema_version: 1
            environment: production
            base_url: \(ScriptedSubject.origin)
            valid_from: "\(from)"
            valid_to: "\(to)"
            granted_by: J. Doe
            \(text)
            """
        let (grant, findings) = Grant.read(Array(whole.utf8), file: "g.grant.yaml")
        return try #require(grant, "\(findings.map(\.message))")
    }

    /// What was not run, by id, and what the subject was asked.
    private func run(_ grant: Grant?, effects: Set<Effects> = [.read, .synthetic, .destructive]) async throws -> (
        notRun: [String: String], asked: [String], record: RunRecord
    ) {
        let bench = try Workbench()
        let library = try bench.library(Self.contracts)
        for route in ["GET /look", "POST /make", "POST /remake", "DELETE /destroy"] {
            bench.subject.on(route) { _, _ in IncomingResponse(status: 200) }
        }
        let base = bench.profile()
        let profile = Profile(
            name: "P", environment: .production, platform: base.platform, identities: base.identities, states: base.states,
            tools: [.restart: .command(["true"])], allowedEffects: effects, values: base.values, grant: grant)
        let record = await bench.runner(
            library, scenarios: [try bench.scenario(Self.scenario, library)], profile: profile
        ).run()
        let notRun = Dictionary(record.cases.compactMap { one in one.notRun.map { (one.id, $0) } }) { first, _ in first }
        let own: Set<String> = ["/look", "/make", "/remake", "/destroy", "/states"]
        let asked = bench.subject.requests.filter { own.contains(String($0.url.dropFirst(ScriptedSubject.origin.count))) }
        return (notRun, asked.map { "\($0.method) \($0.url.dropFirst(ScriptedSubject.origin.count))" }, record)
    }

    private static let writing = ["core.test/make", "core.test/remake", "core.test/destroy", "accepted.restarted"]

    @Test func `without a grant only reading runs, whatever effects the profile has`() async throws {
        let (notRun, asked, record) = try await run(nil)
        #expect(Set(notRun.keys) == Set(Self.writing))
        #expect(notRun.values.allSatisfy { $0.contains("in production only reading is allowed") })
        #expect(asked == ["GET /look"])
        #expect(record.cases.count == 5)
    }

    @Test func `a grant lets run what it names and nothing else`() async throws {
        let (notRun, asked, record) = try await run(try grant("effects: [synthetic]\ncases: [core.test/make]"))
        #expect(Set(notRun.keys) == Set(Self.writing).subtracting(["core.test/make"]))
        #expect(notRun["core.test/destroy"]?.contains("the grant does not name this case") == true)
        #expect(asked == ["GET /look", "POST /make"])
        #expect(record.selection.contains("grant by J. Doe") && record.contentDigests.contains { $0.path == "g.grant.yaml" })
    }

    @Test func `requirements name the cases that refer to no others`() async throws {
        let (notRun, _, _) = try await run(try grant("effects: [synthetic]\nrequirements: [REQ-API-005]"))
        #expect(notRun["core.test/make"] == nil)
        #expect(notRun["core.test/remake"]?.contains("does not name") == true)
    }

    @Test func `a named case does not run when it does more than was granted`() async throws {
        let all = "cases: ['core.test/*', accepted.restarted]"
        let (notRun, asked, _) = try await run(try grant("effects: [synthetic]\n\(all)"))
        #expect(notRun["core.test/make"] == nil)
        #expect(notRun["core.test/remake"]?.contains("brought into a state, and the grant does not give that") == true)
        #expect(notRun["core.test/destroy"]?.contains("its effects are destructive, and the grant does not give that") == true)
        #expect(notRun["accepted.restarted"]?.contains("the tool `restart`, and the grant does not give that") == true)
        #expect(!asked.contains("POST /states") && !asked.contains("DELETE /destroy"))
        let more = try await run(try grant("effects: [synthetic, destructive]\ntools: [restart]\nstates: [a thing]\n\(all)"))
        #expect(more.notRun.isEmpty)
        #expect(more.asked.contains("POST /states") && more.asked.contains("DELETE /destroy"))
    }

    @Test func `effects that the profile leaves out stay out, whatever was granted`() async throws {
        let (notRun, asked, _) = try await run(try grant("effects: [synthetic]\ncases: [core.test/make]"), effects: [.read])
        #expect(notRun["core.test/make"]?.contains("the profile does not allow") == true)
        #expect(asked == ["GET /look"])
    }

    @Test func `no case begins when the grant's time is over`() async throws {
        let over = try grant("effects: [synthetic]\ncases: [core.test/make]", from: "2020-01-01T00:00:00Z", to: "2020-01-02T00:00:00Z")
        let (notRun, asked, _) = try await run(over)
        #expect(notRun["core.test/make"]?.contains("the grant ended at 2020-01-02") == true)
        #expect(asked == ["GET /look"])
    }
}
