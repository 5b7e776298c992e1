package import Documents
import MessageSignatures

/// A key of one purpose with its times.
package struct PurposeKey: Sendable {
    /// Where in its life a key is.
    package enum State: String, Sendable, Hashable {
        /// Published, and signs later.
        case next = "NEXT"
        /// Signs.
        case signing = "SIGNING"
        /// Signs no more; what it signed can be verified.
        case retired = "RETIRED"
        /// Taken out at once: nothing that it signed is to be trusted.
        case revoked = "REVOKED"
    }

    /// The private key; nil when it was put away because it signs nothing any more.
    let signingKey: SigningKey?
    /// The public key, without what is said of it.
    let publicKey: VerificationKey
    /// When it was made.
    package let createdAt: Timestamp
    /// From when on it signs; nil: since it was made, as the first of its purpose.
    package internal(set) var signsFrom: Timestamp?
    /// Until when it signs; nil while no other was made.
    package internal(set) var signsUntil: Timestamp?
    package internal(set) var revokedAt: Timestamp?
    /// Why it was made: the approval's id; nil for a key that nobody asked for.
    package let cause: String?
    /// Why it was taken out: the approval's id.
    package internal(set) var revocationCause: String?

    package var keyID: String { publicKey.keyID }

    init(
        _ signingKey: SigningKey, createdAt: Timestamp, signsFrom: Timestamp? = nil, signsUntil: Timestamp? = nil, cause: String? = nil
    ) {
        self.init(
            signingKey: signingKey, publicKey: signingKey.verificationKey, createdAt: createdAt, signsFrom: signsFrom,
            signsUntil: signsUntil, revokedAt: nil, cause: cause, revocationCause: nil)
    }

    init(
        signingKey: SigningKey?, publicKey: VerificationKey, createdAt: Timestamp, signsFrom: Timestamp?, signsUntil: Timestamp?,
        revokedAt: Timestamp?, cause: String?, revocationCause: String?
    ) {
        self.signingKey = signingKey
        self.publicKey = publicKey
        self.createdAt = createdAt
        self.signsFrom = signsFrom
        self.signsUntil = signsUntil
        self.revokedAt = revokedAt
        self.cause = cause
        self.revocationCause = revocationCause
    }

    /// Where it is at a time.
    package func state(at now: Timestamp) -> State {
        if revokedAt != nil { return .revoked }
        if let signsFrom, now < signsFrom { return .next }
        if let signsUntil, now >= signsUntil { return .retired }
        return .signing
    }

    /// The key without its private half.
    var withoutPrivateHalf: PurposeKey {
        PurposeKey(
            signingKey: nil, publicKey: publicKey, createdAt: createdAt, signsFrom: signsFrom, signsUntil: signsUntil, revokedAt: revokedAt,
            cause: cause, revocationCause: revocationCause)
    }

    /// What everybody may know of it: `kid`, `jwk`, `created_at`, and `signs_from`, `signs_until`, `revoked_at` where there are such times.
    package var publicDocument: Node {
        let times: [(String, Timestamp?)] = [
            ("created_at", createdAt), ("signs_from", signsFrom), ("signs_until", signsUntil), ("revoked_at", revokedAt),
        ]
        return .object(
            [("kid", .string(keyID)), ("jwk", publicKey.jwk())]
                + times.compactMap { name, time in time.map { (name, Node.string($0.description)) } })
    }

    /// When the last thing that it signed ends; nil while it signs without an end.
    func acceptedUntil(_ purpose: KeyPurpose) -> Timestamp? { signsUntil?.advanced(by: purpose.lifetime) }

    /// Whether it neither signs nor verifies any more, nor ever will.
    func isOver(_ purpose: KeyPurpose, at now: Timestamp) -> Bool {
        revokedAt != nil || acceptedUntil(purpose).map { $0 < now } ?? false
    }

    /// The key as others are to see it: `nbf` for one that came into a running platform, `exp` for one whose end is known, `role` the purpose.
    func published(_ purpose: KeyPurpose) -> VerificationKey {
        publicKey.annotated(
            notBefore: signsFrom == nil ? nil : createdAt.advanced(by: .zero - KeyPurpose.clockDifference),
            notAfter: acceptedUntil(purpose), role: purpose.rawValue)
    }
}
