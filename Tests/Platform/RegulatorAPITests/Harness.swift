import Access
import Documents
import Foundation
import HTTPTypes
import Logging
import MessageSignatures
import Reporting
import ServerKit
import SourceData
import TestSupport

@testable import RegulatorAPI

/// A whole platform without sockets: both realms over a fresh PKI and a month of data of very few players, asked through its route table.
final class Harness: Sendable {
    static let now = Timestamp(milliseconds: 1_795_428_000_000)
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    let folder: TemporaryFolder
    let assembly: PlatformAssembly
    let routes: RouteTable

    /// The time that stands still in it.
    let instant: Timestamp

    init(at instant: Timestamp = Harness.now) async throws {
        self.instant = instant
        folder = try TemporaryFolder()
        _ = try DevelopmentPKI(directory: URL(filePath: folder.path + "/pki"), now: instant).create()
        assembly = try await PlatformAssembly.make(Self.configuration(folder.path), logger: Self.quiet, now: { instant })
        routes = assembly.routes
    }

    static func configuration(_ folder: String, players: Int = 4) throws -> PlatformConfiguration {
        PlatformConfiguration(
            pkiDirectory: folder + "/pki", dataDirectory: folder + "/data",
            modelsDirectory: PeerData.repository.appending(path: "Pipelines/dbt/models").path,
            month: DataMonth(year: 2026, month: 10) ?? DataMonth.fallback, playersPerLicence: players)
    }

    var sandbox: RealmServices { assembly.sandbox }

    /// The certificate of a party of the PKI.
    func certificate(_ name: String) throws -> PeerCertificate {
        let pem = try String(contentsOfFile: folder.path + "/pki/\(name).pem", encoding: .utf8)
        let lines = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }
        guard let der = Data(base64Encoded: lines.joined()) else { throw Missing(name: name) }
        return try PeerCertificate(der: [UInt8](der))
    }

    func key(_ name: String) throws -> SigningKey {
        try SigningKey(jwk: try JSONReader.read([UInt8](Data(contentsOf: URL(filePath: folder.path + "/pki/\(name)-signing.jwk")))))
    }

    struct Missing: Error { let name: String }

    /// A request of a party; nil comes without a certificate.
    func request(
        _ method: String, _ target: String, as party: String?, token: String? = nil, fields: HTTPFields = [:], body: [UInt8] = [],
        address: String = "127.0.0.1"
    ) throws -> ServerRequest {
        var request = ServerRequest(
            id: UUID().uuidString.lowercased(), method: method, path: target, target: target, fields: fields, body: body,
            peer: try party.map(certificate), remoteAddress: address, receivedAt: instant,
            authority: String(assembly.addresses.baseURL.dropFirst("https://".count)))
        if let token { request.fields[.authorization] = "Bearer \(token)" }
        return request
    }

    /// An access token of the realm with these scopes, or all scopes of the client.
    func token(_ client: String, realm services: RealmServices? = nil, scope: String? = nil) async throws -> String {
        let services = services ?? sandbox
        let issuer = services.realm.issuer
        let seconds = Int(instant.seconds)
        let claims: Node = .object([
            ("iss", .string(client)), ("sub", .string(client)), ("aud", .string(issuer)), ("jti", .string(UUID().uuidString)),
            ("iat", .integer(seconds)), ("nbf", .integer(seconds)), ("exp", .integer(seconds + 60)),
        ])
        let assertion = try JWS.compact(payload: claims.compactBytes(), header: [("typ", "JWT")], key: key(client))
        let type = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
        let form =
            "grant_type=client_credentials&client_id=\(client)&client_assertion_type=\(type)&client_assertion=\(assertion)"
            + (scope.map { "&scope=\($0)" } ?? "")
        let answer = await routes.response(
            to: try request(
                "POST", services.realm.prefix + "/oauth2/token", as: client,
                fields: [.contentType: "application/x-www-form-urlencoded"], body: Array(form.utf8)))
        guard let token = try JSONReader.read(answer.body)["access_token"]?.string else {
            throw Missing(name: "token of \(client): \(String(decoding: answer.body, as: UTF8.self))")
        }
        return token
    }

    /// The answer to a call with a fresh token.
    func call(
        _ method: String, _ target: String, as client: String, fields: HTTPFields = [:], body: Node? = nil
    ) async throws -> (request: ServerRequest, response: ServerResponse) {
        let token = try await token(client, realm: target.hasPrefix("/sandbox") ? sandbox : assembly.production)
        var fields = fields
        if body != nil { fields[.contentType] = "application/json" }
        let request = try request(method, target, as: client, token: token, fields: fields, body: body?.compactBytes() ?? [])
        return (request, await routes.response(to: request))
    }

    func json(_ method: String, _ target: String, as client: String, body: Node? = nil) async throws -> (status: Int, body: Node) {
        let answer = try await call(method, target, as: client, body: body).response
        return (answer.status, try JSONReader.read(answer.body))
    }

    /// Switches exactly these faults on.
    func enable(_ names: [String]) async throws {
        let answer = await routes.response(
            to: try request(
                "PUT", "/sandbox/regulator/faults", as: "simulator", fields: [.contentType: "application/json"],
                body: Node.object([("enabled", .array(names.map { .string($0) }))]).compactBytes()))
        guard answer.status == 200 else { throw Missing(name: names.joined(separator: " ")) }
    }

    func reach(_ state: String, _ params: Node) async throws -> Node {
        let answer = await routes.response(
            to: try request(
                "POST", "/sandbox/regulator/states", as: "simulator", fields: [.contentType: "application/json"],
                body: Node.object([("state", .string(state)), ("params", params)]).compactBytes()))
        let body = try JSONReader.read(answer.body)
        guard answer.status == 200, let values = body["values"] else { throw Missing(name: "\(state): \(body)") }
        return values
    }

    static let rule: Node = [
        "name": "Welcome", "percentage": 100, "max_amount": ["amount": "200.00", "currency": "GBP"], "wagering_multiple": 35,
        "valid_from": "2026-01-01", "valid_to": .null, "active": true,
    ]

    static func change(_ value: Node = Harness.rule, reason: Node? = "new season") -> Node {
        reason.map { ["value": value, "reason": $0] } ?? ["value": value]
    }
}

extension DataMonth {
    fileprivate static var fallback: DataMonth { preconditionFailure("October 2026 is a month") }
}

/// The one platform that the tests of this module share.
enum SharedHarness {
    private static let made = Task { try await Harness() }

    static var value: Harness {
        get async throws { try await made.value }
    }
}
