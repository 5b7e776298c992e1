import Crypto
import Delivery
import Documents
import HTTPTypes
import MessageSignatures
import Requests
import ServerKit

/// What came of looking at a signed message: each rule, the text that was signed, and the verdict.
struct SignatureVerdict: Sendable {
    var steps: [SignatureStep] = []
    /// The code and the sentence of the refusal; nil when the message is accepted.
    var refusal: (code: String, detail: String)?
    /// What a signer signs: the signature base of RFC 9421, the signing input of the JWS, or the content of Standard Webhooks.
    var base: [UInt8]?
    var key: VerificationKey?

    /// Fields whose values are never told again.
    private static let secret = ["\"authorization\"", "\"proxy-authorization\"", "\"cookie\""]

    /// - Parameters:
    ///   - client: who would send a request; empty for somebody who is no client, and has used no nonce up.
    ///   - isUsed: whether the platform has seen a nonce before; nobody is asked when the caller brought keys of his own.
    init(
        of question: SignatureQuestion, from client: String, keys: KeySet, now: Timestamp,
        isUsed: (_ nonce: String, _ scope: String) async throws -> Bool
    ) async throws {
        switch question.subject {
        case .request(let request):
            let inspection = RequestSignatureInspection(of: request, from: client, keys: keys, now: now)
            steps = inspection.steps
            refusal = inspection.refusal.map { ($0.code, $0.detail) }
            base = inspection.base.map { Array($0.utf8) }
            key = inspection.key
            if let nonce = inspection.nonce, question.keys == nil, question.time == nil {
                let isUsed = try await isUsed(nonce.value, nonce.scope)
                steps.append(SignatureStep("nonce-unused", isKept: !isUsed, isUsed ? "the nonce was used before" : "the nonce is new"))
                if isUsed { refusal = ("nonce-reused", "Sign again with a new nonce.") }
            }
        case .manifest(let payload, let jws): inspect(payload, jws, keys, now)
        case .webhook(let fields, let body): inspect(fields, body, keys, now)
        }
    }

    /// RFC 7797: the payload is signed as it is, behind the header.
    private mutating func inspect(_ payload: [UInt8], _ jws: String, _ keys: KeySet, _ now: Timestamp) {
        let parts = jws.split(separator: ".", omittingEmptySubsequences: false)
        let header = parts.first.flatMap { Base64URL.decode(String($0)) }.flatMap {
            try? JSONReader.read($0, limits: DocumentLimits(maximumBytes: 16 << 10, maximumDepth: 16))
        }
        guard parts.count == 3, let header, header.members != nil else {
            steps.append(
                SignatureStep("form", isKept: false, "expected header, nothing and signature in base64url, separated by full stops"))
            refusal = ("jws-malformed", "This is no JWS in the compact serialization (RFC 7515 §7.1).")
            return
        }
        let isDetached = parts[1].isEmpty
        steps.append(
            SignatureStep("form", isKept: isDetached, isDetached ? "the payload stands beside it" : "the payload must not stand in it"))
        let isPlain = header["b64"]?.bool == false
        steps.append(
            SignatureStep("unencoded", isKept: isPlain, isPlain ? "b64 is false" : "b64 is not false: base64url of the payload was signed"))
        base = Array("\(parts[0]).".utf8) + (isPlain ? payload : Array(Base64URL.encode(payload).utf8))
        let id = header["kid"]?.string
        key = id.flatMap { keys.key($0) }
        steps.append(
            SignatureStep("key", isKept: key != nil, key.map { "\($0)" } ?? "no trusted key is called \(id?.debugDescription ?? "nothing")")
        )
        let algorithm = header["alg"]?.string
        if let key {
            let isSame = algorithm == key.algorithm.joseName && SignatureAlgorithm.recommended.contains(key.algorithm)
            steps.append(
                SignatureStep("algorithm", isKept: isSame, "the key's is \(key.algorithm.joseName), alg is \(algorithm ?? "not there")"))
            let isUsable = key.isUsable(at: now)
            steps.append(
                SignatureStep("key-time", isKept: isUsable, isUsable ? "the key is valid at \(now)" : "the key is not valid at \(now)"))
        }
        let signature = Base64URL.decode(String(parts[2]))
        let isTrue = key.map { $0.isValid(signature ?? [], over: base ?? []) } ?? false
        steps.append(
            SignatureStep(
                "signature", isKept: isTrue,
                isTrue
                    ? "it is that of the key over header and payload"
                    : "it is not that of the key over header and these \(payload.count) bytes: a manifest is signed in its canonical form"))
        do throws(JWSError) {
            _ = try JWS.verifyDetached(jws, payload: payload, keys: keys, allowed: SignatureAlgorithm.recommended)
            if let key, !key.isUsable(at: now) { refusal = ("jws-key-not-valid", "The key is not valid at \(now).") }
            if !isPlain { refusal = ("jws-encoded", "A manifest is signed unencoded, with b64 false (RFC 7797).") }
        } catch {
            refusal = ("jws-\(error.code.rawValue)", error.message)
        }
    }

    /// Standard Webhooks 1.0, the asymmetric kind: a shared secret has no place in a question.
    private mutating func inspect(_ fields: HTTPFields, _ body: [UInt8], _ keys: KeySet, _ now: Timestamp) {
        func value(_ name: HTTPField.Name) -> String? { fields[values: name].count == 1 ? fields[name] : nil }
        for (rule, name) in [("id", HTTPField.Name.webhookID), ("timestamp", .webhookTimestamp), ("signature-field", .webhookSignature)] {
            let count = fields[values: name].count
            steps.append(
                SignatureStep(
                    rule, component: "\"\(name.canonicalName)\"", isKept: count == 1, "it must be there once, it is there \(count) times"))
        }
        if let id = value(.webhookID), let timestamp = value(.webhookTimestamp) {
            base = Array("\(id).\(timestamp).".utf8) + body
            let seconds = timestamp.utf8.count <= 15 ? Int64(timestamp) : nil
            let distance = seconds.map { (now - Timestamp(seconds: $0)).components.seconds.magnitude }
            steps.append(
                SignatureStep(
                    "time", component: "\"webhook-timestamp\"", isKept: distance.map { $0 <= 300 } ?? false,
                    "it is \(timestamp), the clock shows \(now.seconds): at most 300 apart"))
        }
        do throws(SignatureError) {
            let key = try StandardWebhooks.verify(fields, body: body, keys: keys, now: now)
            self.key = key
            steps.append(SignatureStep("signature", isKept: true, "one is that of key \(key.keyID) over id.timestamp.body"))
        } catch {
            let isSigned = error.code != .wrong && error.code != .malformed && error.code != .missing
            if !isSigned { steps.append(SignatureStep("signature", isKept: false, error.message)) }
            refusal = ("webhook-\(error.code.rawValue)", error.message)
        }
    }

    /// As it is told. Values of fields that carry credentials are left out of the text, and the digest is then of the true one.
    var document: Node {
        .object([
            ("accepted", .bool(refusal == nil)),
            (
                "refusal",
                refusal.map { .object([("code", .string($0.code)), ("detail", .string($0.detail))]) } ?? .null
            ),
            (
                "steps",
                .array(
                    steps.map { step in
                        .object([
                            ("rule", .string(step.rule)), ("component", step.component.map { .string($0) } ?? .null),
                            ("kept", .bool(step.isKept)), ("detail", .string(step.detail)),
                        ])
                    })
            ),
            (
                "signature_base",
                base.map { base in
                    .object([
                        ("text", Self.text(base).map { .string($0) } ?? .null), ("bytes", .integer(base.count)),
                        ("sha256", .string(SHA256.hash(data: base).hexDigits)),
                    ])
                } ?? .null
            ),
            (
                "key",
                key.map { .object([("kid", .string($0.keyID)), ("algorithm", .string($0.algorithm.rawValue))]) } ?? .null
            ),
        ])
    }

    /// Nil for bytes that are no text.
    private static func text(_ base: [UInt8]) -> String? {
        guard let text = String(validating: base, as: UTF8.self) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            secret.first { line.hasPrefix($0) }.map { "\($0): (withheld)" } ?? String(line)
        }
        return lines.joined(separator: "\n")
    }
}
