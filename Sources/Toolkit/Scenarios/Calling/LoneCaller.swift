import Contracts
import Documents
import HTTPTypes
import MessageSignatures
import Results
package import Transport

/// Makes single requests under the identities of a profile, as a run would make them.
package struct LoneCaller: Sendable {
    /// What stands in place of a token that was not fetched.
    package static let tokenPlaceholder = "(fetched-when-sent)"

    private let session: Session
    private let exchanger: any Exchanger
    private let timeout: Duration

    /// - Parameters:
    ///   - timeout: of each exchange.
    ///   - makeIdentifier: a new UUID at each call, for nonces and assertions.
    package init(
        profile: Profile, exchanger: any Exchanger, secrets: SecretStore, clock: RunClock = .system, timeout: Duration = .seconds(30),
        makeIdentifier: @escaping @Sendable () -> String
    ) {
        session = Runner(
            profile: profile, library: ContractLibrary(), options: RunOptions(timeout: timeout), exchanger: exchanger, secrets: secrets,
            clock: clock, makeIdentifier: makeIdentifier
        ).makeSession { _ in }
        self.exchanger = exchanger
        self.timeout = timeout
    }

    /// Renders, authenticates and signs, and sends nothing but what a token costs.
    /// - Parameters:
    ///   - fetchingToken: false asks no token endpoint and puts a placeholder in.
    /// - Throws: `RunError` when the profile lacks something, a variable has no value, or the token is refused.
    ///   - presentingToken: false sends none, as public things need none.
    package func prepare(_ call: LoneCall, fetchingToken: Bool = true, presentingToken: Bool = true) async throws(RunError) -> PreparedCall
    {
        let place = call.fields.first?.source ?? .init(file: "")
        var request = try session.renderer.request(
            RequestTemplate(method: call.method, path: call.target, fields: call.fields, source: place),
            values: session.values(for: call.identity))
        request.body = call.body
        request.timeout = timeout
        if call.identity.isEmpty { return PreparedCall(request: request, client: nil, redactor: Redactor(), signatureBase: nil) }
        let client = try await session.identities.client(call.identity)
        let token = presentingToken ? try await token(of: call.identity, isFetched: fetchingToken) : nil
        if let token, request.fields[.authorization] == nil { request.fields[.authorization] = "Bearer \(token)" }
        let redactor = Redactor(secrets: token.map { [$0] } ?? [])
        guard let signature = call.signature else {
            return PreparedCall(request: request, client: client, redactor: redactor, signatureBase: nil)
        }
        try session.signer.sign(&request, as: signature, key: try await session.identities.signingKey(call.identity))
        return PreparedCall(
            request: request, client: client, redactor: redactor, signatureBase: try Self.base(of: request).map(redactor.text))
    }

    /// Sends it once.
    package func send(_ call: PreparedCall) async throws(TransportError) -> CallAnswer {
        let response = try await exchanger.send(call.request, as: call.client)
        return CallAnswer(
            response: response, redactor: call.redactor, isOverTLS: call.request.url.lowercased().hasPrefix("https://"))
    }

    private func token(of name: String, isFetched: Bool) async throws(RunError) -> String? {
        let identity = session.profile.identity(name)
        if !isFetched, identity?.token != nil || identity?.tokenOf != nil { return Self.tokenPlaceholder }
        return try await session.identities.token(name)
    }

    private static func base(of request: OutgoingRequest) throws(RunError) -> String? {
        do {
            let message = SignedMessage.request(method: request.method, targetURI: request.url, fields: request.fields)
            return try MessageSignature.all(in: request.fields).first?.base(of: message)
        } catch {
            throw .notSignable("\(error)")
        }
    }
}
