import Contracts
import Documents

/// A good request spoilt in one way, which the subject must refuse.
struct NegativeProbe: Sendable {
    /// What counts as a refusal.
    struct Refusal: Sendable {
        /// Any of these statuses.
        let statuses: Set<Int>
        /// A handshake or connection that the subject ends is as good.
        let allowsConnectionEnd: Bool

        /// The statuses in words.
        var description: String {
            statuses.sorted().map(String.init).joined(separator: ", ") + (allowsConnectionEnd ? " or a refused connection" : "")
        }
    }

    let kind: NegativeKind
    /// Kebab-case, unique within its kind; `negative.<kind>.<name>` is the name of the check.
    let name: String
    /// Completes "a request …".
    let words: String
    let departure: InteractionCaller.Departure
    let refusal: Refusal

    var check: String { "negative.\(kind.rawValue).\(name)" }

    /// Those that can be derived from the interaction; none when the contract wants none or expects a refusal itself.
    ///
    /// A kind for which the request offers nothing to spoil (no body, no signature, no token) gives no probe.
    /// - Parameter identity: as whom the request is made; nil for a request without any.
    static func probes(for interaction: Interaction, identity: Identity?) -> [NegativeProbe] {
        guard let request = interaction.request, let response = interaction.response, request.signature?.fault == nil else { return [] }
        guard response.statuses.isEmpty || response.statuses.contains(where: { (200...299).contains($0.lowest) }) else { return [] }
        return NegativeKind.allCases.filter(interaction.negatives.contains).flatMap { kind in
            switch kind {
            case .auth: auth(identity)
            case .mtls: mutualTLS(identity)
            case .signature: signature(request)
            case .schema: schema(request)
            case .replay: replay(request)
            case .limits: limits(request)
            }
        }
    }

    private static func auth(_ identity: Identity?) -> [NegativeProbe] {
        guard let identity, identity.token != nil || identity.tokenOf != nil else { return [] }
        let refusal = Refusal(statuses: [400, 401, 403], allowsConnectionEnd: false)
        return [
            NegativeProbe(
                kind: .auth, name: "no-token", words: "without a token", departure: .init(credentials: .withoutToken), refusal: refusal),
            NegativeProbe(
                kind: .auth, name: "altered-token", words: "with an altered token", departure: .init(credentials: .alteredToken),
                refusal: refusal),
        ]
    }

    private static func mutualTLS(_ identity: Identity?) -> [NegativeProbe] {
        guard let identity, identity.certificate != nil else { return [] }
        // 495 and 496 are what nginx answers to a wrong and a missing client certificate.
        return [
            NegativeProbe(
                kind: .mtls, name: "no-certificate", words: "without a client certificate",
                departure: .init(credentials: .withoutCertificate),
                refusal: Refusal(statuses: [400, 401, 403, 495, 496], allowsConnectionEnd: true))
        ]
    }

    private static func signature(_ request: RequestTemplate) -> [NegativeProbe] {
        guard let signature = request.signature else { return [] }
        let refusal = Refusal(statuses: [400, 401, 403, 409, 422], allowsConnectionEnd: false)
        var faults: [(RequestSignature.Fault, String)] = [
            (.missing, "without its signature"), (.wrongKey, "signed by another key"), (.unknownKey, "signed under an unknown key id"),
        ]
        if request.body != nil { faults.append((.alteredBody, "with a body changed after signing")) }
        if signature.expiresAfter != nil { faults.append((.stale, "signed two hours ago and expired")) }
        faults.append((.future, "whose signature is dated two hours ahead"))
        if request.body != nil, signature.covers.contains("content-digest") {
            faults.append((.uncoveredBody, "whose signature does not cover the body"))
        }
        return faults.map { fault, words in
            NegativeProbe(kind: .signature, name: fault.rawValue, words: words, departure: .init(fault: fault), refusal: refusal)
        }
    }

    private static func replay(_ request: RequestTemplate) -> [NegativeProbe] {
        guard let signature = request.signature, signature.hasNonce else { return [] }
        return [
            NegativeProbe(
                kind: .replay, name: "same-nonce", words: "sent a second time with the same nonce", departure: .init(fault: .replayed),
                refusal: Refusal(statuses: [400, 401, 403, 409, 422], allowsConnectionEnd: false))
        ]
    }

    private static func schema(_ request: RequestTemplate) -> [NegativeProbe] {
        guard holdsObject(request) else { return [] }
        let refusal = Refusal(statuses: [400, 415, 422], allowsConnectionEnd: false)
        return [
            NegativeProbe(
                kind: .schema, name: "truncated", words: "whose body ends too early",
                departure: .init(body: { Array($0.dropLast()) }), refusal: refusal),
            NegativeProbe(
                kind: .schema, name: "array", words: "whose body is an array instead of an object",
                departure: .init(body: { [UInt8(ascii: "[")] + $0 + [UInt8(ascii: "]")] }), refusal: refusal),
        ]
    }

    private static func limits(_ request: RequestTemplate) -> [NegativeProbe] {
        guard holdsObject(request) else { return [] }
        return [
            NegativeProbe(
                kind: .limits, name: "deep", words: "whose body is nested ten thousand deep",
                departure: .init(body: { _ in
                    [UInt8](repeating: UInt8(ascii: "["), count: 10_000) + [UInt8](repeating: UInt8(ascii: "]"), count: 10_000)
                }), refusal: Refusal(statuses: [400, 413, 422], allowsConnectionEnd: false))
        ]
    }

    private static func holdsObject(_ request: RequestTemplate) -> Bool {
        guard case .document(let node) = request.body?.content else { return false }
        return node.members != nil
    }
}
