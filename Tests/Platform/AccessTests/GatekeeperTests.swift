import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import ServerKit
import Testing

@testable import Access

/// The conditions of the security profile that concern resources, by their numbers.
@Suite struct GatekeeperTests {
    private let world: World

    init() throws { world = try World() }

    private func expect(
        _ response: ServerResponse, _ status: Int, _ code: String, _ location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(response.status == status, sourceLocation: location)
        #expect(try response.member("code")?.string == code, sourceLocation: location)
        #expect(world.decisions.all.last?.refusal == code, sourceLocation: location)
        #expect(world.decisions.all.last?.status == status, sourceLocation: location)
        guard status == 401 else { return }
        let challenge = response.fields[.wwwAuthenticate] ?? ""
        let metadata = "Bearer resource_metadata=\"https://127.0.0.1:8443/sandbox/.well-known/oauth-protected-resource\""
        let mustNameError = code.hasPrefix("token-") && code != "token-missing"
        #expect(challenge == metadata + (mustNameError ? ", error=\"invalid_token\"" : ""), sourceLocation: location)
    }

    /// A token made by hand with the issuer's key.
    private func forged(
        _ change: (Node) -> Node = { $0 }, type: Node? = "at+jwt", header: [(String, Node)] = [], key: SigningKey? = nil
    ) throws -> String {
        let now = Int(world.clock.now.seconds)
        let claims: Node = .object([
            ("iss", .string(world.realm.issuer)), ("sub", "ukgc"), ("aud", .string(world.realm.resource)), ("client_id", "ukgc"),
            ("jti", "forged"), ("iat", .integer(now)), ("exp", .integer(now + 60)), ("scope", "regulator_read"),
            ("cnf", .object([("x5t#S256", .string(world.ukgc.thumbprint))])),
        ])
        let header: Node = .object((type.map { [("typ", $0)] } ?? []) + header)
        return try World.handmade(header: header, claims: change(claims), key: key ?? world.authority.signingKey)
    }

    @Test func `a good caller is let in with its rights`() async throws {
        let token = try await world.token(world.ukgc)
        let request = world.request("GET", "/sandbox/regulator/x", as: world.ukgc, fields: [.authorization: "Bearer \(token)"])
        let grant = try await world.gate.admit(request, needs: .reading)
        #expect(
            grant
                == Grant(
                    clientID: "ukgc", regulator: "UKGC", operatorID: nil, roles: [.regulatorRead],
                    scopes: [.regulatorRead, .regulatorRequest], certificateThumbprint: world.ukgc.thumbprint, address: "127.0.0.1"))
        #expect(world.decisions.all.last?.refusal == nil)
        #expect(world.decisions.all.last?.clientID == "ukgc")
    }

    @Test func `who cannot be put on record is not let in, and a refusal stands all the same`() async throws {
        let gate = Gatekeeper(
            authority: world.authority, clients: world.registry, revoked: .none, ledger: world.ledger,
            now: { [world] in world.clock.now }, record: { _ in throw Full() })
        let token = try await world.token(world.ukgc)
        func code(_ fields: HTTPFields) async -> (Int, String)? {
            let request = world.request("GET", "/sandbox/regulator/x", as: world.ukgc, fields: fields)
            let problem = await #expect(throws: Problem.self) { try await gate.admit(request, needs: .reading) }
            return problem.map { ($0.status, $0.code) }
        }
        let (unrecorded, refused) = (await code([.authorization: "Bearer \(token)"]), await code([:]))
        #expect(unrecorded?.0 == 503 && unrecorded?.1 == "audit-unavailable")
        #expect(refused?.0 == 401 && refused?.1 == "token-missing")
    }

    @Test func `a token that cannot be put on record is not given out`() async throws {
        var routes = RouteTable()
        AuthorizationServer(
            authority: world.authority, clients: world.registry, revoked: .none, ledger: world.ledger,
            now: { [world] in world.clock.now }, newID: RandomIdentifier.make, record: { _ in throw Full() }
        ).addRoutes(to: &routes)
        let form = World.form([
            ("grant_type", "client_credentials"), ("client_assertion_type", ClientAssertion.type),
            ("client_assertion", try world.assertion(world.ukgc)),
        ])
        let request = world.request(
            "POST", "/sandbox/oauth2/token", as: world.ukgc, fields: [.contentType: "application/x-www-form-urlencoded"], body: form)
        let answer = await routes.response(to: request)
        #expect(answer.status == 503 && !String(decoding: answer.body, as: UTF8.self).contains("access_token"))
    }

    @Test(arguments: ["/sandbox/regulator/x", "/sandbox/regulator/%78", "/sandbox/%72egulator/%78", "/sandbox/regulator/%7X/../%2fx"])
    func `a path is recorded in one form however it was spelt`(_ path: String) async throws {
        _ = try? await world.gate.admit(world.request("GET", path, as: world.ukgc), needs: .reading)
        let recorded = try #require(world.decisions.all.last?.path)
        #expect(recorded == (path.hasSuffix("%2fx") ? "/sandbox/regulator/%257X/../%2Fx" : "/sandbox/regulator/x"))
    }

    @Test func `35: no certificate`() async throws {
        try expect(await world.call(as: nil, token: try await world.token(world.ukgc)), 401, "certificate-required")
    }

    @Test func `a certificate that ran out while connected`() async throws {
        let token = try await world.token(world.ukgc)
        world.clock.advance(by: .seconds(200_000_000))
        try expect(await world.call(as: world.ukgc, token: token), 401, "certificate-expired")
    }

    @Test func `40: a certificate that no client may show`() async throws {
        let unknown = World.Party(id: "x", key: world.ukgc.key, thumbprint: World.thumbprint(8))
        try expect(await world.call(as: unknown, token: try await world.token(world.ukgc)), 401, "certificate-not-registered")
    }

    @Test func `44: another address, whatever a forwarding field says`() async throws {
        let token = try await world.token(world.ukgc)
        try expect(await world.call(as: world.ukgc, token: token, from: "127.0.0.2"), 403, "address-refused")
        var request = world.request("GET", "/sandbox/regulator/x", as: world.ukgc, from: "10.0.0.1")
        request.fields[.authorization] = "Bearer \(token)"
        for name in ["X-Forwarded-For", "Forwarded", "X-Real-IP"] {
            if let name = HTTPField.Name(name) { request.fields[name] = "127.0.0.1" }
        }
        try expect(await world.routes.response(to: request), 403, "address-refused")
        #expect(await world.call(as: world.ukgc, token: token, from: "::1").status == 200)
    }

    @Test func `the address is looked at before the token`() async throws {
        try expect(await world.call(as: world.ukgc, token: nil, from: "127.0.0.2"), 403, "address-refused")
    }

    @Test func `no token`() async throws {
        let response = await world.call(as: world.ukgc, token: nil)
        try expect(response, 401, "token-missing")
        #expect(response.fields[.wwwAuthenticate]?.contains("error") == false)
    }

    @Test func `36: a token in the query`() async throws {
        let token = try await world.token(world.ukgc)
        let path = "/sandbox/regulator/x?access_token=\(token)"
        let request = world.request("GET", path, as: world.ukgc, fields: [.authorization: "Bearer \(token)"])
        try expect(await world.routes.response(to: request), 400, "token-in-query")
    }

    @Test(arguments: [
        ("application/x-www-form-urlencoded", "access_token=@"),
        ("application/x-www-form-urlencoded", "a=1&access_token=@&b=2"),
        ("Application/X-WWW-Form-URLEncoded; charset=utf-8", "%61ccess%5Ftoken=@"),
        ("application/x-www-form-urlencoded", "access_token"),
        ("application/x-www-form-urlencoded", "a=%&access_token=@"),
    ])
    func `36: a token in a form body, alone or beside the field`(_ type: String, _ body: String) async throws {
        let token = try await world.token(world.ukgc)
        for field in [nil, "Bearer \(token)"] {
            var fields: HTTPFields = [.contentType: type]
            fields[.authorization] = field
            let text = body.replacing("@", with: token)
            let request = world.request("POST", "/sandbox/webhook", as: world.ukgc, fields: fields, body: text)
            let response = await world.routes.response(to: request)
            try expect(response, 400, "token-in-form")
            #expect(response.fields[.wwwAuthenticate]?.hasSuffix("error=\"invalid_request\"") == true)
            #expect(!String(decoding: response.body, as: UTF8.self).contains(token))
        }
    }

    @Test func `a body that only looks like a form, or names no token, is none of the gate's business`() async throws {
        let token = try await world.token(world.ukgc)
        for (type, body) in [
            ("text/plain", "access_token=x"), ("application/json", #"{"access_token":"x"}"#),
            ("application/x-www-form-urlencoded", "access_tokens=x&x=access_token&my_access_token=1"),
        ] {
            let fields: HTTPFields = [.contentType: type, .authorization: "Bearer \(token)"]
            let request = world.request("POST", "/sandbox/webhook", as: world.ukgc, fields: fields, body: body)
            #expect(await world.routes.response(to: request).status == 200, "\(type)")
        }
    }

    @Test(arguments: ["bEaReR", "BEARER", "bearer"])
    func `37: the scheme's case does not matter`(_ scheme: String) async throws {
        let fields: HTTPFields = [.authorization: "\(scheme) \(try await world.token(world.ukgc))"]
        #expect(await world.routes.response(to: world.request("GET", "/sandbox/regulator/x", as: world.ukgc, fields: fields)).status == 200)
    }

    @Test(arguments: ["Basic dTpw", "Bearer", "Bearer ", "Bearer a b", "Bearer x", "Bearer a.b.c", "Bearer ..", "DPoP x"])
    func `another scheme, or no token in it`(_ value: String) async throws {
        let request = world.request("GET", "/sandbox/regulator/x", as: world.ukgc, fields: [.authorization: value])
        let response = await world.routes.response(to: request)
        #expect(response.status == 401)
        #expect(try response.member("code")?.string?.hasPrefix("token-") == true)
    }

    @Test func `two Authorization fields`() async throws {
        var fields: HTTPFields = [.authorization: "Bearer \(try await world.token(world.ukgc))"]
        fields.append(HTTPField(name: .authorization, value: "Bearer x"))
        try expect(
            await world.routes.response(to: world.request("GET", "/sandbox/regulator/x", as: world.ukgc, fields: fields)), 401,
            "token-malformed")
    }

    @Test func `34: another client's token under one's own certificate`() async throws {
        try expect(await world.call(as: world.mga, token: try await world.token(world.ukgc)), 401, "token-certificate-mismatch")
    }

    @Test func `a token of another client bound to this certificate`() async throws {
        let token = try forged { $0.setting("client_id", "mga").setting("sub", "mga") }
        try expect(await world.call(as: world.ukgc, token: token), 401, "token-client-mismatch")
    }

    @Test func `38: claims that are not ours`() async throws {
        let now = Int(world.clock.now.seconds)
        let cases: [(String, (Node) -> Node)] = [
            ("token-wrong-issuer", { $0.setting("iss", "https://127.0.0.1:8443") }), ("token-wrong-issuer", { $0.without("iss") }),
            ("token-wrong-audience", { $0.setting("aud", "https://127.0.0.1:8443") }), ("token-wrong-audience", { $0.without("aud") }),
            ("token-wrong-audience", { $0.setting("aud", ["https://a.invalid"]) }),
            ("token-expired", { $0.setting("exp", .integer(now)) }), ("token-malformed", { $0.without("exp") }),
            ("token-not-yet-valid", { $0.setting("nbf", .integer(now + 60)) }),
            ("token-not-yet-valid", { $0.setting("iat", .integer(now + 60)) }),
            ("token-not-yet-valid", { $0.setting("nbf", "soon") }), ("token-malformed", { $0.without("iat") }),
            ("token-malformed", { $0.without("jti") }), ("token-malformed", { $0.without("scope") }),
            ("token-malformed", { $0.setting("sub", "mga") }), ("token-unbound", { $0.without("cnf") }),
            ("token-unbound", { $0.setting("cnf", .object([])) }),
            ("token-certificate-mismatch", { $0.setting("cnf", .object([("x5t#S256", .string(World.thumbprint(2)))])) }),
        ]
        for (code, change) in cases { try expect(await world.call(as: world.ukgc, token: try forged(change)), 401, code) }
    }

    @Test func `38: types, algorithms, signatures and keys that are not ours`() async throws {
        try expect(await world.call(as: world.ukgc, token: try forged(type: "JWT")), 401, "token-wrong-type")
        try expect(await world.call(as: world.ukgc, token: try forged(type: nil)), 401, "token-wrong-type")
        try expect(await world.call(as: world.ukgc, token: try forged(header: [("crit", ["x"]), ("x", 1)])), 401, "token-wrong-signature")
        let other = try SigningKey.generate(.ecdsaP256SHA256, keyID: "issuer-1")
        try expect(await world.call(as: world.ukgc, token: try forged(key: other)), 401, "token-wrong-signature")
        try expect(await world.call(as: world.ukgc, token: try forged(key: world.ukgc.key)), 401, "token-wrong-signature")
        let token = try await world.token(world.ukgc)
        let parts = token.split(separator: ".").map(String.init)
        var signature = try #require(Base64URL.decode(parts[2]))
        signature[10] ^= 1
        let flipped = [parts[0], parts[1], Base64URL.encode(signature)].joined(separator: ".")
        try expect(await world.call(as: world.ukgc, token: flipped), 401, "token-wrong-signature")
        let none = Base64URL.encode(Array(#"{"alg":"none","typ":"at+jwt"}"#.utf8)) + "." + parts[1] + "."
        #expect(await world.call(as: world.ukgc, token: none).status == 401)
        let published = try #require(world.authority.published.keys.first { $0.keyID == "answers-1" })
        #expect(world.authority.keys.key(published.keyID) == nil, "a key that signs answers must not verify tokens")
    }

    @Test func `a token that the ledger does not know is not good`() async throws {
        try expect(await world.call(as: world.ukgc, token: try forged()), 401, "token-revoked")
    }

    @Test func `a token ends with its time`() async throws {
        let token = try await world.token(world.ukgc)
        world.clock.advance(by: .seconds(299))
        #expect(await world.call(as: world.ukgc, token: token).status == 200)
        world.clock.advance(by: .seconds(1))
        try expect(await world.call(as: world.ukgc, token: token), 401, "token-expired")
    }

    @Test func `39: a role or scope that is missing`() async throws {
        let narrow = try await world.token(world.ukgc, scope: "regulator_read")
        let scope = await world.call("POST", "/webhook", as: world.ukgc, token: narrow)
        try expect(scope, 403, "scope-missing")
        #expect(scope.fields[.wwwAuthenticate]?.hasSuffix("error=\"insufficient_scope\", scope=\"regulator_request\"") == true)
        let role = await world.call("PUT", "/operator/x", as: world.ukgc, token: narrow)
        try expect(role, 403, "role-missing")
        #expect(role.fields[.wwwAuthenticate]?.hasSuffix("error=\"insufficient_scope\", scope=\"compliance_officer\"") == true)
        let other = try await world.token(world.ukgc, scope: "regulator_request")
        try expect(await world.call(as: world.ukgc, token: other), 403, "role-missing")
        #expect(await world.call("POST", "/webhook", as: world.ukgc, token: other).status == 200)
    }

    @Test func `the officer reads and writes`() async throws {
        let token = try await world.token(world.officer)
        #expect(await world.call(as: world.officer, token: token).status == 200)
        #expect(await world.call("PUT", "/operator/x", as: world.officer, token: token).status == 200)
        try expect(await world.call("POST", "/webhook", as: world.officer, token: token), 403, "scope-missing")
    }

    @Test func `a token of the other realm is refused`() async throws {
        let production = try World(name: .production)
        let token = try await production.token(production.ukgc)
        #expect(await world.call(as: world.ukgc, token: token).status == 401)
    }

    @Test func `a ledger that fails gives 503`() async throws {
        let world = try World(ledger: BrokenLedger())
        let token = try AccessToken(
            clientID: "ukgc", id: "t", issuedAt: world.clock.now, expiresAt: world.clock.now.advanced(by: .seconds(60)),
            scopes: [.regulatorRead], certificate: world.ukgc.thumbprint
        ).signed(by: world.authority)
        #expect(await world.call(as: world.ukgc, token: token).status == 503)
    }

    @Test func `tools need a certificate and nothing else`() async throws {
        let anyone = World.Party(id: "x", key: world.ukgc.key, thumbprint: World.thumbprint(8))
        let seen = try await world.gate.certificate(of: world.request("GET", "/", as: anyone, from: "10.0.0.1"))
        #expect(seen.thumbprint == anyone.thumbprint)
        await #expect(throws: Problem.self) { try await world.gate.certificate(of: world.request("GET", "/", as: nil)) }
        #expect(world.decisions.all.last?.refusal == "certificate-required")
    }
}

/// Why nothing can be put on record.
private struct Full: Error {}
