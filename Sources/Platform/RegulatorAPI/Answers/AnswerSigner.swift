import Delivery
import Documents
import HTTPTypes
import MessageSignatures
import Requests
import ServerKit

/// Signs every answer of a realm, refusals included, by RFC 9421, bound to the request that it answers.
struct AnswerSigner: Sendable {
    /// What a signature covers; `content-digest;req` is added when the request had one.
    static let covered = ["@status", "content-digest", "content-type", #""@method";req"#, #""@target-uri";req"#]
    static let tag = "assay-response"
    static let lifetime: Int64 = 300

    let key: SigningKey
    let mode: RealmMode
    let now: @Sendable () -> Timestamp

    /// The answer with `Content-Digest`, `Signature-Input` and `Signature`.
    func signed(_ response: ServerResponse, to request: ServerRequest) throws(SignatureError) -> ServerResponse {
        var response = response
        let effects = mode.effects
        for case .answer(let change) in effects { change(&response, request) }
        var plan = AnswerSignature(
            key: key, covered: Self.covered, created: now().seconds, digestedBody: response.body,
            streamDigest: response.stream?.contentDigest)
        for case .signing(let change) in effects { change(&plan) }
        try sign(&response, to: request, plan)
        for case .signed(let change) in effects { change(&response) }
        return response
    }

    /// The refusal of a request to which no answer can be bound, because a covered part of it has no unambiguous value (a `Host` field
    /// that is none, say); nil for every other. To be asked before the request is worked on.
    func refusal(of request: ServerRequest) -> ServerResponse? {
        var probe = ServerResponse(status: 204)
        let plan = AnswerSignature(key: key, covered: Self.covered, created: now().seconds, digestedBody: [])
        do {
            try sign(&probe, to: request, plan)
            return nil
        } catch {
            var answer = Problem.unbindable(error.message).response(requestID: request.id)
            let alone = AnswerSignature(
                key: key, covered: Self.covered.filter { !$0.hasSuffix(";req") }, created: now().seconds, digestedBody: answer.body)
            var bare = request
            bare.fields = [:]
            // What remains covered is our own; should even that fail, the refusal goes out unsigned.
            try? sign(&answer, to: bare, alone)
            return answer
        }
    }

    private func sign(_ response: inout ServerResponse, to request: ServerRequest, _ plan: AnswerSignature) throws(SignatureError) {
        // A stream's own body is empty, unless a fault of the sandbox wants another one to be digested.
        response.fields[.contentDigest] =
            plan.digestedBody.isEmpty ? plan.streamDigest ?? ContentDigest.value(for: []) : ContentDigest.value(for: plan.digestedBody)
        var covered = plan.covered
        if response.fields[.contentType] == nil { covered.removeAll { $0 == "content-type" } }
        if request.fields[.contentDigest] != nil { covered.append(#""content-digest";req"#) }
        let asked = SignedMessage.request(
            method: request.method, targetURI: "https://\(request.authority)\(request.target)", fields: request.fields)
        var components: [Component] = []
        for name in covered { components.append(try Component(parsing: name)) }
        let signature = try MessageSignature.sign(
            .response(status: response.status, fields: response.fields, answering: asked), covering: components,
            parameters: SignatureParameters(
                created: plan.created, expires: plan.created + Self.lifetime, keyID: plan.key.keyID, tag: Self.tag), key: plan.key)
        response.fields[.signatureInput] = signature.input
        response.fields[.signature] = signature.signature
    }
}

/// How one answer is going to be signed; faults of the sandbox may change it.
struct AnswerSignature: Sendable {
    var key: SigningKey
    /// Component identifiers as RFC 9421 writes them.
    var covered: [String]
    /// Seconds since 1970.
    var created: Int64
    /// What `Content-Digest` is computed from.
    var digestedBody: [UInt8]
    /// The `Content-Digest` of a body that is sent as a stream.
    var streamDigest: String?
}

extension Problem {
    fileprivate static func unbindable(_ detail: String) -> Problem {
        Problem(status: 400, code: "unsignable-request", title: "No answer can be bound to this request", detail: detail)
    }
}
