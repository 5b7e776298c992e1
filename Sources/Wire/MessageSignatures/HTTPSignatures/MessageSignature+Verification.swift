package import Documents

extension MessageSignature {
    /// Returns the key that made this signature over this message; every other outcome throws (RFC 9421 §3.2).
    ///
    /// Looked at in this order: the tag, when one is expected; coverage of `required`; the key, which `keyid` names and which must be usable
    /// now; its algorithm, which must be among `allowed` and agree with `alg`; the times: `created` must be there, at most `maximumAge`
    /// back and not ahead, `expires` not past, each with `skew` for the difference of clocks; then the signature itself.
    /// An empty list of components verifies: say what must be covered. Whether the nonce was seen before, and whether a covered
    /// `Content-Digest` is that of the body, is for the caller to find out (`ContentDigest.check`).
    package func verify(
        _ message: SignedMessage, keys: KeySet, now: Timestamp, maximumAge: Duration, skew: Duration, allowed: Set<SignatureAlgorithm>,
        covering required: [Component] = [], tag: String? = nil
    ) throws(SignatureError) -> VerificationKey {
        if let tag, parameters.tag != tag {
            throw SignatureError(.wrongTag, "expected the tag \(tag), got \(parameters.tag ?? "none")")
        }
        if let lacking = required.first(where: { !components.contains($0) }) {
            throw SignatureError(.componentMissing, "expected the signature to cover \(lacking)")
        }
        let key = try trustedKey(keys, now: now, allowed: allowed)
        try checkTimes(now: now, maximumAge: maximumAge, skew: skew)
        let base = try base(of: message)
        guard key.isValid(bytes, over: Array(base.utf8)) else {
            throw SignatureError(.wrong, "the signature is not that of key \(key.keyID) over this message")
        }
        return key
    }

    private func trustedKey(_ keys: KeySet, now: Timestamp, allowed: Set<SignatureAlgorithm>) throws(SignatureError) -> VerificationKey {
        guard let id = parameters.keyID else { throw SignatureError(.parameterMissing, "expected the parameter keyid") }
        guard let key = keys.key(id) else { throw SignatureError(.unknownKey, "no trusted key is called \(id.debugDescription)") }
        guard allowed.contains(key.algorithm) else {
            throw SignatureError(.algorithmMismatch, "the key's algorithm \(key.algorithm.rawValue) is not accepted here")
        }
        if let stated = parameters.algorithm, stated != key.algorithm.rawValue {
            throw SignatureError(.algorithmMismatch, "alg is \(stated.debugDescription), the key's algorithm is \(key.algorithm.rawValue)")
        }
        guard key.isUsable(at: now) else { throw SignatureError(.keyNotValid, "key \(id) is not valid at \(now)") }
        return key
    }

    private func checkTimes(now: Timestamp, maximumAge: Duration, skew: Duration) throws(SignatureError) {
        guard let seconds = parameters.created else { throw SignatureError(.parameterMissing, "expected the parameter created") }
        let created = Timestamp(seconds: seconds)
        if created > now.advanced(by: skew) { throw SignatureError(.inTheFuture, "created is \(created), the clock shows \(now)") }
        if now - created > maximumAge + skew {
            throw SignatureError(.tooOld, "created is \(created), the clock shows \(now), at most \(maximumAge) apart are accepted")
        }
        guard let limit = parameters.expires else { return }
        guard limit >= seconds else { throw SignatureError(.malformed, "expires lies before created") }
        let expires = Timestamp(seconds: limit)
        if now > expires.advanced(by: skew) { throw SignatureError(.expired, "expired at \(expires), the clock shows \(now)") }
    }
}
