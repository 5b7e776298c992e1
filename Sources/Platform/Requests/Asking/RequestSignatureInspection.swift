import Delivery
package import Documents
import HTTPTypes
package import MessageSignatures
package import ServerKit

/// What the platform makes of a request's signature, rule by rule: for whoever wants to know why a request by webhook is refused.
///
/// The verdict is that of the intake itself; the steps look at each rule by itself, so that one that is broken does not hide the next.
package struct RequestSignatureInspection: Sendable {
    /// In the order in which the intake looks.
    package private(set) var steps: [SignatureStep] = []
    /// What the intake would answer; nil when it would go on.
    package let refusal: Problem?
    /// The text that was signed if all is well (RFC 9421 §2.5); nil when there is none.
    package private(set) var base: String?
    /// The key that `keyid` names, if it is trusted.
    package private(set) var key: VerificationKey?
    /// What the intake would remember, and in which scope; nil when the signature is refused.
    package let nonce: (value: String, scope: String)?

    /// - Parameters:
    ///   - request: only method, authority, target, fields and body are looked at.
    ///   - client: who would send it.
    ///   - now: the time of the check.
    package init(of request: ServerRequest, from client: String, keys: KeySet, now: Timestamp) {
        do {
            let nonce = try RequestSignatureRule().nonce(of: request, from: client, keys: keys, now: now)
            self.nonce = (nonce.value, nonce.scope)
            refusal = nil
        } catch {
            nonce = nil
            refusal = error as? Problem ?? .notChecked
        }
        inspect(request, keys, now)
    }

    private mutating func inspect(_ request: ServerRequest, _ keys: KeySet, _ now: Timestamp) {
        let message = SignedMessage.request(
            method: request.method, targetURI: "https://\(request.authority)\(request.target)", fields: request.fields)
        let signature: MessageSignature
        do {
            let all = try MessageSignature.all(in: request.fields)
            guard let first = all.first(where: { $0.parameters.tag == RequestSignatureRule.tag }) ?? all.first else {
                throw SignatureError(.missing, "the request has no signature")
            }
            signature = first
            note("fields", true, "Signature-Input and Signature hold \(all.count); looked at is \(first.label)")
        } catch {
            return note("fields", false, Self.words(error))
        }
        let parameters = signature.parameters
        note("tag", parameters.tag == RequestSignatureRule.tag, "expected \(RequestSignatureRule.tag), got \(parameters.tag ?? "none")")
        for name in RequestSignatureRule.covered { noteCoverage(of: name, signature) }
        key = parameters.keyID.flatMap { keys.key($0) }
        noteKey(parameters, now)
        noteTimes(parameters, now)
        noteValues(of: signature, message)
        noteSignature(signature)
        noteDigest(request)
        let nonce = parameters.nonce?.utf8.count ?? 0
        note("nonce", (1...128).contains(nonce), "expected a nonce of 1 to 128 characters, got \(nonce)")
    }

    private mutating func noteCoverage(of name: String, _ signature: MessageSignature) {
        let isCovered = (try? Component(parsing: name)).map(signature.components.contains) ?? false
        steps.append(
            SignatureStep("coverage", component: "\"\(name)\"", isKept: isCovered, isCovered ? "it is covered" : "it must be covered"))
    }

    private mutating func noteKey(_ parameters: SignatureParameters, _ now: Timestamp) {
        guard let id = parameters.keyID else { return note("key", false, "the parameter keyid is not there") }
        guard let key else { return note("key", false, "no trusted key is called \(id.debugDescription)") }
        let isUsable = key.isUsable(at: now)
        note("key", isUsable, isUsable ? "\(key)" : "\(key) is not valid at \(now)")
        let isAllowed = SignatureAlgorithm.recommended.contains(key.algorithm)
        let isStated = parameters.algorithm.map { $0 == key.algorithm.rawValue } ?? true
        note(
            "algorithm", isAllowed && isStated,
            isAllowed
                ? "the key's is \(key.algorithm.rawValue), alg is \(parameters.algorithm ?? "not stated")"
                : "the key's algorithm \(key.algorithm.rawValue) is not accepted here")
    }

    private mutating func noteTimes(_ parameters: SignatureParameters, _ now: Timestamp) {
        let (age, skew) = (RequestSignatureRule.maximumAge, RequestSignatureRule.skew)
        guard let seconds = parameters.created else { return note("created", false, "the parameter created is not there") }
        let created = Timestamp(seconds: seconds)
        note(
            "created", created <= now.advanced(by: skew) && now - created <= age + skew,
            "created is \(created), the clock shows \(now): at most \(age) back, clocks may differ by \(skew)")
        guard let limit = parameters.expires else { return note("expires", false, "the parameter expires is not there") }
        let expires = Timestamp(seconds: limit)
        note(
            "expires", limit >= seconds && limit - seconds <= age.components.seconds && now <= expires.advanced(by: skew),
            "expires is \(expires): not before created, at most \(age) after it, and to come")
    }

    /// Each covered component has a value; then the base is known.
    private mutating func noteValues(of signature: MessageSignature, _ message: SignedMessage) {
        do {
            base = try signature.base(of: message)
            note("components", true, "all \(signature.components.count) covered components have a value")
        } catch {
            note("components", false, error.description)
        }
    }

    private mutating func noteSignature(_ signature: MessageSignature) {
        guard let key, let base else {
            return note("signature", false, "without key and signature base there is nothing to compare")
        }
        let isTrue = key.isValid(signature.bytes, over: Array(base.utf8))
        note(
            "signature", isTrue,
            isTrue
                ? "it is that of key \(key.keyID) over the signature base"
                : "it is not that of key \(key.keyID) over the signature base: compare the base with what was signed, line by line")
    }

    private mutating func noteDigest(_ request: ServerRequest) {
        let field = request.fields[.contentDigest]
        let isTrue: Bool
        do throws(SignatureError) {
            try ContentDigest.check(field, body: request.body)
            isTrue = true
        } catch {
            isTrue = false
        }
        steps.append(
            SignatureStep(
                "digest", component: "\"content-digest\"", isKept: isTrue,
                "of the \(request.body.count) bytes of the body it is \(ContentDigest.value(for: request.body)), got \(field ?? "none")"))
    }

    private mutating func note(_ rule: String, _ isKept: Bool, _ detail: String) {
        steps.append(SignatureStep(rule, isKept: isKept, detail))
    }

    private static func words(_ error: any Error) -> String { (error as? SignatureError)?.description ?? "the fields cannot be read" }
}

extension Problem {
    /// What the intake throws are problems; another error would be a fault of the platform's own.
    fileprivate static let notChecked = Problem(
        status: 500, code: "internal", title: "The signature could not be checked", detail: "The check itself failed.")
}
