import Documents
import HTTPTypes
import MessageSignatures
import ServerKit
import Store
import Synchronization
import Testing
import Transport

@testable import Delivery

@Suite struct ChallengeWorkerTests {
    @Test func `a challenge is signed as deliveries are, goes to the checked address, and its echo proves the origin`() async throws {
        let scene = try OriginScene()
        let registered = try await scene.register()
        #expect(registered.state == "pending" && registered.origin == OriginScene.origin && !scene.isProved)
        try await scene.work()
        let sent = try #require(scene.sent.withLock { $0.first })
        #expect(scene.sent.withLock { $0.count } == 1)
        #expect(sent.method == "POST" && sent.url == OriginScene.url && sent.pinnedAddress == "127.0.0.1")
        #expect(sent.timeout == .seconds(10) && sent.maximumBodyBytes == 4096)
        try ContentDigest.check(sent.fields[.contentDigest], body: sent.body)
        let signature = try #require(try MessageSignature.all(in: sent.fields).first)
        _ = try signature.verify(
            .request(method: "POST", targetURI: sent.url, fields: sent.fields), keys: KeySet([scene.key.verificationKey]), now: scene.now,
            maximumAge: .seconds(300), skew: .zero, allowed: [.ed25519],
            covering: DeliverySigner.covered.map { try Component(parsing: $0) }, tag: "assay-challenge")
        #expect(sent.fields[.webhookSignature]?.hasPrefix("v1a,") == true)
        let body = try JSONReader.read(sent.body)
        #expect(body["kind"] == "address_challenge" && body["client_id"] == "cga" && body["origin"]?.string == OriginScene.origin)
        #expect(body["token"]?.string?.utf8.count == 43 && body["delivery_id"]?.string == sent.fields[.idempotencyKey])
        let row = try #require(try await scene.row())
        #expect(row.state == "proved" && row.reason == nil && row.attempts == 1)
        #expect(row.provedAt == scene.now && row.provedUntil == scene.now.advanced(by: .seconds(90 * 86_400)))
        #expect(scene.isProved && !scene.proofs.holds(OriginScene.origin, of: "mga", at: scene.now))
        #expect(!scene.proofs.holds("https://127.0.0.1:8544", of: "cga", at: scene.now))
        #expect(try await scene.entries() == ["create", "update"])
    }

    /// Answers that are no proof, with what the reason must say.
    static let answers: [(IncomingResponse, String)] = [
        (IncomingResponse(status: 202), "application/json"),
        (IncomingResponse(status: 204), "application/json"),
        (IncomingResponse(status: 200, fields: [.contentType: "text/plain"], body: Array("token".utf8)), "application/json"),
        (IncomingResponse(status: 200, fields: [.contentType: "application/json"], body: Array("[1".utf8)), "no JSON object"),
        (IncomingResponse(status: 200, fields: [.contentType: "application/json"], body: Array("[]".utf8)), "no JSON object"),
        (IncomingResponse(status: 200, fields: [.contentType: "application/json"], body: Array("{}".utf8)), "no member token"),
        (OriginScene.echo(1), "no member token"), (OriginScene.echo("tttt"), "another token"),
        (IncomingResponse(status: 302, fields: [.location: "https://elsewhere.example/"]), "redirects are not followed"),
        (IncomingResponse(status: 404), "404"), (IncomingResponse(status: 500), "500"),
    ]

    @Test(arguments: answers.indices) func `what is no echo of the token proves nothing, and is said`(index: Int) async throws {
        let (answer, word) = Self.answers[index]
        let scene = try OriginScene()
        scene.holder.withLock { $0 = { _ in answer } }
        try await scene.register()
        try await scene.work()
        let row = try #require(try await scene.row())
        #expect(row.state == "pending" && row.reason?.contains(word) == true, "\(row.reason ?? "")")
        #expect(row.provedUntil == nil && !scene.isProved)
    }

    @Test func `the token of one attempt does not answer another`() async throws {
        let scene = try OriginScene()
        let first = Mutex<Node?>(nil)
        scene.holder.withLock {
            $0 = { challenge in
                first.withLock { token in
                    token = token ?? challenge["token"]
                    return challenge["token"] == token ? IncomingResponse(status: 503) : OriginScene.echo(token)
                }
            }
        }
        try await scene.register()
        try await scene.work()
        scene.advance(.seconds(60))
        try await scene.work()
        #expect(try await scene.row()?.reason == "the answer has another token than the one that was sent")
        let bodies = try scene.sent.withLock { try $0.map { try JSONReader.read($0.body) } }
        #expect(bodies.count == 2 && Set(bodies.compactMap { $0["token"]?.string }).count == 2)
        #expect(Set(bodies.compactMap { $0["delivery_id"]?.string }).count == 2)
    }

    @Test func `a challenge is sent five times and then given up, on record`() async throws {
        let scene = try OriginScene()
        scene.holder.withLock { $0 = { _ in IncomingResponse(status: 500) } }
        try await scene.register()
        for _ in 0..<8 {
            try await scene.work()
            scene.advance(.seconds(400))
        }
        #expect(scene.sent.withLock { $0.count } == 5)
        let row = try #require(try await scene.row())
        #expect(row.state == "failed" && row.attempts == 5)
        #expect(try await scene.entries() == ["create", "update"])
        // Asked for again, it may well be answered.
        scene.holder.withLock { $0 = { OriginScene.echo($0["token"]) } }
        #expect(try await scene.desk.challenge("o-1", of: "cga", by: scene.author)?.state == "pending")
        try await scene.work()
        #expect(scene.isProved)
    }

    @Test func `who wants no challenges is sent no other`() async throws {
        let scene = try OriginScene()
        scene.holder.withLock { $0 = { _ in IncomingResponse(status: 410) } }
        try await scene.register()
        try await scene.work()
        #expect(try await scene.row()?.state == "failed")
        scene.advance(.seconds(3600))
        try await scene.work()
        #expect(scene.sent.withLock { $0.count } == 1)
    }

    @Test func `nothing is sent to an address that the client may not have any more`() async throws {
        let scene = try OriginScene()
        try await scene.register()
        scene.isAllowed.withLock { $0 = false }
        try await scene.work()
        #expect(scene.sent.withLock { $0.isEmpty })
        #expect(try await scene.row()?.reason?.contains("not lie within an origin") == true)
    }

    @Test func `a receiver that cannot be reached is tried again`() async throws {
        let scene = try OriginScene()
        scene.holder.withLock { $0 = { _ in throw TransportError(.couldNotConnect, "nobody is there") } }
        try await scene.register()
        try await scene.work()
        #expect(try await scene.row()?.state == "pending")
        scene.holder.withLock { $0 = { OriginScene.echo($0["token"]) } }
        scene.advance(.seconds(3))
        try await scene.work()
        #expect(try await scene.row()?.state == "proved" && scene.isProved)
    }

    @Test func `a proof is renewed before it is over`() async throws {
        let scene = try OriginScene()
        try await scene.register()
        try await scene.work()
        let until = try #require(try await scene.row()?.provedUntil)
        scene.advance(.seconds(75 * 86_400))
        try await scene.work()
        #expect(scene.sent.withLock { $0.count } == 1)
        scene.advance(.seconds(86_400))
        try await scene.work()
        #expect(scene.sent.withLock { $0.count } == 2)
        #expect(try #require(try await scene.row()?.provedUntil) > until)
        scene.advance(.seconds(20 * 86_400))
        #expect(scene.isProved)
    }

    @Test func `a renewal that is not answered leaves the proof until it is over, and no longer`() async throws {
        let scene = try OriginScene()
        try await scene.register()
        try await scene.work()
        scene.holder.withLock { $0 = { _ in IncomingResponse(status: 500) } }
        scene.advance(.seconds(76 * 86_400))
        for _ in 0..<13 * 8 {
            try await scene.work()
            scene.advance(.seconds(3 * 3600))
        }
        #expect(scene.isProved)
        #expect(try await scene.row()?.reason?.contains("500") == true)
        for _ in 0..<2 * 8 {
            try await scene.work()
            scene.advance(.seconds(3 * 3600))
        }
        #expect(!scene.isProved)
        #expect(try await scene.row()?.document(at: scene.now)["state"] == "failed")
    }

    @Test func `a challenge that is asked for and not answered ends the proof`() async throws {
        let scene = try OriginScene()
        try await scene.register()
        try await scene.work()
        scene.holder.withLock { $0 = { _ in IncomingResponse(status: 410) } }
        scene.advance(.seconds(60))
        let asked = try await scene.desk.challenge("o-1", of: "cga", by: scene.author)
        #expect(asked?.state == "proved" && scene.isProved)
        try await scene.work()
        #expect(try await scene.row()?.state == "failed" && !scene.isProved)
    }

    @Test func `another address ends the proof, and the challenge of the one before it`() async throws {
        let scene = try OriginScene()
        try await scene.register()
        try await scene.work()
        let changed = try await scene.register("o-1", OriginScene.origin + "/elsewhere")
        #expect(changed.state == "pending" && changed.provedUntil == nil && !scene.isProved)
        // One that is under way is not begun again.
        #expect(try await scene.register("o-1", OriginScene.origin + "/elsewhere") == changed)
        let moved = try await scene.register("o-1", "https://127.0.0.1:9000/x")
        try await scene.work()
        #expect(scene.sent.withLock { $0.map(\.url) } == [OriginScene.url, "https://127.0.0.1:9000/x"])
        #expect(scene.proofs.holds(moved.origin, of: "cga", at: scene.now) && !scene.isProved)
    }

    @Test func `what is taken away is called no more`() async throws {
        let scene = try OriginScene()
        try await scene.register()
        try await scene.work()
        #expect(try await scene.desk.remove("o-1", of: "mga", by: scene.author) == false)
        #expect(scene.isProved)
        #expect(try await scene.desk.remove("o-1", of: "cga", by: scene.author))
        #expect(!scene.isProved)
        scene.advance(.seconds(80 * 86_400))
        try await scene.work()
        #expect(scene.sent.withLock { $0.count } == 1)
        #expect(try await scene.entries() == ["create", "update", "delete"])
        #expect(try await scene.desk.challenge("o-1", of: "cga", by: scene.author) == nil)
    }

    @Test func `a proof outlives the process`() async throws {
        let scene = try OriginScene()
        try await scene.register()
        try await scene.register("o-2", "https://127.0.0.1:9000/x")
        #expect(try await scene.worker.workOnce(as: "a"))
        let later = try await ProvedOrigins(of: scene.store)
        let origins = [OriginScene.origin, "https://127.0.0.1:9000"]
        #expect(origins.filter { later.holds($0, of: "cga", at: scene.now) }.count == 1)
        #expect(origins.allSatisfy { !later.holds($0, of: "cga", at: scene.now.advanced(by: .seconds(90 * 86_400))) })
    }

    @Test func `a client has so many origins, each once, and begins so many challenges in an hour`() async throws {
        let scene = try OriginScene()
        for number in 1...OriginDesk.originLimit { try await scene.register("o-\(number)", "https://127.0.0.1:\(9000 + number)/x") }
        let full = await #expect(throws: Problem.self) { try await scene.register("more", "https://127.0.0.1:9100/x") }
        #expect(full?.status == 409 && full?.code == "too-many-origins")
        let twice = await #expect(throws: Problem.self) { try await scene.register("o-2", "https://127.0.0.1:9001/y") }
        #expect(twice?.code == "origin-known" && twice?.detail.contains("o-1") == true)
        // Who takes away and registers anew gets no more challenges for it.
        for _ in OriginDesk.originLimit..<OriginDesk.challengesAnHour {
            _ = try await scene.desk.remove("o-1", of: "cga", by: scene.author)
            try await scene.register("o-1", "https://127.0.0.1:9001/x")
        }
        _ = try await scene.desk.remove("o-1", of: "cga", by: scene.author)
        let refused = await #expect(throws: Problem.self) { try await scene.register("o-1", "https://127.0.0.1:9001/x") }
        #expect(refused?.status == 429 && refused?.fields[.retryAfter] == "3601")
        scene.advance(.seconds(3600))
        #expect(try await scene.register("o-1", "https://127.0.0.1:9001/x").state == "pending")
    }

    @Test func `the faults of the sandbox change what they say`() async throws {
        let credulous = try OriginScene(hooks: ChallengeHooks(signed: { $0 }, takesAnyAnswer: { true }))
        credulous.holder.withLock { $0 = { _ in IncomingResponse(status: 404) } }
        try await credulous.register()
        try await credulous.work()
        #expect(credulous.isProved)
        let unsigned = try OriginScene(
            hooks: ChallengeHooks(
                signed: { request in
                    var request = request
                    request.fields[.signature] = nil
                    return request
                }, takesAnyAnswer: { false }))
        try await unsigned.register()
        try await unsigned.work()
        #expect(unsigned.sent.withLock { $0.first?.fields[.signature] } == nil && unsigned.sent.withLock { $0.count } == 1)
    }
}
