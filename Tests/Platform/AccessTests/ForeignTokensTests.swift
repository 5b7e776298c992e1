import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import ServerKit
import Synchronization
import Testing

@testable import Access

/// The gate of a realm whose tokens are issued elsewhere, with a key set that the test holds and a clock that it moves.
@Suite struct ForeignTokensTests {
    /// Where the key set is: what it holds now, how often it was looked at, whether it can be had.
    private final class Source: Sendable {
        struct Gone: Error {}
        private let state = Mutex<(document: Node, looks: Int, isGone: Bool)>((["keys": []], 0, false))

        var looks: Int { state.withLock { $0.looks } }
        func hold(_ document: Node) { state.withLock { $0.document = document } }
        func hold(_ keys: [SigningKey]) { hold(KeySet(keys.map(\.verificationKey)).jwks()) }
        func go(_ isGone: Bool = true) { state.withLock { $0.isGone = isGone } }

        func fetch() async throws -> [UInt8] {
            // Long enough for others to ask meanwhile.
            for _ in 0..<20 { await Task.yield() }
            return try state.withLock { state in
                state.looks += 1
                if state.isGone { throw Gone() }
                return state.document.compactBytes()
            }
        }
    }

    private let world: World
    private let issuer = "https://as.example.test/realm"
    private let audience = "https://api.example.test"
    private let key: SigningKey
    private let source = Source()
    private let gate: Gatekeeper
    private let external: ExternalIssuer

    init() throws {
        world = try World()
        key = try SigningKey.generate(.ecdsaP256SHA256, keyID: "foreign-1")
        source.hold([key])
        external = ExternalIssuer(issuer: issuer, audience: audience, keys: .address("https://as.example.test/jwks"))
        let (clock, decisions, source) = (world.clock, world.decisions, source)
        gate = Gatekeeper(
            realm: world.realm, issuer: external, keys: IssuerKeys(now: { clock.now }, fetch: { try await source.fetch() }),
            clients: world.registry, revoked: .none, now: { clock.now }, record: { decisions.append($0) })
    }

    private func token(
        _ change: (Node) -> Node = { $0 }, type: Node = "at+jwt", header: [(String, Node)] = [], key: SigningKey? = nil
    ) throws -> String {
        let now = Int(world.clock.now.seconds)
        let claims: Node = .object([
            ("iss", .string(issuer)), ("sub", "ukgc"), ("aud", .string(audience)), ("client_id", "ukgc"), ("jti", "foreign"),
            ("iat", .integer(now)), ("exp", .integer(now + 300)), ("scope", "openid regulator_read"),
            ("cnf", .object([("x5t#S256", .string(world.ukgc.thumbprint))])),
        ])
        return try World.handmade(header: .object([("typ", type)] + header), claims: change(claims), key: key ?? self.key)
    }

    private func request(_ token: String, as party: World.Party? = nil) -> ServerRequest {
        world.request("GET", "/sandbox/regulator/x", as: party ?? world.ukgc, fields: [.authorization: "Bearer \(token)"])
    }

    /// `admitted`, or the code of the refusal.
    private func outcome(_ token: String, as party: World.Party? = nil) async -> String {
        do throws(Problem) {
            _ = try await gate.admit(request(token, as: party), needs: .reading)
            return "admitted"
        } catch {
            return error.code
        }
    }

    @Test func `a foreign token lets its client in with the scopes that both it and the register name`() async throws {
        for scope in ["openid regulator_read", ["openid", "regulator_read"]] as [Node] {
            let grant = try await gate.admit(request(try token { $0.setting("scope", scope) }), needs: .reading)
            #expect(grant.clientID == "ukgc" && grant.scopes == [.regulatorRead] && grant.roles == [.regulatorRead])
        }
        #expect(await outcome(try token { $0.setting("aud", ["https://other.test", .string(audience)]) }) == "admitted")
        #expect(await outcome(try token { $0.setting("sub", "a-name-of-the-issuer") }) == "admitted")
        #expect(await outcome(try token { $0.setting("scope", "openid") }) == "role-missing")
        #expect(await outcome(try token { $0.setting("scope", "compliance_officer") }) == "role-missing")
    }

    @Test func `what is not as the profile asks is refused as our own tokens would be`() async throws {
        let now = Int(world.clock.now.seconds)
        let cases: [(String, String)] = [
            ("token-wrong-issuer", try token { $0.setting("iss", .string(world.realm.issuer)) }),
            ("token-wrong-issuer", try token { $0.setting("iss", .string(issuer + "/")) }),
            ("token-wrong-audience", try token { $0.setting("aud", .string(world.realm.resource)) }),
            ("token-wrong-audience", try token { $0.setting("aud", .string(issuer)) }), ("token-unbound", try token { $0.without("cnf") }),
            ("token-unbound", try token { $0.setting("cnf", ["jkt": "x"]) }),
            ("token-expired", try token { $0.setting("exp", .integer(now)) }),
            ("token-too-long", try token { $0.setting("exp", .integer(now + 3600)) }),
            // Half an hour old, with five minutes left.
            ("token-too-long", try token { $0.setting("iat", .integer(now - 1800)) }),
            ("token-not-yet-valid", try token { $0.setting("nbf", .integer(now + 60)) }), ("token-wrong-type", try token(type: "JWT")),
            ("token-malformed", try token { $0.without("sub") }), ("token-malformed", try token { $0.without("client_id") }),
            ("token-malformed", try token { $0.setting("scope", [1]) }), ("token-malformed", "x"), ("token-malformed", "a.b.c"),
            ("token-client-mismatch", try token { $0.setting("client_id", "mga") }),
            ("token-wrong-signature", try token(header: [("crit", ["x"]), ("x", 1)])),
            ("token-wrong-signature", try token(key: try .generate(.ecdsaP256SHA256, keyID: "foreign-1"))),
            ("token-wrong-signature", try await world.token(world.ukgc)),
        ]
        for (code, text) in cases { #expect(await outcome(text) == code) }
        #expect(await outcome(try token(), as: world.mga) == "token-certificate-mismatch")
    }

    @Test func `a token under RS256 or a shared secret is refused, though the issuer's set has the key`() async throws {
        let rsa = try SigningKey.generate(.rsaV15SHA256, keyID: "foreign-rsa")
        source.hold([key, rsa])
        #expect(await outcome(try token(key: rsa)) == "token-wrong-signature")
        let mac = try SigningKey(secret: key.verificationKey.jwk().compactBytes(), keyID: "foreign-1")
        #expect(await outcome(try token(key: mac)) == "token-wrong-signature")
        #expect(await outcome(try token()) == "admitted")
    }

    @Test func `a new key is found when a token names it, and invented keys cause one look in thirty seconds`() async throws {
        #expect(await outcome(try token()) == "admitted")
        #expect(source.looks == 1)
        let next = try SigningKey.generate(.ed25519, keyID: "foreign-2")
        source.hold([key, next])
        for _ in 0..<5 { #expect(await outcome(try token(key: next)) == "token-wrong-signature") }
        #expect(source.looks == 1)
        world.clock.advance(by: .seconds(30))
        #expect(await outcome(try token(key: next)) == "admitted")
        #expect(await outcome(try token()) == "admitted")
        #expect(source.looks == 2)
        for number in 0..<20 {
            #expect(await outcome(try token(key: try .generate(.ed25519, keyID: "invented-\(number)"))) == "token-wrong-signature")
        }
        #expect(source.looks == 2)
    }

    @Test func `a set is looked at anew before its time is over, and a key that went is gone then`() async throws {
        #expect(await outcome(try token()) == "admitted")
        source.hold([try SigningKey.generate(.ed25519, keyID: "foreign-2")])
        world.clock.advance(by: .seconds(239))
        #expect(await outcome(try token()) == "admitted")
        #expect(source.looks == 1)
        world.clock.advance(by: .seconds(1))
        #expect(await outcome(try token()) == "token-wrong-signature")
        #expect(source.looks == 2)
    }

    @Test func `without the issuer the last set counts until its time is over, then nobody is let in`() async throws {
        #expect(await outcome(try token()) == "admitted")
        source.go()
        world.clock.advance(by: .seconds(299))
        #expect(await outcome(try token()) == "admitted")
        #expect(source.looks == 2)
        world.clock.advance(by: .seconds(1))
        #expect(await outcome(try token()) == "issuer-keys-unavailable")
        #expect(source.looks == 2)
        source.go(false)
        #expect(await outcome(try token()) == "issuer-keys-unavailable")
        world.clock.advance(by: .seconds(29))
        #expect(await outcome(try token()) == "admitted")
    }

    @Test(arguments: ["no keys", "private", "twice", "large"])
    func `a set that is not one counts as none`(_ kind: String) async throws {
        let jwk = key.verificationKey.jwk()
        switch kind {
        case "no keys": source.hold(["error": "moved"])
        case "private": source.hold(["keys": [key.jwk()]])
        case "twice": source.hold(["keys": [jwk, jwk]])
        default: source.hold(["keys": [jwk], "padding": .string(String(repeating: "x", count: IssuerKeys.maximumBytes))])
        }
        #expect(await outcome(try token()) == "issuer-keys-unavailable")
        #expect(world.decisions.all.last?.status == 503)
    }

    @Test func `many at once cause one look, and all get its answer`() async throws {
        let token = try token()
        let outcomes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { await outcome(token) } }
            return await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(outcomes == ["admitted"])
        #expect(source.looks == 1)
    }

    @Test func `a realm with a foreign issuer issues no tokens, and its resource names that issuer`() async throws {
        var routes = RouteTable()
        AuthorizationServer(
            authority: world.authority, clients: world.registry, revoked: .none, ledger: world.ledger, now: { .wall }, newID: { "x" },
            record: { _ in }
        ).addRoutes(to: &routes, insteadOf: external)
        for (method, path) in [
            ("POST", "/oauth2/token"), ("POST", "/oauth2/revoke"), ("POST", "/oauth2/introspect"),
            ("GET", "/.well-known/oauth-authorization-server"),
        ] {
            #expect(await routes.response(to: world.request(method, "/sandbox" + path, as: world.ukgc)).status == 404, "\(path)")
        }
        let path = "/sandbox/.well-known/oauth-protected-resource"
        let answer = await routes.response(to: world.request("GET", path, as: nil))
        #expect(try answer.member("authorization_servers") == [.string(issuer)])
        #expect(try answer.member("resource")?.string == world.realm.resource)
        // The keys of its answers stay where they were.
        #expect(await routes.response(to: world.request("GET", "/sandbox/.well-known/jwks.json", as: nil)).status == 200)
    }

    @Test func `issuers are read whole, for the realms that have one`() throws {
        let entry: Node = .object([
            ("issuer", .string(issuer)), ("audience", .string(audience)), ("jwks_uri", "https://as.example.test/jwks"),
        ])
        func read(_ node: Node) throws -> [Realm.Name: ExternalIssuer] { try ExternalIssuer.read(node.compactBytes()) }
        #expect(try read(.object([("schema_version", 1), ("sandbox", entry), ("production", .null)])) == [.sandbox: external])
        #expect(try read(["schema_version": 1]).isEmpty)
        let file = entry.without("jwks_uri").setting("jwks_file", "as.jwks")
        #expect(try read(.object([("schema_version", 1), ("production", file)]))[.production]?.keys == .file("as.jwks"))
        let trusting = entry.setting("trust", "as-ca.pem")
        #expect(try read(.object([("schema_version", 1), ("sandbox", trusting)]))[.sandbox]?.trust == "as-ca.pem")
        let wrong: [Node] = [
            entry.setting("trust", "../ca.pem"), entry.setting("trust", ""), entry.setting("trust", 1), file.setting("trust", "as-ca.pem"),
            entry.setting("issuer", "http://as.example.test"), entry.setting("issuer", "https://as.example.test?x"),
            entry.without("issuer"),
            entry.without("audience"), entry.setting("audience", ""), entry.without("jwks_uri"), entry.setting("jwks_file", "a"),
            entry.setting("jwks_uri", "http://as.example.test/jwks"), file.setting("jwks_file", "../a"), entry.setting("surprise", 1), "x",
        ]
        for node in wrong {
            #expect(throws: ExternalIssuer.Refusal.self) { try read(.object([("schema_version", 1), ("sandbox", node)])) }
        }
        #expect(throws: ExternalIssuer.Refusal.self) { try read(["schema_version": 2]) }
        #expect(throws: ExternalIssuer.Refusal.self) { try read(["schema_version": 1, "test": .null]) }
    }
}
