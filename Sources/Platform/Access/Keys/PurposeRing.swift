package import Documents
package import MessageSignatures

/// The keys of one purpose, oldest first: those that signed, those that sign, one that will.
///
/// A value: what a rotation changes is a new ring, and what a ring means depends on the time that is asked about alone. There always is a
/// key that signs.
package struct PurposeRing: Sendable {
    /// Why a ring cannot be, or cannot be changed so.
    package struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        /// The kinds.
        package enum Code: Sendable, Hashable {
            /// A file does not hold such a ring.
            case malformed
            /// A new key waits for its time already.
            case pending
            /// As many keys sign as may, or as many are kept as may and each of them signs or verifies.
            case tooMany
            /// No key of the ring that could be revoked is called so.
            case unknownKey
        }

        package let code: Code
        package let description: String

        init(_ code: Code, _ description: String) {
            self.code = code
            self.description = description
        }
    }

    /// What its keys sign.
    package let purpose: KeyPurpose
    /// Oldest first.
    package private(set) var keys: [PurposeKey]
    /// The one key that has no end yet, which `keys` has as well.
    private var open: SigningKey

    /// The most keys that a rotation leaves: it gives the oldest away of those that neither sign nor verify any more, and is refused where
    /// there are none.
    static let maximumKeys = 64
    /// The most keys that are read. A revocation, which adds a key at most, is never refused for want of places.
    static let mostKeysRead = 2 * maximumKeys

    /// - Throws: `malformed` unless exactly one key has no end, with its private half, and all are called otherwise.
    init(_ purpose: KeyPurpose, _ keys: [PurposeKey]) throws(Refusal) {
        guard keys.count <= Self.mostKeysRead else { throw Refusal(.malformed, "expected at most \(Self.mostKeysRead) keys") }
        guard Set(keys.map(\.keyID)).count == keys.count else { throw Refusal(.malformed, "a kid stands twice") }
        let endless = keys.filter { $0.signsUntil == nil && $0.revokedAt == nil }
        guard endless.count == 1, let open = endless[0].signingKey else {
            throw Refusal(.malformed, "expected one key without signs_until, with its private half; there are \(endless.count)")
        }
        guard keys.allSatisfy({ Self.algorithms(purpose).contains($0.publicKey.algorithm) }) else {
            throw Refusal(.malformed, "expected keys of \(Self.algorithms(purpose).map(\.joseName).sorted().joined(separator: " or "))")
        }
        self.purpose = purpose
        self.keys = keys
        self.open = open
    }

    /// Receivers of webhooks know Ed25519 only (Standard Webhooks `v1a`).
    private static func algorithms(_ purpose: KeyPurpose) -> Set<SignatureAlgorithm> {
        purpose == .delivery ? [.ed25519] : TokenAuthority.algorithms
    }

    /// What signs now, the newest first, at least one: two while old and new key overlap.
    package func signers(at now: Timestamp) -> [SigningKey] {
        let signing = keys.filter { $0.state(at: now) == .signing }.compactMap(\.signingKey)
        // Nothing signs only when the clock was set back behind the making of the key: then it is the newest all the same.
        return signing.isEmpty ? [open] : signing.reversed()
    }

    /// The newest key that signs.
    package func signer(at now: Timestamp) -> SigningKey { signers(at: now)[0] }

    /// The newest key that signs, with its times.
    package func current(at now: Timestamp) -> PurposeKey? {
        let id = signer(at: now).keyID
        return keys.first { $0.keyID == id }
    }

    /// The keys that others are to see, with their times; a key that was revoked is not among them.
    package func published(at now: Timestamp) -> [VerificationKey] {
        keys.filter { key in
            key.revokedAt == nil && (key.signsUntil.map { now < $0.advanced(by: purpose.publishedFor) } ?? true)
        }.map { $0.published(purpose) }
    }

    /// The keys whose signatures are good now: a retired one as long as what it signed last.
    package func accepted(at now: Timestamp) -> [VerificationKey] {
        // What signs is good, also where it signs for want of another.
        let signing = Set(signers(at: now).map(\.keyID))
        return keys.filter { key in
            signing.contains(key.keyID)
                || key.revokedAt == nil && key.state(at: now) != .next && (key.acceptedUntil(purpose).map { now <= $0 } ?? true)
        }.map(\.publicKey)
    }

    /// The keys that were taken out, and when.
    package var revoked: [(keyID: String, at: Timestamp)] { keys.compactMap { key in key.revokedAt.map { (key.keyID, $0) } } }

    /// The last key that was retired, if its private half is still there; for the faults of the sandbox.
    package func retiredSigner(at now: Timestamp) -> SigningKey? {
        keys.last { $0.state(at: now) == .retired && $0.signingKey != nil }?.signingKey
    }

    /// Throws unless a rotation can begin now.
    package func checkRotation(at now: Timestamp) throws(Refusal) {
        if let next = keys.first(where: { $0.state(at: now) == .next }) {
            throw Refusal(.pending, "the key \(next.keyID) is published and signs from \(next.signsFrom ?? now) on: wait until then")
        }
        guard signers(at: now).count < KeyPurpose.mostSigners else {
            let end = keys.compactMap(\.signsUntil).filter { $0 > now }.min() ?? now
            throw Refusal(.tooMany, "\(KeyPurpose.mostSigners) keys sign at the same time already: wait until one of them ends, \(end)")
        }
        guard within(Self.maximumKeys - 1, tidied(at: now), at: now).count < Self.maximumKeys else {
            throw Refusal(
                .tooMany, "\(Self.maximumKeys) keys are kept and what they signed is still good: wait until that of one ends, or revoke one"
            )
        }
    }

    /// The ring with a new key, which is published now and signs after `KeyPurpose.lead`; the key before signs until then, or as long as the
    /// purpose lets both sign.
    /// - Throws: `pending` or `tooMany`.
    func rotated(to key: SigningKey, at now: Timestamp, cause: String?) throws(Refusal) -> PurposeRing {
        try checkRotation(at: now)
        let signsFrom = now.advanced(by: KeyPurpose.lead)
        var keys = within(Self.maximumKeys - 1, tidied(at: now), at: now)
        for index in keys.indices where keys[index].signsUntil == nil && keys[index].revokedAt == nil {
            keys[index].signsUntil = signsFrom.advanced(by: purpose.overlap)
        }
        return try PurposeRing(purpose, keys + [PurposeKey(key, createdAt: now, signsFrom: signsFrom, cause: cause)])
    }

    /// Throws unless there is a key of that name which is not revoked yet.
    package func checkRevocation(of keyID: String) throws(Refusal) {
        guard keys.contains(where: { $0.keyID == keyID && $0.revokedAt == nil }) else {
            throw Refusal(.unknownKey, "no key of the purpose \(purpose.rawValue) that could be revoked has this kid")
        }
    }

    /// The ring without a key that is not to be trusted any more: it signs nothing, is not published and verifies nothing, from now on. A
    /// key that waits, or else `successor`, takes its place: at once when no other signs, for that it was not published before is the lesser
    /// evil then.
    /// - Throws: `unknownKey`.
    func revoking(_ keyID: String, successor: SigningKey, at now: Timestamp, cause: String?) throws(Refusal) -> PurposeRing {
        try checkRevocation(of: keyID)
        var keys = tidied(at: now).map { $0.keyID == keyID ? $0.withoutPrivateHalf : $0 }
        for index in keys.indices where keys[index].keyID == keyID {
            keys[index].revokedAt = now
            keys[index].revocationCause = cause
        }
        let last = keys.lastIndex { $0.state(at: now) == .signing && $0.signingKey != nil }
        if let endless = keys.firstIndex(where: { $0.signsUntil == nil && $0.revokedAt == nil }) {
            // One that waits for its time is published already: its time has come.
            if last == nil { keys[endless].signsFrom = now }
        } else if let last {
            let signsFrom = now.advanced(by: KeyPurpose.lead)
            keys[last].signsUntil = max(keys[last].signsUntil ?? now, signsFrom.advanced(by: purpose.overlap))
            keys.append(PurposeKey(successor, createdAt: now, signsFrom: signsFrom, cause: cause))
        } else {
            keys.append(PurposeKey(successor, createdAt: now, signsFrom: now, cause: cause))
        }
        // The one that is revoked stays, so that the same revocation, asked for again, finds itself done.
        return try PurposeRing(purpose, within(Self.maximumKeys, keys, sparing: keyID, at: now))
    }

    /// So many of the keys where that can be: the oldest of those that neither sign nor verify any more are given away, one that is to be
    /// spared excepted.
    private func within(_ count: Int, _ keys: [PurposeKey], sparing keyID: String? = nil, at now: Timestamp) -> [PurposeKey] {
        var excess = keys.count - count
        return keys.filter { key in
            guard excess > 0, key.keyID != keyID, key.isOver(purpose, at: now) else { return true }
            excess -= 1
            return false
        }
    }

    /// The keys, private halves only of those that sign or will; without those that nobody need know of any more.
    private func tidied(at now: Timestamp) -> [PurposeKey] {
        keys.filter { key in
            let end = key.signsUntil ?? key.revokedAt
            return end.map { now < $0.advanced(by: purpose.publishedFor) } ?? true
        }.map { key in [.retired, .revoked].contains(key.state(at: now)) ? key.withoutPrivateHalf : key }
    }
}
