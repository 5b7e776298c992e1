import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import ServerKit
import Testing

@testable import Access

/// Metadata, keys, revocation and introspection.
@Suite struct AuthorizationServerTests {
    private let world: World

    init() throws { world = try World() }

    private func get(_ path: String, _ world: World) async throws -> Node {
        let response = await world.routes.response(to: world.request("GET", path, as: nil))
        #expect(response.status == 200, "\(path)")
        #expect(response.fields[.contentType] == "application/json")
        return try JSONReader.read(response.body)
    }

    private func post(_ endpoint: String, as party: World.Party, _ pairs: [(String, String)]) async throws -> ServerResponse {
        let body = World.form(world.credentials(try world.assertion(party)) + pairs)
        return await world.routes.response(
            to: world.request("POST", world.realm.prefix + endpoint, as: party, fields: World.formFields, body: body))
    }

    @Test(arguments: Realm.Name.allCases)
    func `5, 7, 8, 9: the issuer's metadata says what is served, at both of its addresses`(_ name: Realm.Name) async throws {
        let world = try World(name: name)
        let prefix = name.prefix
        let metadata = try await get("\(prefix)/.well-known/oauth-authorization-server", world)
        #expect(metadata == (try await get("/.well-known/oauth-authorization-server\(prefix)", world)))
        let issuer = "https://127.0.0.1:8443\(prefix)"
        #expect(metadata["issuer"]?.string == issuer)
        #expect(metadata["token_endpoint"]?.string == issuer + "/oauth2/token")
        #expect(metadata["tls_client_certificate_bound_access_tokens"] == true)
        for endpoint in ["token", "revocation", "introspection"] {
            #expect(metadata["\(endpoint)_endpoint_auth_methods_supported"] == ["private_key_jwt", "tls_client_auth"])
        }
        #expect(metadata["token_endpoint_auth_signing_alg_values_supported"] == ["ES256", "EdDSA"])
        #expect(metadata["grant_types_supported"] == ["client_credentials"])
        #expect(metadata["response_types_supported"] == [])
        for endpoint in ["token_endpoint", "revocation_endpoint", "introspection_endpoint"] {
            let url = try #require(metadata[endpoint]?.string)
            let path = String(url.dropFirst("https://127.0.0.1:8443".count))
            #expect(world.routes.templates.contains { $0.method == "POST" && $0.template == path }, "\(path)")
        }
    }

    @Test(arguments: Realm.Name.allCases)
    func `the resource's metadata names this issuer`(_ name: Realm.Name) async throws {
        let world = try World(name: name)
        let metadata = try await get("\(name.prefix)/.well-known/oauth-protected-resource", world)
        #expect(metadata == (try await get("/.well-known/oauth-protected-resource\(name.prefix)", world)))
        #expect(metadata["resource"]?.string == world.realm.resource)
        #expect(metadata["authorization_servers"] == [.string(world.realm.issuer)])
        #expect(metadata["bearer_methods_supported"] == ["header"])
        #expect(metadata["tls_client_certificate_bound_access_tokens"] == true)
    }

    /// What RFC 8414 §2 defines and what RFC 8705 §3.3 and RFC 9728 §4 add, as far as it makes sense without a user.
    private static let definedMembers: Set<String> = [
        "issuer", "token_endpoint", "jwks_uri", "scopes_supported", "response_types_supported", "grant_types_supported",
        "token_endpoint_auth_methods_supported", "token_endpoint_auth_signing_alg_values_supported", "service_documentation",
        "revocation_endpoint", "revocation_endpoint_auth_methods_supported", "revocation_endpoint_auth_signing_alg_values_supported",
        "introspection_endpoint", "introspection_endpoint_auth_methods_supported",
        "introspection_endpoint_auth_signing_alg_values_supported", "tls_client_certificate_bound_access_tokens",
        "mtls_endpoint_aliases", "protected_resources", "signed_metadata",
    ]

    @Test(arguments: Realm.Name.allCases)
    func `6: the metadata have members that the standards define, of their types, and https addresses only`(
        _ name: Realm.Name
    ) async throws {
        let metadata = try await get("\(name.prefix)/.well-known/oauth-authorization-server", try World(name: name))
        let members = try #require(metadata.members)
        #expect(Set(members.map(\.key)).count == members.count)
        for member in members {
            let (key, value) = (member.key, member.value)
            #expect(Self.definedMembers.contains(key), "\(key)")
            if key == "issuer" || key == "jwks_uri" || key.hasSuffix("_endpoint") {
                let url = try #require(value.string.flatMap { URLComponents(string: $0) }, "\(key)")
                #expect(url.scheme == "https" && url.host?.isEmpty == false, "\(key)")
                #expect(url.query == nil && url.fragment == nil && url.user == nil, "\(key)")
            } else if key == "tls_client_certificate_bound_access_tokens" {
                #expect(value == true)
            } else {
                let words = (value.array ?? []).compactMap(\.string)
                #expect(words.count == value.array?.count, "\(key)")
                #expect(Set(words).count == words.count, "\(key)")
            }
        }
        // RFC 8414 §2: a server with methods that sign says with which algorithms, for each of its endpoints.
        for endpoint in ["token", "revocation", "introspection"] where metadata["\(endpoint)_endpoint"] != nil {
            #expect(metadata["\(endpoint)_endpoint_auth_methods_supported"] != nil)
            #expect(metadata["\(endpoint)_endpoint_auth_signing_alg_values_supported"] != nil)
        }
    }

    @Test(arguments: Realm.Name.allCases)
    func `10: the key set is at an https address and has distinct, public and strong keys only`(_ name: Realm.Name) async throws {
        let world = try World(name: name)
        let metadata = try await get("\(name.prefix)/.well-known/oauth-authorization-server", world)
        let url = try #require(metadata["jwks_uri"]?.string)
        #expect(url == "https://127.0.0.1:8443\(name.prefix)/.well-known/jwks.json")
        let set = try await get(String(url.dropFirst("https://127.0.0.1:8443".count)), world)
        let keys = try #require(set["keys"]?.array)
        #expect(keys.compactMap { $0["kid"]?.string }.sorted() == ["answers-1", "issuer-1"])
        for key in keys {
            // The parts of a public key (RFC 7518 §6.2.1, RFC 8037 §2) and what is said of it; nothing private fits in here.
            let allowed: Set<String> = ["kty", "crv", "x", "y", "kid", "alg", "use"]
            #expect(
                Set(try #require(key.members).map(\.key)).isSubset(of: allowed), "\(String(decoding: key.compactBytes(), as: UTF8.self))")
            let coordinates = try ["x", "y"].compactMap { key[$0]?.string }.map { try #require(Base64URL.decode($0)).count }
            switch key["kty"]?.string {
            case "EC": #expect(key["crv"] == "P-256" && key["alg"] == "ES256" && coordinates == [32, 32])
            case "OKP": #expect(key["crv"] == "Ed25519" && key["alg"] == "EdDSA" && coordinates == [32])
            default: Issue.record("\(key["kty"]?.string ?? "no kty") is neither EC nor OKP")
            }
            #expect(key["use"] == "sig")
        }
        #expect(try KeySet(jwks: set).keys.count == 2)
    }

    @Test(arguments: ["oauth-authorization-server", "oauth-protected-resource"])
    func `11: the scopes of the metadata are distinct words as RFC 6749 has them, and those that tokens carry`(_ document: String)
        async throws
    {
        let scopes = try #require(try await get("/sandbox/.well-known/\(document)", world)["scopes_supported"]?.array)
        let words = scopes.compactMap(\.string)
        #expect(words.count == scopes.count && Set(words).count == words.count && !words.isEmpty)
        for word in words {
            #expect(!word.isEmpty)
            // scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
            #expect(word.utf8.allSatisfy { $0 == 0x21 || (0x23...0x5b).contains($0) || (0x5d...0x7e).contains($0) }, "\(word)")
        }
        #expect(Set(words) == Set(Scope.allCases.map(\.rawValue)))
    }

    @Test func `42: a retired key verifies what it signed, and is published`() async throws {
        let old = try SigningKey.generate(.ed25519, keyID: "issuer-0")
        let authority = TokenAuthority(realm: world.realm, signingKey: world.authority.signingKey, retiredKeys: [old.verificationKey])
        let token = AccessToken(
            clientID: "ukgc", id: "t", issuedAt: world.clock.now, expiresAt: world.clock.now.advanced(by: .seconds(60)),
            scopes: [.regulatorRead], certificate: "c")
        let signed = try token.signed(by: TokenAuthority(realm: world.realm, signingKey: old))
        #expect(try AccessToken(verifying: signed, by: authority, now: world.clock.now) == token)
        #expect(throws: TokenRefusal.wrongSignature) { try AccessToken(verifying: signed, by: world.authority, now: world.clock.now) }
        #expect(authority.published.key("issuer-0") != nil)
    }

    @Test func `40: a revoked token is refused at once`() async throws {
        let token = try await world.token(world.ukgc)
        #expect(await world.call(as: world.ukgc, token: token).status == 200)
        let response = try await post("/oauth2/revoke", as: world.ukgc, [("token", token), ("token_type_hint", "access_token")])
        #expect(response.status == 200)
        #expect(response.body.isEmpty)
        let refused = await world.call(as: world.ukgc, token: token)
        #expect(refused.status == 401)
        #expect(try refused.member("code") == "token-revoked")
    }

    @Test func `revoking what is not one's own, unknown or malformed answers 200 and changes nothing`() async throws {
        let token = try await world.token(world.ukgc)
        for text in [token, "garbage", "a.b.c"] {
            #expect(try await post("/oauth2/revoke", as: world.mga, [("token", text)]).status == 200)
        }
        #expect(await world.call(as: world.ukgc, token: token).status == 200)
    }

    @Test(arguments: ["/oauth2/revoke", "/oauth2/introspect"])
    func `both endpoints need the token, the client's proof, and POST`(_ endpoint: String) async throws {
        let missing = try await post(endpoint, as: world.ukgc, [])
        #expect(missing.status == 400)
        #expect(try missing.member("error") == "invalid_request")
        let path = world.realm.prefix + endpoint
        let unproven = world.request("POST", path, as: world.ukgc, fields: World.formFields, body: "token=x")
        #expect(await world.routes.response(to: unproven).status == 401)
        #expect(await world.routes.response(to: world.request("GET", path + "?token=x", as: world.ukgc)).status == 405)
    }

    @Test(arguments: ["/oauth2/revoke", "/oauth2/introspect"])
    func `an assertion is good for one endpoint once`(_ endpoint: String) async throws {
        let assertion = try world.assertion(world.ukgc)
        let body = World.form(world.credentials(assertion) + [("token", "x")])
        let request = world.request("POST", world.realm.prefix + endpoint, as: world.ukgc, fields: World.formFields, body: body)
        #expect(await world.routes.response(to: request).status == 200)
        #expect(await world.routes.response(to: request).status == 401)
        #expect(await world.post(world.ukgc, assertion: assertion).status == 401)
    }

    @Test func `introspection tells a client about its own good tokens only`() async throws {
        let token = try await world.token(world.ukgc)
        let own = try JSONReader.read(try await post("/oauth2/introspect", as: world.ukgc, [("token", token)]).body)
        #expect(own["active"] == true)
        #expect(own["client_id"] == "ukgc")
        #expect(own["scope"] == "regulator_read regulator_request")
        #expect(own["cnf"]?["x5t#S256"]?.string == world.ukgc.thumbprint)
        let inactive: Node = ["active": false]
        #expect(try JSONReader.read(try await post("/oauth2/introspect", as: world.mga, [("token", token)]).body) == inactive)
        #expect(try JSONReader.read(try await post("/oauth2/introspect", as: world.ukgc, [("token", "x")]).body) == inactive)
        _ = try await post("/oauth2/revoke", as: world.ukgc, [("token", token)])
        #expect(try JSONReader.read(try await post("/oauth2/introspect", as: world.ukgc, [("token", token)]).body) == inactive)
        let second = try await world.token(world.ukgc)
        world.clock.advance(by: .seconds(301))
        #expect(try JSONReader.read(try await post("/oauth2/introspect", as: world.ukgc, [("token", second)]).body) == inactive)
    }

    @Test(arguments: [
        "http://127.0.0.1:8443/sandbox", "https://127.0.0.1:8443", "https://127.0.0.1:8443/sandbox/", "https://127.0.0.1:8443/sandbox?x",
        "https://127.0.0.1:8443/sandbox#x", "https://u@127.0.0.1:8443/sandbox", "https:///sandbox", "/sandbox", "",
    ])
    func `5: an issuer is an https address with the realm's prefix and nothing else`(_ issuer: String) {
        #expect(throws: Realm.Refusal.self) { try Realm(.sandbox, issuer: issuer) }
    }
}
