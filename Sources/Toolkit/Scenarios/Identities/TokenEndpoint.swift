import Documents
import HTTPTypes
import MessageSignatures
import Transport
import Verification

/// Asks a token endpoint for an access token by the client credentials grant (RFC 6749 §4.4).
///
/// The client authenticates by a signed assertion (RFC 7523 §2.2) over its own certificate, so that the token can be bound to it
/// (RFC 8705 §3), or by that certificate alone (RFC 8705 §2). The assertion's audience is the issuer.
struct TokenEndpoint: Sendable {
    /// Assumed where the answer names no lifetime.
    private static let assumedLifetime = 60
    /// The largest answer that is read.
    private static let maximumBytes = 256 << 10

    let channel: Channel
    let clock: RunClock
    let makeIdentifier: @Sendable () -> String

    /// - Parameter key: signs the assertion; nil sends none.
    /// - Throws: `RunError` `unreachable`, `tokenRefused`, `tokenMalformed` or `keyMalformed`.
    func fetch(
        _ token: Identity.Token, clientID: String, key: SigningKey?, as client: ClientIdentity?, identity: String
    ) async throws(RunError) -> AccessToken {
        var form: [(name: String, value: String)] = [("grant_type", "client_credentials"), ("client_id", clientID)]
        if let key {
            form += [
                ("client_assertion_type", ClientAssertion.type),
                (
                    "client_assertion",
                    try ClientAssertion(
                        clientID: clientID, issuer: token.issuer, endpoint: token.url, key: key, clock: clock,
                        makeIdentifier: makeIdentifier
                    ).compact()
                ),
            ]
        }
        if let scope = token.scope { form.append(("scope", scope)) }
        var request = OutgoingRequest(method: "POST", url: token.url, body: RequestRenderer.form(form), maximumBodyBytes: Self.maximumBytes)
        request.fields[.contentType] = "application/x-www-form-urlencoded"
        request.fields[.accept] = "application/json"
        let askedAt = clock.uptime()
        let trace = channel.trace(named: "identity/\(identity)")
        defer { trace.seal() }
        switch await channel.send(request, as: client, identity: identity, trace: trace) {
        case .answered(let exchange): return try Self.token(in: exchange.response, identity: identity, askedAt: askedAt)
        case .failed(let failure): throw .unreachable("the token endpoint", failure)
        }
    }

    private static func token(in answer: Exchange.Response, identity: String, askedAt: Duration) throws(RunError) -> AccessToken {
        let document = try? JSONReader.read(answer.body)
        guard answer.status == 200 else {
            let detail = [document?["error"]?.string, document?["error_description"]?.string ?? document?["detail"]?.string]
            throw .tokenRefused(identity, status: answer.status, detail.compactMap { $0 }.joined(separator: ", "))
        }
        guard let document else { throw .tokenMalformed(identity, "it is not JSON") }
        guard let text = document["access_token"]?.string, !text.isEmpty else { throw .tokenMalformed(identity, "no access_token") }
        guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw .tokenMalformed(identity, "not a token68 text") }
        guard document["token_type"]?.string?.lowercased() == "bearer" else { throw .tokenMalformed(identity, "token_type is not Bearer") }
        let lifetime = document["expires_in"]?.integer ?? Self.assumedLifetime
        guard lifetime > 0 else { throw .tokenMalformed(identity, "expires_in is \(lifetime)") }
        return AccessToken(text: text, fetchedAt: askedAt, lifetime: .seconds(min(lifetime, 86_400)))
    }
}
