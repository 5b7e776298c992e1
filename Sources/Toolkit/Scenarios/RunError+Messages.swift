import Documents
import MessageSignatures

extension RunError {
    static func secretUnreadable(_ reference: SecretReference, _ cause: String) -> RunError {
        RunError(.secretUnreadable, "\(reference) gives no secret: \(cause)", remedy: "check the reference in the profile")
    }

    static func notAKey(_ reference: SecretReference, _ cause: String) -> RunError {
        RunError(.keyMalformed, "\(reference) is not a usable private key: \(cause)", remedy: "give a private JWK (RFC 7517) as JSON")
    }

    static func notPEM(_ reference: SecretReference, _ label: String) -> RunError {
        RunError(.keyMalformed, "\(reference) holds no PEM block `\(label)`", remedy: "give certificate and key as PEM (RFC 7468)")
    }

    static func unknownIdentity(_ name: String, near: [String]) -> RunError {
        let hint = near.first.map { "did you mean `\($0)`? else " } ?? ""
        return RunError(
            .identityUnknown, "the profile has no identity `\(name)`", remedy: "\(hint)add it to `identities`, or leave out what needs it")
    }

    /// Names no more of the address than its origin: the rest may hold secrets.
    static func foreignDestination(_ url: String) -> RunError {
        let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
        let origin = url[..<(url[start...].firstIndex { "/?#".contains($0) } ?? url.endIndex)]
        return RunError(
            .destinationForeign, "a request leads to \(origin.prefix(200)), which the profile does not name, and was not sent",
            remedy: "if the subject answers there too, add it to `platform.origins`")
    }

    static func noSigningKey(_ identity: String) -> RunError {
        RunError(
            .signingKeyMissing, "the identity `\(identity)` has no `signing_key`, and the request must be signed",
            remedy: "add `signing_key: file:…` to the identity")
    }

    static func noAssertion(_ identity: String) -> RunError {
        RunError(
            .assertionMissing,
            "the identity `\(identity)` has no token of the method `private_key_jwt`, and the request needs its assertion",
            remedy: "give the identity `token: { method: private_key_jwt, url, issuer, client_id, key }`")
    }

    static func unreachable(_ what: String, _ failure: Attempt.Failure) -> RunError {
        RunError(.unreachable, "\(what) gave no answer: \(failure.message)", remedy: "check that the subject runs, its address and `trust`")
    }

    static func tokenRefused(_ identity: String, status: Int, _ detail: String) -> RunError {
        RunError(
            .tokenRefused, "the token endpoint refused `\(identity)` with status \(status)\(detail.isEmpty ? "" : ": \(detail)")",
            remedy: "check client id, key, issuer and scope in the profile, and that the client is registered with this certificate")
    }

    static func tokenMalformed(_ identity: String, _ cause: String) -> RunError {
        RunError(
            .tokenMalformed, "the token endpoint's answer to `\(identity)` holds no usable token: \(cause)",
            remedy: "the answer must be JSON with access_token, token_type Bearer and expires_in (RFC 6749 §5.1)")
    }

    static func keysUnavailable(_ what: String, _ cause: String) -> RunError {
        RunError(.keysUnavailable, "\(what) could not be read: \(cause)", remedy: "check `jwks` and `log_key` in the profile")
    }

    static func stateFailed(_ state: String, _ cause: String) -> RunError {
        RunError(
            .stateFailed, "the provider state \"\(state)\" was not reached: \(cause)",
            remedy: "make the states handler of the profile answer 2xx with {\"values\": {…}} for it")
    }

    static func toolFailed(_ kind: Profile.ToolKind, _ cause: String) -> RunError {
        RunError(
            .toolFailed, "the tool `\(kind.rawValue)` of the profile did not do what it was asked: \(cause)",
            remedy: "check `tools` of the profile: what is named there must answer 2xx, or end with status 0")
    }

    static func unknownVariable(_ name: String, near: [String]) -> RunError {
        let hint = near.first.map { "did you mean `\($0)`? else " } ?? ""
        return RunError(
            .variableUnknown, "nothing gives a value to `{{ \(name) }}`",
            remedy: "\(hint)set it in `values` of the profile, in `with`, or let a state or a capture give it")
    }

    static func notSignable(_ cause: String) -> RunError {
        RunError(.notSignable, "the request cannot be signed: \(cause)", remedy: "check `signed` of the interaction")
    }
}
