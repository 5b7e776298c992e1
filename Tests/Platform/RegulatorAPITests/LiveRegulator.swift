import Delivery
import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import Requests
import Transport

/// The other side of a running sandbox: asks for tokens and files over the wire.
struct LiveRegulator: Sendable {
    let client: HTTPClient
    let key: SigningKey
    /// The sandbox's base URL, its issuer.
    let base: String
    /// The client whose key it is.
    var party = "ukgc"

    struct Unexpected: Error { let answer: String }

    func get(_ path: String) async throws -> IncomingResponse {
        try await client.send(OutgoingRequest(url: base + path))
    }

    /// The answer at a path of the server, with a token.
    func read(_ location: String) async throws -> IncomingResponse {
        let server = base.replacing("/sandbox", with: "")
        return try await client.send(OutgoingRequest(url: server + location, fields: [.authorization: "Bearer \(try await token())"]))
    }

    /// Asks for a report; returns the `Location` of the 202.
    func ask(callback: String) async throws -> String {
        let url = base + "/webhook/regulator/request"
        let body = Node.object([
            ("request_id", .string(UUID().uuidString)), ("kind", "report"),
            ("parameters", ["period": "2026-10-15", "template": "X-GAR-D"]), ("format", "xml"), ("callback_url", .string(callback)),
        ]).compactBytes()
        var fields: HTTPFields = [.contentType: "application/json", .contentDigest: ContentDigest.value(for: body)]
        let now = Timestamp.wall.seconds
        let signed = try MessageSignature.sign(
            .request(method: "POST", targetURI: url, fields: fields),
            covering: ["@method", "@target-uri", "content-digest", "content-type"].map { try Component(parsing: $0) },
            parameters: SignatureParameters(
                created: now, expires: now + 120, nonce: UUID().uuidString, keyID: key.keyID, tag: "assay-request"), key: key)
        fields[.signatureInput] = signed.input
        fields[.signature] = signed.signature
        fields[.authorization] = "Bearer \(try await token())"
        let answer = try await client.send(OutgoingRequest(method: "POST", url: url, fields: fields, body: body))
        guard answer.status == 202, let location = answer.fields[.location] else {
            throw Unexpected(answer: String(decoding: answer.body, as: UTF8.self))
        }
        return location
    }

    func token() async throws -> String {
        let answer = try await post("/oauth2/token", "grant_type=client_credentials")
        guard let token = try JSONReader.read(answer.body)["access_token"]?.string else {
            throw Unexpected(answer: String(decoding: answer.body, as: UTF8.self))
        }
        return token
    }

    /// Makes a token worthless.
    func revoke(_ token: String) async throws {
        let answer = try await post("/oauth2/revoke", "token=\(token)")
        guard answer.status == 200 else { throw Unexpected(answer: String(decoding: answer.body, as: UTF8.self)) }
    }

    /// A form with the client's proof of who it is.
    private func post(_ path: String, _ form: String) async throws -> IncomingResponse {
        let now = Int(Timestamp.wall.seconds)
        let claims: Node = .object([
            ("iss", .string(party)), ("sub", .string(party)), ("aud", .string(base)), ("jti", .string(UUID().uuidString)),
            ("iat", .integer(now)),
            ("exp", .integer(now + 60)),
        ])
        let assertion = try JWS.compact(payload: claims.compactBytes(), header: [("typ", "JWT")], key: key)
        let type = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
        let whole = "\(form)&client_id=\(party)&client_assertion_type=\(type)&client_assertion=\(assertion)"
        return try await client.send(
            OutgoingRequest(
                method: "POST", url: base + path, fields: [.contentType: "application/x-www-form-urlencoded"], body: Array(whole.utf8)))
    }
}
