import Contracts
import Documents
import HTTPTypes
import MessageSignatures
import Transport
import Verification

/// Makes the request of an interaction under an identity: renders, authenticates, signs, sends.
struct InteractionCaller: Sendable {
    /// How much of an identity is presented.
    enum Credentials: Sendable, Hashable {
        case all
        case withoutToken
        /// The identity's token with one character of its end changed.
        case alteredToken
        case withoutCertificate
    }

    /// How a request departs from what its contract says.
    struct Departure: Sendable {
        var credentials: Credentials = .all
        var fault: RequestSignature.Fault?
        /// Changes the body before it is signed.
        var body: (@Sendable ([UInt8]) -> [UInt8])?
        /// The `next` of the page before the one that is asked for.
        var cursor: String?

        static let none = Departure()
    }

    let session: Session

    /// What is sent is in the subject's words, if the profile has a dialect; the attempt has both.
    /// - Parameters:
    ///   - identity: under whom; nil for the interaction's own. One that a Pact file needs none for is `""`.
    ///   - values: everything its templates may use.
    /// - Throws: `RunError` when the request cannot be made; a request that was made and not answered is `Attempt.failed`.
    func call(
        _ interaction: Interaction, as identity: String, values: [String: Node], departing departure: Departure = .none, trace: CaseTrace
    ) async throws(RunError) -> Attempt {
        guard let template = interaction.request else { throw .unknownInteraction(interaction.fullID) }
        var asked = try session.renderer.request(template, values: values)
        if let cursor = departure.cursor {
            asked.url += (asked.url.contains("?") ? "&" : "?") + "cursor=\(PercentEncoding.encode(cursor))"
        }
        let speech = session.profile.dialect.flatMap { Speech($0, interaction, asked, baseURL: session.profile.platform.baseURL) }
        var request = speech?.request ?? asked
        guard session.profile.isOwn(request.url) else { throw .foreignDestination(request.url) }
        if let change = departure.body { request.body = change(request.body) }
        let isAnonymous = identity.isEmpty
        if !isAnonymous, template.presentsToken { try await authorize(&request, identity, departure.credentials) }
        if let assertion = template.assertion { try await prove(&request, template, by: assertion, as: identity) }
        let fault = departure.fault ?? template.signature?.fault
        if let signature = template.signature, !isAnonymous {
            let signature = speech?.dialect.spoken(signature) ?? signature
            try session.signer.sign(&request, as: signature, key: try await session.identities.signingKey(identity), fault: fault)
        }
        let client = isAnonymous || departure.credentials == .withoutCertificate ? nil : try await session.identities.client(identity)
        let attempt = await session.channel.send(request, as: client, identity: identity, trace: trace)
        let isRepeated = fault == .replayed || template.assertion?.change == .replayed
        guard isRepeated, case .answered = attempt else { return speech?.heard(attempt) ?? attempt }
        let second = await session.channel.send(request, as: client, identity: identity, trace: trace)
        return speech?.heard(second) ?? second
    }

    /// Adds to the form who asks and the assertion of it; a `client_id` of the form itself stays the only one.
    private func prove(
        _ request: inout OutgoingRequest, _ template: RequestTemplate, by wanted: RequestAssertion, as identity: String
    ) async throws(RunError) {
        let assertion = try await session.identities.assertion(
            wanted.owner ?? identity, keyOf: wanted.keyOwner, makeIdentifier: session.makeIdentifier)
        // Who has nothing but somebody else's assertion names that one.
        let own = await session.identities.clientID(identity) ?? assertion.clientID
        var added: [(name: String, value: String)] = []
        if case .form(let fields)? = template.body?.content, !fields.contains(where: { $0.name == "client_id" }) {
            added.append(("client_id", own))
        }
        if wanted.change != .missing {
            added += [("client_assertion_type", ClientAssertion.type), ("client_assertion", try assertion.compact(wanted.change))]
        }
        if added.isEmpty { return }
        request.body += (request.body.isEmpty ? [] : [UInt8(ascii: "&")]) + RequestRenderer.form(added)
    }

    private func authorize(_ request: inout OutgoingRequest, _ identity: String, _ credentials: Credentials) async throws(RunError) {
        guard credentials != .withoutToken, request.fields[.authorization] == nil else { return }
        guard let token = try await session.identities.token(identity) else { return }
        request.fields[.authorization] = "Bearer \(credentials == .alteredToken ? Self.altered(token) : token)"
    }

    /// Changes a character some way before the end: the very last one of a base64url text may carry no information.
    private static func altered(_ token: String) -> String {
        var bytes = Array(token.utf8)
        guard !bytes.isEmpty else { return "x" }
        let position = max(0, bytes.count - 6)
        bytes[position] = bytes[position] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        return String(decoding: bytes, as: UTF8.self)
    }
}
