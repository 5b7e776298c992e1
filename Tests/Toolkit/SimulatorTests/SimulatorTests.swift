import Documents
import MessageSignatures
import Results
import Scenarios
import Testing
import TransparencyLog
import Transport

@testable import Simulator

@Suite struct SimulatorTests {
    private func simulator(
        _ key: SigningKey, _ platform: ScriptedPlatform = .accepting, inbox: InboxConfiguration = InboxConfiguration(tls: nil),
        witness: Witness? = nil
    )
        throws -> Simulator
    {
        try Simulator(
            SimulatorConfiguration(inbox: inbox, witness: witness), profile: Fixture.profile(key: key), library: Fixture.library,
            exchanger: platform,
            secrets: SecretStore(environment: [:]), makeIdentifier: { "0f8fad5b-d9cb-469f-a165-70867728950e" })
    }

    /// Runs the simulator while `body` does its work.
    private func whileRunning(_ simulator: Simulator, _ body: @Sendable @escaping (SimulatorAddresses) async throws -> Void) async throws {
        let (ready, tell) = AsyncStream.makeStream(of: SimulatorAddresses.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await simulator.run {
                    tell.yield($0); tell.finish()
                }
            }
            for await addresses in ready { try await body(addresses) }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    @Test(.timeLimit(.minutes(1))) func `what is asked and what comes back is judged and listed`() async throws {
        let key = try Fixture.key()
        let simulator = try simulator(key)
        try await whileRunning(simulator) { addresses in
            let record = try await simulator.session.call("core.sample/ask")
            #expect(record.cases.flatMap(\.checks).allSatisfy { $0.outcome == .passed }, "\(record)")
            let client = HTTPClient(trust: .system)
            let good = try Fixture.callback(to: addresses.callbacks, key: key, created: .wall)
            #expect(try await client.send(good).status == 202)
            var changed = good
            changed.body = Array("{\"total\":4}".utf8)
            #expect(try await client.send(changed).status == 202)
            while simulator.ledger.entries.count(where: { $0.direction == .received }) < 2 { await Task.yield() }
            let entries = simulator.ledger.entries.filter { $0.contract != "preflight" }
            #expect(entries.map(\.direction) == [.sent, .received, .received])
            #expect(entries.map(\.contract) == ["core.sample/ask", "core.sample/answer", "core.sample/answer"])
            #expect(entries.map(\.verdict) == [.passed, .passed, .failed], "\(entries)")
            let console = try #require(addresses.console)
            let page = try await client.send(OutgoingRequest(url: console))
            #expect(page.status == 200 && String(decoding: page.body, as: UTF8.self).contains("core.sample/answer"))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `it says where it is reached`() async throws {
        try await whileRunning(try simulator(try Fixture.key())) { addresses in
            #expect(addresses.callbacks.hasPrefix("http://127.0.0.1:") && addresses.callbacks.hasSuffix("/inbox/callbacks"))
            let line = String(decoding: addresses.document.compactBytes(), as: UTF8.self)
            #expect(line.hasPrefix("{\"event\":\"ready\"") && line.contains(addresses.callbacks) && !line.contains("\n"))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a simulator that is a witness says where, and cosigns there`() async throws {
        let fixture = try WitnessFixture()
        try await whileRunning(try simulator(try Fixture.key(), witness: try fixture.witness())) { addresses in
            let witness = try #require(addresses.witness)
            #expect(witness.verifierKey == fixture.key.witnessVerifier.verifierKey)
            let line = String(decoding: addresses.document.compactBytes(), as: UTF8.self)
            #expect(line.contains("\"witness\":\"\(witness.url)\"") && line.contains("\"witness_key\":"))
            let client = HTTPClient(trust: .system)
            let request = try fixture.request(0, 10)
            let answer = try await client.send(
                OutgoingRequest(method: "POST", url: "\(witness.url)/add-checkpoint", body: request.bytes))
            #expect(answer.status == 200)
            _ = try request.note.cosigned(by: fixture.key.witnessVerifier, answer: answer.body)
        }
        #expect(SimulatorAddresses(callbacks: "x", console: nil, witness: nil).document["witness"] == nil)
    }

    @Test func `an answer that is not as agreed shows as failed`() async throws {
        let platform = ScriptedPlatform { _ in .success(IncomingResponse(status: 500)) }
        let simulator = try simulator(try Fixture.key(), platform)
        try await simulator.session.call("core.sample/ask", as: "other-regulator")
        let entry = try #require(simulator.ledger.entries.last)
        #expect(entry.verdict == .failed && entry.status == 500 && entry.peer == "as other-regulator")
    }

    @Test func `what nobody knows is refused with the nearest name`() async throws {
        let session = try simulator(try Fixture.key()).session
        for (id, identity, code) in [
            ("core.sample/asks", nil, RunError.Code.interactionUnknown), ("core.sample/answer", nil, .interactionUnknown),
            ("core.sample/ask", "regulater", .identityUnknown),
        ] as [(String, String?, RunError.Code)] {
            do throws(RunError) {
                _ = try await session.call(id, as: identity)
                Issue.record("accepted")
            } catch { #expect(error.code == code && !error.remedy.isEmpty) }
        }
        await #expect(throws: RunError(.interactionUnknown, "", remedy: "")) { try await session.play("none") }
    }

    @Test func `two simulators cannot have one address`() async throws {
        let key = try Fixture.key()
        let first = try simulator(key)
        try await whileRunning(first) { addresses in
            let port = try #require(Int(addresses.callbacks.split(separator: ":")[2].prefix { $0.isNumber }))
            let second = try simulator(key, inbox: InboxConfiguration(port: port, tls: nil))
            await #expect(throws: (any Error).self) { try await second.run() }
        }
    }
}
