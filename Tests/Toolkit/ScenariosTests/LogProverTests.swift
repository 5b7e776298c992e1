import Contracts
import Documents
import Foundation
import HTTPTypes
import Results
import Synchronization
import Testing
import TransparencyLog
import Transport

@testable import Scenarios

@Suite struct LogProverTests {
    private static let contracts = """
        schema_version: 1
        id: extended.test
        title: Test
        pack: extended
        capability: log_proofs
        must: [REQ-AUD-001]
        defaults: { as: regulator, effects: synthetic }
        interactions:
          - { id: history, request: GET /history, response: 200 }
          - { id: checkpoint, request: GET /checkpoint, response: 200 }
          - id: change
            request: { put: /rule, body: { application/json: { reason: "because {{ uuid }}" } } }
            response:
              status: 200
              audit:
                history: extended.test/history
                checkpoint: extended.test/checkpoint
                entries: $.changes
                leaf: $.leaf
                index: $.index
                proof: { size: $.proof.size, hashes: $.proof.hashes }
                entry: { $.reason: "{{ request.body.reason }}" }
        """

    /// A subject with a real log that takes entries in a given number of looks later.
    private final class Log: Sendable {
        private struct State {
            var waiting: [[UInt8]] = []
            var entries: [[UInt8]] = []
            var looks = 0
        }

        let signer: NoteSigner
        private let delay: Int
        private let state = Mutex(State())

        init(delay: Int) throws {
            signer = try NoteSigner(name: "subject.test/log", key: [UInt8](repeating: 7, count: 32))
            self.delay = delay
            state.withLock { $0.entries = [Array("older".utf8)] }
        }

        func append(_ leaf: [UInt8]) { state.withLock { $0.waiting.append(leaf) } }

        func history() -> Node {
            state.withLock { state in
                let store = MemoryTileStore()
                var builder = TreeBuilder()
                guard (try? builder.integrate(state.entries, at: 0, into: store)) != nil else { return [] }
                let size = Int64(state.entries.count)
                let changes = state.entries.enumerated().dropFirst().map { index, leaf -> Node in
                    let proof = try? LogReader(store).inclusionProof(index: Int64(index), size: size)
                    return [
                        "index": .integer(index), "leaf": .string(Data(leaf).base64EncodedString()),
                        "proof": ["size": .integer(Int(size)), "hashes": .array((proof?.hashes ?? []).map { .string($0.base64) })],
                    ]
                }
                return ["changes": .array(Array(changes))]
            }
        }

        func checkpoint() -> [UInt8] {
            state.withLock { state in
                state.looks += 1
                if state.looks > delay {
                    state.entries += state.waiting
                    state.waiting = []
                }
                var builder = TreeBuilder()
                guard let root = try? builder.integrate(state.entries, at: 0, into: MemoryTileStore()),
                    let text = try? Checkpoint(origin: signer.name, size: Int64(state.entries.count), root: root).text
                else { return [] }
                return (try? signer.sign(text)) ?? []
            }
        }
    }

    private func run(delay: Int, forges: Bool = false, logKey: String? = nil, hasKey: Bool = true, text: String? = nil) async throws -> (
        record: RunRecord, bench: Workbench
    ) {
        let bench = try Workbench()
        let library = try bench.library(Self.contracts)
        let log = try Log(delay: delay)
        bench.subject.on("PUT /rule") { request, _ in
            let reason = (try? JSONReader.read(request.body))?["reason"] ?? Node.null
            log.append(Node.object([("reason", forges ? "something else" : reason)]).compactBytes())
            return ScriptedSubject.json(200, [:])
        }
        bench.subject.on("GET /history") { _, _ in ScriptedSubject.json(200, log.history()) }
        bench.subject.on("GET /checkpoint") { _, _ in IncomingResponse(status: 200, body: log.checkpoint()) }
        let profile = bench.profile(capabilities: ["log_proofs"], logKey: hasKey ? logKey ?? log.signer.verifierKey : nil)
        let scenarios = try text.map { [try bench.scenario($0, library)] } ?? []
        let interactions = scenarios.isEmpty ? library.interactions.filter { $0.id == "change" } : []
        return (await bench.runner(library, interactions: interactions, scenarios: scenarios, profile: profile).run(), bench)
    }

    @Test func `a change that is logged at once is proved at the first look`() async throws {
        let (record, bench) = try await run(delay: 0)
        let check = try #require(record.check("audit", of: "extended.test/change"))
        #expect(check.outcome == .passed, "\(check)")
        #expect(bench.subject.requests("GET /history").count == 1)
        #expect(check.exchanges.count == 4)
    }

    @Test func `a log that takes its time is looked at again`() async throws {
        let (record, bench) = try await run(delay: 5)
        #expect(record.check("audit", of: "extended.test/change")?.outcome == .passed)
        #expect(bench.subject.requests("GET /history").count > 1)
    }

    @Test func `a change that never comes into the log fails when patience ends`() async throws {
        let (record, bench) = try await run(delay: .max)
        let check = try #require(record.check("audit", of: "extended.test/change"))
        #expect(check.outcome == .failed)
        #expect(check.findings.first?.requirements.map(\.description) == ["REQ-AUD-001"])
        #expect(bench.clock.uptime >= .seconds(5) && bench.clock.uptime < .seconds(7))
    }

    @Test func `another entry than the change is not it, and another key than the log's proves nothing`() async throws {
        let (forged, _) = try await run(delay: 0, forges: true)
        #expect(forged.check("audit", of: "extended.test/change")?.outcome == .failed)
        let stranger = try NoteSigner(name: "subject.test/log", key: [UInt8](repeating: 8, count: 32))
        let (foreign, _) = try await run(delay: 0, logKey: stranger.verifierKey)
        #expect(foreign.check("audit", of: "extended.test/change")?.outcome == .failed)
    }

    @Test func `without the log's key nothing is claimed`() async throws {
        let (record, bench) = try await run(delay: 0, hasKey: false)
        #expect(record.check("audit", of: "extended.test/change")?.outcome == .skipped)
        #expect(bench.subject.requests("GET /history").isEmpty)
    }

    @Test func `an audit step proves earlier calls again after later ones`() async throws {
        let text = """
            schema_version: 1
            id: accepted.audit
            title: Audit
            must: [REQ-AUD-001]
            effects: synthetic
            actors: { officer: { identity: regulator } }
            steps:
              - call: extended.test/change
              - call: extended.test/change
              - audit: every call
            """
        let (record, _) = try await run(delay: 0, text: text)
        #expect(record.checks(of: "accepted.audit").filter { $0.check == "audit" }.map(\.outcome) == [.passed, .passed, .passed, .passed])
        let (empty, _) = try await run(delay: 0, text: text.replacing("  - call: extended.test/change\n", with: ""))
        #expect(empty.codes == ["scenario.nothing-to-audit"])
    }
}
