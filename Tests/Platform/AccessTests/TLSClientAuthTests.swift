import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import ServerKit
import TestSupport
import Testing

@testable import Access

/// `tls_client_auth` (RFC 8705 §2.1): a name and the authority that issued it, with certificates that openssl made.
@Suite struct TLSClientAuthTests {
    /// Two authorities of one name; what each issued to the client's names; a second certificate of the first, and another name of it.
    private struct Certificates: Sendable {
        static let names = "DNS:ukgc.regulator.test,URI:urn:regulator:ukgc,IP:192.0.2.7,IP:2001:db8::7,email:api@regulator.test"
        static let subject = "/O=Regulator, Inc./CN=ukgc"
        static let shared = Task { try await Certificates() }

        let own: PeerCertificate
        let renewed: PeerCertificate
        let ofTwin: PeerCertificate
        let other: PeerCertificate
        let authorities: [CertificateAuthority]

        private init() async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "tls-client-auth-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let authority = try await TestAuthority("first", in: folder, subject: "/CN=authority")
            let twin = try await TestAuthority("twin", in: folder, subject: "/CN=authority")
            try await authority.issue("own", subject: Self.subject, names: Self.names)
            try await authority.issue("renewed", subject: Self.subject, names: Self.names)
            try await twin.issue("of-twin", subject: Self.subject, names: Self.names)
            try await authority.issue("other", subject: "/O=Regulator, Inc./CN=ukgc2", names: "DNS:ukgc2.regulator.test")
            // The world's clock stands at a day of its own; here certificates do not run out.
            func certificate(_ name: String) throws -> PeerCertificate {
                let read = try PeerCertificate(pem: authority.bytes("\(name).pem"))
                return PeerCertificate(
                    subject: read.subject, sans: read.sans, thumbprint: read.thumbprint, notAfter: Timestamp(seconds: 1_900_000_000),
                    issuer: read.issuer, serial: read.serial, der: read.der)
            }
            (own, renewed) = (try certificate("own"), try certificate("renewed"))
            (ofTwin, other) = (try certificate("of-twin"), try certificate("other"))
            authorities = try ["first", "twin"].flatMap { try CertificateAuthority.all(inPEM: authority.bytes("\($0).pem")) }
        }
    }

    private let certificates: Certificates
    private let key: SigningKey

    init() async throws {
        certificates = try await Certificates.shared.value
        key = try SigningKey.generate(.ed25519, keyID: "tls-1")
    }

    /// The members that make an entry one of `tls_client_auth`, bound to the first authority.
    private func members(_ kind: String, _ value: Node) -> [(String, Node)] {
        [
            ("token_endpoint_auth_method", "tls_client_auth"), (kind, value),
            ("tls_client_auth_ca_sha256", .string(certificates.authorities[0].thumbprint)), ("certificate_sha256", []),
        ]
    }

    private func entry(_ members: [(String, Node)], id: String = "ukgc") -> Node {
        let party = World.Party(id: id, key: key, thumbprint: World.thumbprint(1))
        return members.reduce(World.register([party])["clients"]?[0] ?? .null) { $0.setting($1.0, $1.1) }
    }

    private func directory(_ entries: [Node]) throws -> ClientDirectory {
        let register: Node = .object([("schema_version", 1), ("clients", .array(entries))])
        return try ClientDirectoryReader.read(register.compactBytes(), authorities: IssuingAuthorities(certificates.authorities))
    }

    private func world(_ kind: String = "tls_client_auth_subject_dn", _ value: Node = "CN=ukgc,O=Regulator\\, Inc.") throws -> World {
        try World(clients: directory([entry(members(kind, value))]))
    }

    private func ask(
        _ world: World, _ endpoint: String = "token", as certificate: PeerCertificate?, _ pairs: [(String, String)]
    ) async -> ServerResponse {
        var request = world.request(
            "POST", world.realm.prefix + "/oauth2/" + endpoint, as: nil, fields: World.formFields, body: World.form(pairs))
        request.peer = certificate
        return await world.routes.response(to: request)
    }

    private static let grant = [("grant_type", "client_credentials"), ("client_id", "ukgc")]

    @Test(
        arguments: [
            ("tls_client_auth_subject_dn", "CN=ukgc,O=Regulator\\, Inc."), ("tls_client_auth_san_dns", "UKGC.regulator.test"),
            ("tls_client_auth_san_uri", "urn:regulator:ukgc"), ("tls_client_auth_san_ip", "192.0.2.7"),
            ("tls_client_auth_san_ip", "2001:0db8:0:0::7"), ("tls_client_auth_san_email", "api@regulator.test"),
        ] as [(String, String)])
    func `43: the name that is registered gets a token under every certificate of its authority, and under none of another of that name`(
        _ kind: String, _ value: String
    ) async throws {
        let world = try world(kind, .string(value))
        for certificate in [certificates.own, certificates.renewed] {
            let answer = await ask(world, as: certificate, Self.grant)
            #expect(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
            let token = try #require(try answer.member("access_token")?.string)
            let (_, payload) = try JWS.verify(token, keys: world.authority.keys, allowed: TokenAuthority.algorithms)
            #expect(try JSONReader.read(payload)["cnf"]?["x5t#S256"]?.string == certificate.thumbprint)
            // A resource is open to the certificate of the token, and to no other of the same name.
            for shown in [certificates.own, certificates.renewed, certificates.ofTwin, certificates.other] {
                var request = world.request("GET", "/sandbox/regulator/x", as: nil, fields: [.authorization: "Bearer \(token)"])
                request.peer = shown
                let status = await world.routes.response(to: request).status
                #expect(status == (shown == certificate ? 200 : 401), "\(shown.subject)")
            }
        }
        for certificate in [certificates.ofTwin, certificates.other, nil] {
            let answer = await ask(world, as: certificate, Self.grant)
            #expect(answer.status == 401)
            #expect(try answer.member("error") == "invalid_client")
        }
    }

    @Test func `a client of one method cannot use the other`() async throws {
        let world = try world()
        let party = World.Party(id: "ukgc", key: key, thumbprint: certificates.own.thumbprint)
        let assertion = try world.assertion(party)
        for more in [
            world.credentials(assertion), [("client_assertion", assertion)], [("client_assertion_type", "x")], [("client_secret", "x")],
        ] {
            let answer = await ask(world, as: certificates.own, Self.grant + more)
            #expect(answer.status == 401)
            #expect(world.decisions.all.last?.refusal == "other-authentication")
        }
        let usual = try World()
        let bare = usual.request(
            "POST", "/sandbox/oauth2/token", as: usual.ukgc, fields: World.formFields, body: World.form(Self.grant))
        #expect(await usual.routes.response(to: bare).status == 401)
        #expect(usual.decisions.all.last?.refusal == "assertion-missing")
    }

    @Test func `the client names itself, and nobody else`() async throws {
        let world = try world()
        let unnamed = await ask(world, as: certificates.own, [("grant_type", "client_credentials")])
        #expect(unnamed.status == 401)
        #expect(world.decisions.all.last?.refusal == "client-id-missing")
        for name in ["mga", "nobody", "UKGC"] {
            let answer = await ask(world, as: certificates.own, [("grant_type", "client_credentials"), ("client_id", name)])
            #expect(answer.status == 401)
            #expect(world.decisions.all.last?.refusal == "assertion-wrong-client")
        }
    }

    @Test func `introspection and revocation take the method too, and a token is good until it is revoked`() async throws {
        let world = try world()
        let token = try #require(try await ask(world, as: certificates.own, Self.grant).member("access_token")?.string)
        let named = [("client_id", "ukgc"), ("token", token)]
        #expect(try await ask(world, "introspect", as: certificates.own, named).member("active") == true)
        #expect(await ask(world, "introspect", as: certificates.ofTwin, named).status == 401)
        #expect(await ask(world, "revoke", as: certificates.ofTwin, named).status == 401)
        #expect(await ask(world, "revoke", as: certificates.own, [("token", token)]).status == 401)
        #expect(try await ask(world, "introspect", as: certificates.own, named).member("active") == true)
        #expect(await ask(world, "revoke", as: certificates.own, named).status == 200)
        #expect(try await ask(world, "introspect", as: certificates.own, named).member("active") == false)
    }

    @Test func `every request for a token gets one of its own: nothing is used up`() async throws {
        let world = try world()
        var tokens: Set<String> = []
        for _ in 0..<3 {
            tokens.insert(try #require(try await ask(world, as: certificates.own, Self.grant).member("access_token")?.string))
        }
        #expect(tokens.count == 3)
    }

    @Test func `a certificate with the names of two clients is nobody's`() throws {
        let dn = entry(members("tls_client_auth_subject_dn", "CN=ukgc,O=Regulator\\, Inc."))
        let dns = entry(members("tls_client_auth_san_dns", "ukgc.regulator.test"), id: "second").setting("jwks", ["keys": []])
        let listed = entry([("certificate_sha256", [.string(certificates.own.thumbprint)])], id: "third").setting("jwks", ["keys": []])
        #expect(try directory([dn]).client(showing: certificates.own)?.id == "ukgc")
        #expect(try directory([dn, dns]).client(showing: certificates.own) == nil)
        #expect(try directory([dn, listed]).client(showing: certificates.own) == nil)
        #expect(try directory([dn, listed]).client(showing: certificates.renewed)?.id == "ukgc")
        #expect(throws: ClientDirectoryReader.Refusal.self) {
            try directory([
                dn, entry(members("tls_client_auth_subject_dn", "CN=ukgc,O=Regulator\\, Inc."), id: "second").setting("jwks", ["keys": []]),
            ])
        }
    }

    @Test func `without the authority a name is no name`() throws {
        let entry = entry(members("tls_client_auth_subject_dn", "CN=ukgc,O=Regulator\\, Inc."))
        let register: Node = .object([("schema_version", 1), ("clients", [entry])])
        let directory = try ClientDirectoryReader.read(register.compactBytes())
        #expect(directory.client(showing: certificates.own) == nil)
    }

    @Test(
        arguments: [
            [("token_endpoint_auth_method", "none")], [("token_endpoint_auth_method", 1)],
            [("token_endpoint_auth_method", "self_signed_tls_client_auth")], [("token_endpoint_auth_method", "private_key_jwt")],
            [("tls_client_auth_san_dns", "a.test")], [("tls_client_auth_ca_sha256", "x")], [("tls_client_auth_ca_sha256", .null)],
            [("tls_client_auth_subject_dn", "")], [("tls_client_auth_subject_dn", "ukgc")], [("tls_client_auth_subject_dn", 1)],
            [("certificate_sha256", [.string(World.thumbprint(1))])],
        ] as [[(String, Node)]])
    func `an entry that is not whole is refused by its place`(_ changes: [(String, Node)]) throws {
        let good = entry(members("tls_client_auth_subject_dn", "CN=ukgc"))
        #expect(try directory([good]).client("ukgc")?.authentication.isTLSClientAuth == true)
        let broken = changes.reduce(good) { $0.setting($1.0, $1.1) }
        let error = #expect(throws: ClientDirectoryReader.Refusal.self) { try directory([broken]) }
        #expect(error?.description.hasPrefix("/clients/0/") == true, "\(error?.description ?? "")")
    }

    @Test(
        arguments: [
            ("tls_client_auth_san_dns", "*.regulator.test"), ("tls_client_auth_san_dns", "a b"), ("tls_client_auth_san_ip", "192.0.2"),
            ("tls_client_auth_san_ip", "192.0.2.7/32"), ("tls_client_auth_san_uri", "no scheme"), ("tls_client_auth_san_email", "nobody"),
        ] as [(String, String)])
    func `a name that no certificate has is refused`(_ kind: String, _ value: String) {
        #expect(throws: ClientDirectoryReader.Refusal.self) { try directory([entry(members(kind, .string(value)))]) }
    }
}
