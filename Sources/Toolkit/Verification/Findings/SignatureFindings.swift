import Contracts
import Documents
import MessageSignatures
import Results

/// What checks of signatures and digests say.
extension Finding {
    static func signatureMissing(others: Int, tag: String?, in side: JudgedMessage.Side, at source: SourceLocation) -> Finding {
        let wanted = tag.map { "a signature with the tag \($0)" } ?? "a signature"
        return Finding(
            code: "signature.missing",
            message: others == 0 ? "the \(side.rawValue) is not signed" : "expected \(wanted), got \(others) of other tags", source: source,
            place: "header Signature", expected: wanted, actual: others == 0 ? "none" : "\(others) other",
            remedy: "send Signature-Input and Signature (RFC 9421) with every such \(side.rawValue)")
    }

    /// The code is `signature.` and the word of the error.
    static func signatureProblem(_ error: SignatureError, in side: JudgedMessage.Side, at source: SourceLocation) -> Finding {
        let remedy =
            switch error.code {
            case .unknownKey: "publish the key in the platform's key set, or sign with a key that is there"
            case .keyNotValid: "sign with a key whose time has come and is not over"
            case .algorithmMismatch: "sign with an algorithm that the contract allows, and drop `alg` or name the key's own"
            case .wrong:
                side == .answer
                    ? "sign the answer as it is sent, over the request that it answers; nothing behind the signer may change it"
                    : "sign the request as it is sent; nothing behind the signer may change it"
            case .expired, .tooOld: "sign each message when it is sent, and keep the clock right"
            case .inTheFuture: "keep the clock right (NTP)"
            case .componentMissing, .duplicateComponent, .unknownComponent, .ambiguousComponent:
                "cover components that the message has, each once"
            case .missing, .malformed, .wrongTag, .parameterMissing, .digestMissing, .digestMismatch, .cannotSign:
                "send Signature-Input and Signature as in RFC 9421 §4"
            }
        return Finding(
            code: "signature.\(error.code.rawValue)", message: Excerpt.text(error.message), source: source, place: "header Signature",
            remedy: remedy)
    }

    static func uncovered(_ component: Component, label: String, in side: JudgedMessage.Side, at source: SourceLocation) -> Finding {
        let isBinding = component.description.contains(";req")
        return Finding(
            code: isBinding ? "signature.not-bound" : "signature.uncovered-component",
            message: isBinding
                ? "the signature `\(label)` is not bound to the request: \(component) is not covered"
                : "the signature `\(label)` does not cover \(component)", source: source, place: "header Signature-Input",
            expected: "\(component) among the covered components",
            remedy: isBinding
                ? "cover \(component), so that the answer cannot be shown as that to another request (RFC 9421 §2.4)"
                : "add \(component) to the covered components")
    }

    static func webhookSignatureProblem(_ error: SignatureError, at source: SourceLocation) -> Finding {
        Finding(
            code: "signature.webhook-\(error.code.rawValue)", message: "standard-webhooks: \(Excerpt.text(error.message))", source: source,
            place: "header webhook-signature",
            remedy: "send webhook-id, webhook-timestamp and webhook-signature (v1a) over the body as sent")
    }

    static func digestProblem(
        _ error: SignatureError, field: String?, in side: JudgedMessage.Side, at source: SourceLocation
    ) -> Finding {
        let isMissing = field == nil || error.code == .digestMissing
        return Finding(
            code: isMissing
                ? "content-digest.missing" : error.code == .digestMismatch ? "content-digest.mismatch" : "content-digest.malformed",
            message: Excerpt.text(error.message), source: source, place: "header Content-Digest",
            expected: "sha-256 or sha-512 of the body (RFC 9530)", actual: field.map(Excerpt.text) ?? "none",
            remedy: isMissing
                ? "send Content-Digest with every body" : "take the digest of the body as it is sent; nothing behind it may change the body"
        )
    }
}
