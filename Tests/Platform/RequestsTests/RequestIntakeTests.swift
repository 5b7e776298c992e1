import Delivery
import Documents
import GRDB
import HTTPTypes
import MessageSignatures
import ServerKit
import Store
import Synchronization
import Testing

@testable import Requests

@Suite struct RequestIntakeTests {
    let scene: Scene

    init() throws { scene = try Scene() }

    /// The code of the refusal, nil when it was accepted.
    private func refusal(_ request: ServerRequest, client: RequestingClient? = nil) async throws -> Problem? {
        do {
            try await scene.accept(request, client: client)
            return nil
        } catch let problem as Problem {
            return problem
        }
    }

    @Test func `a signed request is accepted, stored with its job and its audit event, and answered with its place`() async throws {
        let answer = try await scene.accept(scene.request())
        #expect(answer.status == 202)
        #expect(answer.fields[.location] == "/sandbox/regulator/requests/7d9e1c1e-0a50-4c9b-9f0a-6a8e6f0f4b11")
        let body = try JSONReader.read(answer.body)
        #expect(body["state"]?.string == "accepted")
        #expect(body["accepted_at"]?.string == Scene.start.description)
        #expect(body["due_by"]?.string == Scene.start.advanced(by: .seconds(7200)).description)
        let stored = try #require(try await scene.stored())
        #expect(stored.document["state"]?.string == "accepted")
        #expect(stored.document["file"]?.isNull == true)
        #expect(try await scene.store.read { try $0.jobCount(kind: "deliver-request", state: "waiting") } == 1)
        #expect(try await scene.store.read { try $0.auditEvent(at: 0)?.action } == "request")
    }

    @Test func `without a signature nothing is accepted`() async throws {
        let request = try scene.request { request in
            request.fields[.signature] = nil
            request.fields[.signatureInput] = nil
        }
        let problem = try await refusal(request)
        #expect(problem?.status == 401)
        #expect(problem?.code == "signature-missing")
        #expect(try await scene.stored() == nil)
    }

    @Test func `each broken rule of the signature has its own code`() async throws {
        let stranger = try SigningKey.generate(.ed25519, keyID: "ukgc-1")
        let unknown = try SigningKey.generate(.ed25519, keyID: "nobody")
        var cases: [(ServerRequest, String)] = [
            (try scene.request(key: stranger), "signature-wrong"), (try scene.request(key: unknown), "signature-unknown-key"),
            (try scene.request(tag: "other"), "signature-wrong-tag"),
            (try scene.request(covering: ["@method", "content-digest", "content-type"]), "signature-component-missing"),
            (try scene.request { $0.body.append(0x20) }, "signature-digest-mismatch"),
            (try scene.request { $0.target += "?x=1" }, "signature-wrong"), (try scene.request { $0.method = "PUT" }, "signature-wrong"),
            (try scene.request { $0.fields[.contentType] = "text/json" }, "signature-wrong"),
            (try scene.request(nonce: nil), "signature-nonce-missing"),
            (try scene.request(nonce: String(repeating: "n", count: 129)), "signature-nonce-missing"),
            (try scene.request(expires: nil), "signature-expires-missing"),
            (try scene.request(expires: 301), "signature-expires-missing"),
        ]
        cases.append((try scene.request { $0.fields[.signature] = "sig1=:AAAA:" }, "signature-wrong"))
        for (request, code) in cases {
            let problem = try await refusal(request)
            #expect(problem?.code == code)
            #expect(problem?.status == 401)
        }
        #expect(try await scene.stored() == nil)
    }

    @Test func `a signature that is over or too old is refused`() async throws {
        let brief = try scene.request(expires: 60)
        let long = try scene.request(nonce: "n-2", expires: 300)
        scene.advance(.seconds(100))
        #expect(try await refusal(brief)?.code == "signature-expired")
        scene.advance(.seconds(300))
        let code = try await refusal(long)?.code
        #expect(code == "signature-expired" || code == "signature-too-old")
    }

    @Test func `a nonce is good once, whatever the request says`() async throws {
        try await scene.accept(scene.request())
        #expect(try await refusal(scene.request())?.code == "nonce-reused")
        let other = Scene.body.setting("request_id", "8d9e1c1e-0a50-4c9b-9f0a-6a8e6f0f4b11")
        let problem = try await refusal(scene.request(other))
        #expect(problem?.code == "nonce-reused")
        #expect(problem?.status == 409)
    }

    @Test func `a nonce is used up for its client alone, also where two clients call their keys alike`() async throws {
        let key = try SigningKey.generate(.ed25519, keyID: scene.regulatorKey.keyID)
        let other = RequestingClient(id: "mga", regulator: "MGA", keys: KeySet([key.verificationKey]), isRegistered: { _ in true })
        try await scene.accept(scene.request())
        #expect(try await refusal(scene.request(key: key), client: other) == nil)
        #expect(try await refusal(scene.request(key: key), client: other)?.code == "nonce-reused")
        #expect(try await refusal(scene.request())?.code == "nonce-reused")
    }

    @Test func `a repetition with a new nonce is answered as the first was, and delivered once`() async throws {
        let first = try await scene.accept(scene.request())
        scene.advance(.seconds(30))
        let second = try await scene.accept(scene.request(nonce: "n-2"))
        #expect(second.status == 202)
        #expect(second.body == first.body)
        #expect(second.fields == first.fields)
        #expect(try await scene.store.read { try $0.jobCount(kind: "deliver-request", state: "waiting") } == 1)
        #expect(try await scene.store.read { try $0.auditEventCount() } == 1)
    }

    @Test func `another request under the same id is a conflict`() async throws {
        try await scene.accept(scene.request())
        let problem = try await refusal(scene.request(Scene.body.setting("format", "xml"), nonce: "n-2"))
        #expect(problem?.status == 409)
        #expect(problem?.code == "request-conflict")
    }

    @Test func `a repetition is answered as the first was, though the present would refuse it`() async throws {
        let inAnHour = Scene.start.advanced(by: .seconds(3600)).description
        let body = Scene.body.setting("due_by", .string(inAnHour))
        let first = try await scene.accept(scene.request(body))
        scene.advance(.seconds(7200))
        #expect(try await refusal(scene.request(body.setting("request_id", Self.otherID), nonce: "n-2"))?.pointer == "/due_by")
        scene.unknownTemplate.withLock { $0 = "X-GAR-D" }
        let closed = scene.client { _ in false }
        let second = try await scene.accept(scene.request(body, nonce: "n-3"), client: closed)
        #expect(second.status == 202)
        #expect(second.body == first.body)
        #expect(second.fields == first.fields)
        #expect(try await scene.store.read { try $0.jobCount(kind: "deliver-request", state: "waiting") } == 1)
        #expect(try await scene.store.read { try $0.auditEventCount() } == 1)
    }

    @Test func `a repetition uses its nonce up, and a conflict leaves it unused`() async throws {
        try await scene.accept(scene.request())
        #expect(try await refusal(scene.request(Scene.body.setting("format", "xml"), nonce: "n-2"))?.code == "request-conflict")
        #expect(try await scene.accept(scene.request(nonce: "n-2")).status == 202)
        #expect(try await refusal(scene.request(nonce: "n-2"))?.code == "nonce-reused")
        #expect(try await refusal(scene.request(Scene.body.setting("request_id", Self.otherID), nonce: "n-2"))?.code == "nonce-reused")
    }

    @Test func `under a used id another body is a conflict even when it would be refused, and a malformed one is malformed`() async throws {
        try await scene.accept(scene.request())
        let changes: [(String, Node)] = [("surprise", true), ("due_by", "2020-01-01T00:00:00Z"), ("kind", "horoscope")]
        for (name, value) in changes {
            let request = try scene.request(Scene.body.setting(name, value), nonce: "c-\(name)")
            #expect(try await refusal(request)?.code == "request-conflict", "\(name)")
        }
        let malformed: [Node] = [[], "text", Scene.body.setting("request_id", "7"), Scene.body.removing("request_id")]
        for (number, body) in malformed.enumerated() {
            let problem = try await refusal(scene.request(body, nonce: "m-\(number)"))
            #expect(problem?.status == 400 && problem?.code == "invalid-member", "\(body)")
        }
        // Of another client the same id is another request.
        #expect(try await refusal(scene.request(nonce: "n-9"), client: scene.client(id: "mga")) == nil)
        #expect(try await scene.requestCount == 2)
    }

    @Test func `of many repetitions at once one is delivered and all are answered alike`() async throws {
        let requests = try (0..<16).map { try scene.request(nonce: "n-\($0)") }
        let bodies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for request in requests { group.addTask { try await scene.accept(request).body } }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(bodies.count == 1)
        #expect(try await scene.store.read { try $0.jobCount(kind: "deliver-request", state: "waiting") } == 1)
        #expect(try await scene.store.read { try $0.auditEventCount() } == 1)
    }

    static let otherID: Node = "8d9e1c1e-0a50-4c9b-9f0a-6a8e6f0f4b11"

    static let wrongMembers: [(pointer: String, change: Node)] = [
        ("/request_id", ["request_id": "7"]), ("/request_id", ["request_id": 7]), ("/kind", ["kind": "horoscope"]),
        ("/parameters", ["parameters": []]), ("/parameters/period", ["parameters": ["template": "T16"]]),
        ("/parameters/extra", ["parameters": ["period": "2026-10", "template": "T16", "extra": 1]]),
        ("/parameters/template", ["parameters": ["period": "2026-10", "template": "T99"]]), ("/format", ["format": "docx"]),
        ("/callback_url", ["callback_url": .null]), ("/due_by", ["due_by": "tomorrow"]), ("/due_by", ["due_by": "2020-01-01T00:00:00Z"]),
        ("/surprise", ["surprise": true]),
    ]

    @Test(arguments: wrongMembers)
    func `a member that is not right is named by its pointer`(pointer: String, change: Node) async throws {
        var body = Scene.body
        for member in change.members ?? [] { body = body.setting(member.key, member.value) }
        let problem = try await refusal(scene.request(body))
        #expect(problem?.status == 400)
        #expect(problem?.pointer == pointer)
        #expect(try await scene.stored() == nil)
    }

    @Test func `a refused body leaves its nonce unused`() async throws {
        _ = try await refusal(scene.request(Scene.body.setting("surprise", true)))
        #expect(try await scene.accept(scene.request()).status == 202)
    }

    @Test(arguments: [
        "https://evil.example/", "http://127.0.0.1:8543/", "https://127.0.0.1.evil.example/", "https://user@127.0.0.1:8543/",
        "https://127.0.0.1:8543/#x", "https://2130706433/", "https://[::ffff:127.0.0.1]/", "ftp://127.0.0.1:1/", "nonsense",
    ])
    func `a callback outside the registered origins is refused`(url: String) async throws {
        let problem = try await refusal(scene.request(Scene.body.setting("callback_url", .string(url))))
        #expect(problem?.status == 422)
        #expect(problem?.code == "callback-not-registered")
        #expect(problem?.pointer == "/callback_url")
    }

    @Test func `the checks are made in their order`() async throws {
        // Everything is wrong; each repair uncovers the next refusal.
        let everything = Scene.body.setting("surprise", 1).setting("callback_url", "https://evil.example/")
        try await scene.accept(scene.request(Scene.body.setting("request_id", "1d9e1c1e-0a50-4c9b-9f0a-6a8e6f0f4b11"), nonce: "used"))
        #expect(
            try await refusal(scene.request(everything, nonce: "used", tag: "other") { $0.body.append(0x20) })?.code
                == "signature-wrong-tag")
        #expect(try await refusal(scene.request(everything, nonce: "used") { $0.body.append(0x20) })?.code == "signature-digest-mismatch")
        #expect(try await refusal(scene.request(everything, nonce: "used"))?.code == "nonce-reused")
        #expect(try await refusal(scene.request(everything, nonce: "new"))?.code == "unknown-member")
        let address = everything.removing("surprise")
        #expect(try await refusal(scene.request(address, nonce: "new"))?.code == "callback-not-registered")
        #expect(try await refusal(scene.request(nonce: "new")) == nil)
    }

    @Test func `a store that cannot write accepts nothing`() async throws {
        let pages = try await scene.store.write { try Int.fetchOne($0.database, sql: "PRAGMA page_count") ?? 0 }
        try await scene.store.write { try $0.database.execute(sql: "PRAGMA max_page_count = \(pages)") }
        let long = Scene.body.setting("callback_url", .string(Scene.url + String(repeating: "x", count: 2000)))
        await #expect(throws: StoreError(.unavailable, "")) {
            for number in 0..<50 {
                let body = long.setting("request_id", .string("7d9e1c1e-0a50-4c9b-9f0a-6a8e6f0f4b\(10 + number)"))
                try await scene.accept(scene.request(body, nonce: "n-\(number)"))
            }
        }
    }
}
