import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import ServerKit
import Synchronization
import Testing

@testable import Access

/// The sandbox realm with two regulators and an officer, without a socket: requests are made by hand, the clock stands until moved.
struct World: Sendable {
    /// A moment that tests move.
    final class Clock: Sendable {
        private let time = Mutex(Timestamp(seconds: 1_792_000_000))
        var now: Timestamp { time.withLock { $0 } }
        func advance(by duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }
    }

    final class Decisions: Sendable {
        private let list = Mutex<[AccessDecision]>([])
        func append(_ decision: AccessDecision) { list.withLock { $0.append(decision) } }
        var all: [AccessDecision] { list.withLock { $0 } }
    }

    struct Party: Sendable {
        let id: String
        let key: SigningKey
        let thumbprint: String
    }

    let clock = Clock()
    let decisions = Decisions()
    let realm: Realm
    let authority: TokenAuthority
    let ledger: any TokenLedger
    let registry: ClientRegistry
    let gate: Gatekeeper
    let routes: RouteTable
    let ukgc: Party
    let mga: Party
    let officer: Party

    static func thumbprint(_ byte: UInt8) -> String { Base64URL.encode(Array(repeating: byte, count: 32)) }

    init(
        name: Realm.Name = .sandbox, ledger: any TokenLedger = MemoryTokenLedger(), lifetime: Duration = .seconds(300),
        revoked: RevokedCertificates = .none, clients: ClientDirectory? = nil
    ) throws {
        ukgc = Party(id: "ukgc", key: try .generate(.ed25519, keyID: "ukgc-1"), thumbprint: Self.thumbprint(1))
        mga = Party(id: "mga", key: try .generate(.ecdsaP256SHA256, keyID: "mga-1"), thumbprint: Self.thumbprint(2))
        officer = Party(id: "officer", key: try .generate(.ed25519, keyID: "officer-1"), thumbprint: Self.thumbprint(3))
        realm = try Realm(name, issuer: "https://127.0.0.1:8443" + name.prefix)
        authority = TokenAuthority(
            realm: realm, signingKey: try .generate(.ecdsaP256SHA256, keyID: "issuer-1"),
            otherKeys: [try SigningKey.generate(.ed25519, keyID: "answers-1").verificationKey], lifetime: lifetime)
        self.ledger = ledger
        registry = ClientRegistry(try clients ?? ClientDirectoryReader.read(Self.register([ukgc, mga, officer]).compactBytes()))
        let (clock, decisions) = (clock, decisions)
        gate = Gatekeeper(
            authority: authority, clients: registry, revoked: revoked, ledger: ledger, now: { clock.now }, record: { decisions.append($0) })
        var routes = RouteTable()
        AuthorizationServer(
            authority: authority, clients: registry, revoked: revoked, ledger: ledger, now: { clock.now },
            newID: RandomIdentifier.make,
            record: { decisions.append($0) }
        ).addRoutes(to: &routes)
        let gate = gate
        routes.on("GET", realm.prefix + "/regulator/x") { request in
            .text(try await gate.admit(request, needs: .reading).clientID)
        }
        routes.on("PUT", realm.prefix + "/operator/x") { request in
            .text(try await gate.admit(request, needs: .role(.complianceOfficer)).clientID)
        }
        routes.on("POST", realm.prefix + "/webhook") { request in
            .text(try await gate.admit(request, needs: .scope(.regulatorRequest)).clientID)
        }
        self.routes = routes
    }

    /// A certificate without bytes, as a handshake would tell of it.
    static func certificate(_ thumbprint: String, subject: String = "CN=x") -> PeerCertificate {
        PeerCertificate(
            subject: subject, sans: [], thumbprint: thumbprint, notAfter: Timestamp(seconds: 1_900_000_000), issuer: [], serial: [], der: []
        )
    }

    static func register(_ parties: [Party]) -> Node {
        .object([
            ("schema_version", 1),
            (
                "clients",
                .array(
                    parties.map { party in
                        let isOfficer = party.id == "officer"
                        return .object([
                            ("client_id", .string(party.id)), ("regulator", isOfficer ? Node.null : .string(party.id.uppercased())),
                            ("operator", isOfficer ? "northwind" : Node.null),
                            ("roles", [.string(isOfficer ? "compliance_officer" : "regulator_read")]),
                            ("scopes", isOfficer ? [] : ["regulator_read", "regulator_request"]),
                            ("certificate_sha256", [.string(party.thumbprint)]),
                            ("jwks", KeySet([party.key.verificationKey]).jwks()),
                            ("addresses", ["127.0.0.1/32", "::1/128"]), ("callback_origins", ["https://127.0.0.1:*"]),
                            ("allow_private", ["127.0.0.1:*"]),
                            ("realms", ["production", "sandbox"]),
                        ])
                    })
            ),
        ])
    }

    func request(
        _ method: String, _ path: String, as party: Party?, fields: HTTPFields = [:], body: String = "", from address: String = "127.0.0.1"
    ) -> ServerRequest {
        let peer = party.map { Self.certificate($0.thumbprint, subject: "CN=\($0.id)") }
        return ServerRequest(
            id: "00000000-0000-4000-8000-000000000001", method: method, path: path, target: path, fields: fields, body: Array(body.utf8),
            peer: peer, remoteAddress: address, receivedAt: clock.now, authority: "127.0.0.1:8443")
    }

    // MARK: Assertions and tokens

    /// The claims of an assertion as they should be.
    func claims(of party: Party, id: String = UUID().uuidString) -> Node {
        .object([
            ("iss", .string(party.id)), ("sub", .string(party.id)), ("aud", .string(realm.issuer)), ("jti", .string(id)),
            ("iat", .integer(Int(clock.now.seconds))), ("exp", .integer(Int(clock.now.seconds) + 60)),
        ])
    }

    func assertion(_ party: Party, claims: Node? = nil, header: [(String, Node)] = [], key: SigningKey? = nil) throws -> String {
        try JWS.compact(payload: (claims ?? self.claims(of: party)).compactBytes(), header: header, key: key ?? party.key)
    }

    /// A token put together by hand, for headers that our own writer refuses to make.
    static func handmade(header: Node, claims: Node, key: SigningKey) throws -> String {
        let head = header.setting("alg", .string(key.algorithm.joseName)).setting("kid", .string(key.keyID))
        let input = Base64URL.encode(head.compactBytes()) + "." + Base64URL.encode(claims.compactBytes())
        return input + "." + Base64URL.encode(try key.signature(over: Array(input.utf8)))
    }

    static func form(_ pairs: [(String, String)]) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        return pairs.map { "\($0.0)=\($0.1.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")" }.joined(separator: "&")
    }

    static let formFields: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    func credentials(_ assertion: String) -> [(String, String)] {
        [("client_assertion_type", ClientAssertion.type), ("client_assertion", assertion)]
    }

    /// A request to the token endpoint; `more` is added to what the grant needs.
    func post(_ party: Party?, assertion: String, more: [(String, String)] = [], from address: String = "127.0.0.1") async -> ServerResponse
    {
        let body = Self.form([("grant_type", "client_credentials")] + credentials(assertion) + more)
        return await routes.response(
            to: request("POST", realm.prefix + "/oauth2/token", as: party, fields: Self.formFields, body: body, from: address))
    }

    /// A good token of a party.
    func token(_ party: Party, scope: String? = nil) async throws -> String {
        let response = await post(party, assertion: try assertion(party), more: scope.map { [("scope", $0)] } ?? [])
        let token = try JSONReader.read(response.body)["access_token"]?.string
        return try #require(token, "\(String(decoding: response.body, as: UTF8.self))")
    }

    func call(
        _ method: String = "GET", _ path: String = "/regulator/x", as party: Party?, token: String?, from address: String = "127.0.0.1"
    ) async -> ServerResponse {
        let fields: HTTPFields = token.map { [.authorization: "Bearer \($0)"] } ?? [:]
        return await routes.response(to: request(method, realm.prefix + path, as: party, fields: fields, from: address))
    }
}

extension ServerResponse {
    /// A member of a JSON body.
    func member(_ name: String) throws -> Node? { try JSONReader.read(body)[name] }
}

extension Node {
    /// The claims or header without a member.
    func without(_ key: String) -> Node { .object((members ?? []).filter { $0.key != key }.map { ($0.key, $0.value) }) }
}
