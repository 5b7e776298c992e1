import Contracts
import Documents
import Results
import Synchronization
import Testing

@testable import Scenarios

/// Steps that order others, and those that compare what others captured.
@Suite struct FlowStepTests: StepBench {
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
}
