import Contracts
import Documents
import MessageSignatures
import Results
import Synchronization
import Testing
import Transport

@testable import Scenarios

/// Steps that use a tool of the profile: its clock, its faults, its restart, its keys.
@Suite struct ToolStepTests: StepBench {
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

    @Test func `a key set that gets a key and keeps the old ones passes, one that loses them is a finding`() async throws {
        let tools: [Profile.ToolKind: Profile.Tool] = [
            .rotateKey: .request(method: "POST", url: "\(ScriptedSubject.origin)/rotate", identity: nil, body: ["key": "{{ key }}"])
        ]
        for (keeps, codes) in [(true, []), (false, ["rotate.old-key-gone"])] {
            let outcome = try await run("- rotate_key: signing\n  within: 1s", tools: tools) { bench in
                let (old, new) = (bench.subject.key.verificationKey, try? SigningKey.generate(.ed25519, keyID: "new").verificationKey)
                bench.subject.on("POST /rotate") { _, _ in
                    let keys = (keeps ? [old] : []) + [new].compactMap(\.self)
                    bench.subject.on("GET /jwks") { _, _ in ScriptedSubject.json(200, KeySet(keys).jwks()) }
                    return ScriptedSubject.json(200, [:])
                }
            }
            #expect(outcome.record.codes == codes)
        }
    }

    @Test func `keys that stay the same after a rotation are a finding`() async throws {
        let tools: [Profile.ToolKind: Profile.Tool] = [.rotateKey: .command(["true"])]
        #expect(try await run("- rotate_key: signing\n  within: 1s", tools: tools).record.codes == ["rotate.same-keys"])
    }
}
