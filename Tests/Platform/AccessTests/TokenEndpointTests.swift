import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import ServerKit
import Testing

@testable import Access

/// The conditions of the security profile that concern the token endpoint, by their numbers.
@Suite struct TokenEndpointTests {
    private let world: World

    init() throws { world = try World() }

    private func expect(
        _ response: ServerResponse, _ error: String, _ reason: String, _ location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try response.member("error")?.string == error, sourceLocation: location)
        #expect(response.status == (error == "invalid_client" ? 401 : 400), sourceLocation: location)
        #expect(world.decisions.all.last?.refusal == reason, sourceLocation: location)
        #expect(try response.member("access_token") == nil, sourceLocation: location)
    }

    @Test func `12, 13: two clients get bound tokens that are not stored`() async throws {
        for party in [world.ukgc, world.mga] {
            let response = await world.post(party, assertion: try world.assertion(party))
            #expect(response.status == 200)
            #expect(try response.member("token_type") == "Bearer")
            #expect(try response.member("expires_in") == 300)
            #expect(try response.member("refresh_token") == nil)
            #expect(try response.member("scope") == "regulator_read regulator_request")
            #expect(response.fields[.cacheControl] == "no-store")
            let token = try #require(try response.member("access_token")?.string)
            let (header, payload) = try JWS.verify(token, keys: world.authority.keys, allowed: TokenAuthority.algorithms)
            #expect(header["typ"] == "at+jwt")
            let claims = try JSONReader.read(payload)
            #expect(claims["cnf"]?["x5t#S256"]?.string == party.thumbprint)
            #expect(claims["iss"]?.string == world.realm.issuer)
            #expect(claims["aud"]?.string == world.realm.resource)
            #expect(claims["sub"]?.string == party.id)
            #expect(claims["client_id"]?.string == party.id)
            #expect(claims["exp"]?.integer == Int(world.clock.now.seconds) + 300)
            #expect(world.decisions.all.last?.refusal == nil)
            #expect(world.decisions.all.last?.tokenID == claims["jti"]?.string)
        }
    }

    @Test func `4, 15: no certificate, no token`() async throws {
        try expect(await world.post(nil, assertion: try world.assertion(world.ukgc)), "invalid_client", "certificate-required")
    }

    @Test func `43: a certificate with the same name but not registered gets no token`() async throws {
        let twin = World.Party(id: "ukgc", key: world.ukgc.key, thumbprint: World.thumbprint(9))
        try expect(await world.post(twin, assertion: try world.assertion(twin)), "invalid_client", "certificate-not-registered")
    }

    @Test func `44: an address that is not on the list gets no token`() async throws {
        let response = await world.post(world.ukgc, assertion: try world.assertion(world.ukgc), from: "127.0.0.2")
        #expect(response.status == 403)
        #expect(try response.member("code") == "address-refused")
        #expect(world.decisions.all.last?.refusal == "address-refused")
        #expect(world.decisions.all.last?.clientID == "ukgc")
    }

    @Test func `16: an assertion is required, of the right type`() async throws {
        let path = world.realm.prefix + "/oauth2/token"
        let assertion = try world.assertion(world.ukgc)
        let bodies = [
            ([("grant_type", "client_credentials")], "assertion-missing"),
            ([("grant_type", "client_credentials"), ("client_assertion", assertion)], "assertion-missing"),
            ([("grant_type", "client_credentials"), ("client_assertion", assertion), ("client_assertion_type", "x")], "assertion-type"),
            ([("grant_type", "client_credentials"), ("client_id", "ukgc"), ("client_secret", "s")], "other-authentication"),
        ]
        for (pairs, reason) in bodies {
            let request = world.request("POST", path, as: world.ukgc, fields: World.formFields, body: World.form(pairs))
            try expect(await world.routes.response(to: request), "invalid_client", reason)
        }
    }

    @Test func `17, 18: RS256, HS256 with a public key and none are refused`() async throws {
        let rsa = try SigningKey.generate(.rsaV15SHA256, keyID: "ukgc-1")
        try expect(
            await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, key: rsa)), "invalid_client", "assertion-algorithm")
        let secret = world.ukgc.key.verificationKey.jwk().compactBytes()
        let mac = try SigningKey(secret: secret, keyID: "ukgc-1")
        try expect(
            await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, key: mac)), "invalid_client", "assertion-algorithm")
        let parts = [#"{"alg":"none","kid":"ukgc-1"}"#.utf8.map { $0 }, world.claims(of: world.ukgc).compactBytes()].map(Base64URL.encode)
        for text in [parts.joined(separator: ".") + ".", parts.joined(separator: "."), "a.b.c", "", "x"] {
            let response = await world.post(world.ukgc, assertion: text)
            #expect(response.status == 401, "\(text)")
            #expect(try response.member("error") == "invalid_client")
        }
    }

    @Test func `19, 20, 21: the audience is the issuer as one string`() async throws {
        let issuer = world.realm.issuer
        let wrong: [Node] = [
            "https://elsewhere.invalid", .string(issuer + "/oauth2/token"), [.string(issuer)],
            [.string(issuer), "https://elsewhere.invalid"],
            "https://127.0.0.1:8443", .string(issuer + "/"), .null, 1,
        ]
        for audience in wrong {
            let claims = world.claims(of: world.ukgc).setting("aud", audience)
            try expect(
                await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, claims: claims)), "invalid_client",
                "assertion-wrong-audience")
        }
    }

    @Test func `22, 24: exp is required, not past and not far`() async throws {
        let now = Int(world.clock.now.seconds)
        let cases: [(Node, String)] = [
            (.integer(now - 300), "assertion-expired"), (.integer(now), "assertion-expired"), (.integer(now + 3600), "assertion-too-long"),
            ("soon", "assertion-malformed"), (.null, "assertion-malformed"), (-1, "assertion-malformed"),
        ]
        for (value, reason) in cases {
            let claims = world.claims(of: world.ukgc).setting("exp", value)
            try expect(
                await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, claims: claims)), "invalid_client", reason)
        }
        let claims = world.claims(of: world.ukgc).without("exp")
        try expect(
            await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, claims: claims)), "invalid_client",
            "assertion-malformed")
    }

    @Test func `23, 28: issuer, subject and client_id are the certificate's client`() async throws {
        let base = world.claims(of: world.ukgc)
        for claims in [base.without("sub"), base.without("iss"), base.setting("sub", "mga"), base.setting("iss", "mga")] {
            try expect(
                await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, claims: claims)), "invalid_client",
                "assertion-wrong-client")
        }
        try expect(
            await world.post(world.ukgc, assertion: try world.assertion(world.ukgc), more: [("client_id", "mga")]), "invalid_client",
            "assertion-wrong-client")
        #expect(await world.post(world.ukgc, assertion: try world.assertion(world.ukgc), more: [("client_id", "ukgc")]).status == 200)
    }

    @Test func `another client's assertion under one's own certificate is refused`() async throws {
        try expect(await world.post(world.mga, assertion: try world.assertion(world.ukgc)), "invalid_client", "assertion-unknown-key")
    }

    @Test func `24: jti is required and bounded`() async throws {
        let base = world.claims(of: world.ukgc)
        for claims in [
            base.without("jti"), base.setting("jti", ""), base.setting("jti", 7),
            base.setting("jti", .string(.init(repeating: "j", count: 257))),
        ] {
            try expect(
                await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, claims: claims)), "invalid_client",
                "assertion-no-jti")
        }
    }

    @Test(arguments: ["iat", "nbf"], [8, 10, 60])
    func `25: a clock that is a little ahead is accepted`(_ name: String, _ seconds: Int) async throws {
        let claims = world.claims(of: world.ukgc).setting(name, .integer(Int(world.clock.now.seconds) + seconds))
        #expect(await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, claims: claims)).status == 200)
    }

    @Test(arguments: ["iat", "nbf"], [61, 3600])
    func `26: a clock that is far ahead is refused`(_ name: String, _ seconds: Int) async throws {
        let claims = world.claims(of: world.ukgc).setting(name, .integer(Int(world.clock.now.seconds) + seconds))
        try expect(
            await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, claims: claims)), "invalid_client",
            "assertion-not-yet-valid")
    }

    @Test func `27: an assertion is good once, per client, while it lives`() async throws {
        let assertion = try world.assertion(world.ukgc, claims: world.claims(of: world.ukgc, id: "once"))
        #expect(await world.post(world.ukgc, assertion: assertion).status == 200)
        try expect(await world.post(world.ukgc, assertion: assertion), "invalid_client", "assertion-replayed")
        let other = try world.assertion(world.mga, claims: world.claims(of: world.mga, id: "once"))
        #expect(await world.post(world.mga, assertion: other).status == 200)
        world.clock.advance(by: .seconds(60))
        try expect(await world.post(world.ukgc, assertion: assertion), "invalid_client", "assertion-expired")
    }

    @Test func `27: of many at once exactly one wins`() async throws {
        let world = world
        let assertion = try world.assertion(world.ukgc)
        let wins = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { await world.post(world.ukgc, assertion: assertion).status == 200 ? 1 : 0 } }
            return await group.reduce(0, +)
        }
        #expect(wins == 1)
    }

    @Test func `29: only registered keys count`() async throws {
        let stranger = try SigningKey.generate(.ed25519, keyID: "nobody")
        try expect(
            await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, key: stranger)), "invalid_client",
            "assertion-unknown-key")
        try expect(
            await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, key: world.mga.key)), "invalid_client",
            "assertion-unknown-key")
        let imposter = try SigningKey.generate(.ed25519, keyID: "ukgc-1")
        try expect(
            await world.post(world.ukgc, assertion: try world.assertion(world.ukgc, key: imposter)), "invalid_client",
            "assertion-wrong-signature")
        for member in ["jwk", "jku", "x5u", "x5c"] {
            let value: Node = member == "jwk" ? imposter.verificationKey.jwk() : member == "x5c" ? ["AA=="] : "https://127.0.0.1:1/keys"
            let forged = try world.assertion(world.ukgc, header: [(member, value)])
            try expect(await world.post(world.ukgc, assertion: forged), "invalid_client", "assertion-embeds-key")
        }
        let critical = try World.handmade(header: ["crit": ["x"], "x": 1], claims: world.claims(of: world.ukgc), key: world.ukgc.key)
        try expect(await world.post(world.ukgc, assertion: critical), "invalid_client", "assertion-malformed")
    }

    @Test func `30: scopes are granted as registered, or refused`() async throws {
        for scope in [
            "compliance_officer", "admin", "regulator_read  regulator_request", "regulator_read admin", " regulator_read", "REGULATOR_READ",
        ] {
            try expect(
                await world.post(world.ukgc, assertion: try world.assertion(world.ukgc), more: [("scope", scope)]), "invalid_scope",
                "scope-not-registered")
        }
        let response = await world.post(world.ukgc, assertion: try world.assertion(world.ukgc), more: [("scope", "regulator_request")])
        #expect(try response.member("scope") == "regulator_request")
    }

    @Test(arguments: ["password", "implicit", "authorization_code", "refresh_token", "CLIENT_CREDENTIALS"])
    func `31: other grant types are not served`(_ type: String) async throws {
        let body = World.form([("grant_type", type)] + world.credentials(try world.assertion(world.ukgc)))
        let request = world.request("POST", world.realm.prefix + "/oauth2/token", as: world.ukgc, fields: World.formFields, body: body)
        try expect(await world.routes.response(to: request), "unsupported_grant_type", "grant-type")
    }

    @Test func `a grant type is required`() async throws {
        let body = World.form(world.credentials(try world.assertion(world.ukgc)) + [("grant_type", "")])
        let request = world.request("POST", world.realm.prefix + "/oauth2/token", as: world.ukgc, fields: World.formFields, body: body)
        try expect(await world.routes.response(to: request), "invalid_request", "parameter-missing")
    }

    @Test(arguments: ["grant_type", "client_assertion", "scope", "anything"])
    func `32: a repeated parameter is refused`(_ name: String) async throws {
        let body = World.form([("grant_type", "client_credentials"), (name, "a"), (name, "a")])
        let request = world.request("POST", world.realm.prefix + "/oauth2/token", as: world.ukgc, fields: World.formFields, body: body)
        try expect(await world.routes.response(to: request), "invalid_request", "parameter-repeated")
    }

    @Test func `33: GET is 405, another media type and a malformed form are 400`() async throws {
        let path = world.realm.prefix + "/oauth2/token"
        let get = await world.routes.response(to: world.request("GET", path, as: world.ukgc))
        #expect(get.status == 405)
        #expect(get.fields[.allow] == "POST")
        for type in ["application/json", "text/plain", ""] {
            let request = world.request("POST", path, as: world.ukgc, fields: type.isEmpty ? [:] : [.contentType: type], body: "{}")
            try expect(await world.routes.response(to: request), "invalid_request", "form-wanted")
        }
        for body in ["a=%", "&", "a=\u{0}%00", String(repeating: "a", count: 70_000)] {
            let request = world.request("POST", path, as: world.ukgc, fields: World.formFields, body: body)
            try expect(await world.routes.response(to: request), "invalid_request", "form-malformed")
        }
    }

    @Test func `a charset and upper case in the media type do no harm`() async throws {
        let body = World.form([("grant_type", "client_credentials")] + world.credentials(try world.assertion(world.ukgc)))
        let request = world.request(
            "POST", world.realm.prefix + "/oauth2/token", as: world.ukgc,
            fields: [.contentType: "Application/X-WWW-Form-Urlencoded ; charset=UTF-8"], body: body)
        #expect(await world.routes.response(to: request).status == 200)
    }

    @Test func `a resource must be this realm's`() async throws {
        try expect(
            await world.post(world.ukgc, assertion: try world.assertion(world.ukgc), more: [("resource", "https://127.0.0.1:8443")]),
            "invalid_target", "resource")
        let good = await world.post(world.ukgc, assertion: try world.assertion(world.ukgc), more: [("resource", world.realm.resource)])
        #expect(good.status == 200)
    }

    @Test func `a ledger that fails gives 503 and no token`() async throws {
        let world = try World(ledger: BrokenLedger())
        let response = await world.post(world.ukgc, assertion: try world.assertion(world.ukgc))
        #expect(response.status == 503)
        #expect(try response.member("code") == "token-ledger-unavailable")
        #expect(response.fields[.retryAfter] == "5")
    }

    @Test func `no decision holds a secret`() async throws {
        let assertion = try world.assertion(world.ukgc)
        let token = try await world.token(world.ukgc)
        _ = await world.post(world.ukgc, assertion: assertion)
        _ = await world.call(as: world.ukgc, token: token)
        let text = "\(world.decisions.all)"
        #expect(world.decisions.all.count == 3)
        #expect(!text.contains(token) && !text.contains(assertion))
    }
}

/// A ledger whose disk is gone.
struct BrokenLedger: TokenLedger {
    struct Gone: Error {}
    func spend(_ assertion: SpentAssertion?, issuing token: IssuedToken?, now: Timestamp) async throws -> Bool { throw Gone() }
    func revoke(tokenID: String, of clientID: String, now: Timestamp) async throws { throw Gone() }
    func isGood(tokenID: String) async throws -> Bool { throw Gone() }
}
