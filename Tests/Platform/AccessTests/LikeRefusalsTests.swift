import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import ServerKit
import Testing

@testable import Access

/// Refusals of authentication held against each other: what a caller may learn from them is their code and no more.
@Suite struct LikeRefusalsTests {
    private let world: World

    init() throws { world = try World() }

    /// What no refusal may hold: who else there is, what is registered, and words of the program.
    private func expectNothingInside(_ response: ServerResponse, _ location: SourceLocation = #_sourceLocation) {
        let text = String(decoding: response.body, as: UTF8.self)
        let secrets =
            [world.ukgc, world.mga, world.officer].flatMap { [$0.thumbprint, $0.key.keyID, "\"\($0.id)\"", " \($0.id)"] }
            + ["northwind", "UKGC", "MGA", "issuer-1", "sqlite", "SQL", ".swift", "Optional(", "Error(", "clients.json", "revoked.txt"]
        for secret in secrets { #expect(!text.contains(secret), "\(secret): \(text)", sourceLocation: location) }
    }

    private func forged(_ change: (Node) -> Node = { $0 }, type: Node = "at+jwt", key: SigningKey? = nil) throws -> String {
        let now = Int(world.clock.now.seconds)
        let claims: Node = .object([
            ("iss", .string(world.realm.issuer)), ("sub", "ukgc"), ("aud", .string(world.realm.resource)), ("client_id", "ukgc"),
            ("jti", "forged"), ("iat", .integer(now)), ("exp", .integer(now + 60)), ("scope", "regulator_read"),
            ("cnf", .object([("x5t#S256", .string(world.ukgc.thumbprint))])),
        ])
        return try World.handmade(
            header: .object([("typ", type)]), claims: change(claims), key: key ?? world.authority.signingKey)
    }

    /// One refusal for each way to fail, and several for some.
    private func refusalsOfTheGate() async throws -> [ServerResponse] {
        let now = Int(world.clock.now.seconds)
        let stranger = World.Party(id: "x", key: world.ukgc.key, thumbprint: World.thumbprint(8))
        let good = try await world.token(world.ukgc)
        let tokens: [String?] = [
            nil, "x", "a.b.c", try forged(type: "JWT"), try forged(key: world.ukgc.key),
            try forged { $0.setting("iss", "https://a.invalid") },
            try forged { $0.setting("aud", "https://a.invalid") }, try forged { $0.setting("exp", .integer(now)) },
            try forged { $0.setting("nbf", .integer(now + 600)) }, try forged { $0.without("cnf") }, try forged(),
            try forged { $0.setting("client_id", "mga").setting("sub", "mga") }, try await world.token(world.mga),
        ]
        var refusals = [await world.call(as: nil, token: good), await world.call(as: stranger, token: good)]
        for token in tokens { refusals.append(await world.call(as: world.ukgc, token: token)) }
        world.clock.advance(by: .seconds(200_000_000))
        refusals.append(await world.call(as: world.ukgc, token: good))
        return refusals
    }

    @Test func `refusals of the gate are alike, and the code alone tells which it is`() async throws {
        let refusals = try await refusalsOfTheGate()
        var codes: Set<String> = []
        for refusal in refusals {
            #expect(refusal.status == 401)
            #expect(refusal.fields.map(\.name.canonicalName).sorted() == refusals[0].fields.map(\.name.canonicalName).sorted())
            #expect(refusal.fields[.contentType] == "application/problem+json")
            let body = try JSONReader.read(refusal.body)
            #expect(body.members?.map(\.key) == ["type", "title", "status", "detail", "code", "instance"])
            let code = try #require(body["code"]?.string)
            codes.insert(code)
            #expect(body["type"]?.string == "urn:assay:problem:\(code)")
            let challenge = try #require(refusal.fields[.wwwAuthenticate])
            let metadata = "Bearer resource_metadata=\"https://127.0.0.1:8443/sandbox/.well-known/oauth-protected-resource\""
            #expect([metadata, metadata + ", error=\"invalid_token\""].contains(challenge), "\(challenge)")
            expectNothingInside(refusal)
        }
        #expect(codes.count >= 12, "\(codes.sorted())")
        // The same code is the same answer, byte for byte: nothing tells one reason behind it from another.
        for code in codes {
            let same = try refusals.filter { try $0.member("code")?.string == code }
            #expect(Set(same.map(\.body)).count == 1, "\(code)")
        }
    }

    @Test func `a token that was never issued is refused as one that was revoked`() async throws {
        let token = try await world.token(world.ukgc)
        let body = World.form(world.credentials(try world.assertion(world.ukgc)) + [("token", token)])
        let path = world.realm.prefix + "/oauth2/revoke"
        let request = world.request("POST", path, as: world.ukgc, fields: World.formFields, body: body)
        #expect(await world.routes.response(to: request).status == 200)
        let revoked = await world.call(as: world.ukgc, token: token)
        let invented = await world.call(as: world.ukgc, token: try forged())
        #expect(revoked.status == invented.status && revoked.body == invented.body && revoked.fields == invented.fields)
    }

    @Test func `refusals of the OAuth endpoints are alike, and tell a client that exists from none by nothing`() async throws {
        let stranger = World.Party(id: "x", key: world.ukgc.key, thumbprint: World.thumbprint(8))
        let unknownKey = try SigningKey.generate(.ed25519, keyID: "nobody-1")
        let assertion = try world.assertion(world.ukgc)
        // Pairs that must be the same answer, byte for byte: what one of them names exists, what the other names does not.
        let pairs: [(ServerResponse, ServerResponse)] = [
            (await world.post(nil, assertion: assertion), await world.post(stranger, assertion: assertion)),
            (
                await world.post(world.ukgc, assertion: assertion, more: [("client_id", "mga")]),
                await world.post(world.ukgc, assertion: assertion, more: [("client_id", "nobody")])
            ),
            (
                await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, key: world.mga.key)),
                await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, key: unknownKey))
            ),
            (
                await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, claims: world.claims(of: world.mga))),
                await world.post(
                    world.ukgc,
                    assertion: try world.assertion(world.ukgc, claims: world.claims(of: world.ukgc).setting("sub", "nobody")))
            ),
        ]
        for (known, unknown) in pairs {
            #expect(known.status == 401 && unknown.status == 401)
            #expect(known.body == unknown.body && known.fields == unknown.fields)
            for response in [known, unknown] {
                #expect(try JSONReader.read(response.body).members?.map(\.key) == ["error", "error_description"])
                #expect(try response.member("error") == "invalid_client")
                expectNothingInside(response)
            }
        }
        let fields = Set(pairs.flatMap { [$0.0, $0.1] }.map { $0.fields.map(\.name.canonicalName).sorted() })
        #expect(fields.count == 1, "\(fields)")
    }

    @Test func `a ledger that fails tells nothing of what failed`() async throws {
        let world = try World(ledger: BrokenLedger())
        let refused = await world.post(world.ukgc, assertion: try world.assertion(world.ukgc))
        #expect(refused.status == 503)
        let text = String(decoding: refused.body, as: UTF8.self)
        #expect(!text.contains("Gone") && !text.contains("Broken"))
        expectNothingInside(refused)
    }
}
