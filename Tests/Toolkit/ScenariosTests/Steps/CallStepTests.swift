import Contracts
import Documents
import MessageSignatures
import Results
import Synchronization
import Testing
import Transport

@testable import Scenarios

/// Calls as a step writes them: with an expectation of its own, spoilt, and again.
@Suite struct CallStepTests: StepBench {
    @Test func `a finding of a request written in a step names what the scenario serves`() async throws {
        let outcome = try await run("- call: GET /plain\n  response: { status: 200, body: { application/json: { match: { $.a: 2 } } } }")
        let failed = outcome.record.cases.flatMap(\.checks).filter { $0.outcome == .failed }
        #expect(failed.map(\.check) == ["body.match"])
        #expect(failed.flatMap(\.requirements).map(\.id.description) == ["REQ-API-005"])
        #expect(failed.flatMap(\.findings).flatMap(\.requirements).map(\.description) == ["REQ-API-005"])
    }

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

    @Test func `an address of somebody else in an answer gets nothing`() async throws {
        for elsewhere in ["https://collector.test/requests/1", "\(ScriptedSubject.origin)@collector.test/"] {
            let outcome = try await run(
                """
                - call: core.test/plain
                  capture: { location: { body: $.at } }
                - call: GET {{ location }}
                  response: 200
                """
            ) { bench in
                bench.subject.on("GET /plain") { _, _ in ScriptedSubject.json(200, ["at": .string(elsewhere)]) }
            }
            #expect(outcome.checks == ["status passed", "call skipped"])
            #expect(outcome.record.preflightFailures.map(\.code) == ["preflight.destination-foreign"])
            #expect(outcome.record.preflightFailures.allSatisfy { !$0.message.contains("requests/1") })
        }
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
}
