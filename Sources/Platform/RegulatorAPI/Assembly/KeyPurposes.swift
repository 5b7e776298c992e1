import Access
import Delivery
import Documents
import MessageSignatures

/// Which key signs what. Faults of the sandbox act here; what a key is for is said here once.
extension RealmConfiguration {
    /// What signs for a purpose, the newest first; at least one.
    func signers(_ purpose: KeyPurpose) -> [SigningKey] {
        let (ring, now) = (keys.ring(purpose), now())
        for effect in mode.effects {
            switch effect {
            case .signsWithRetiredKeys:
                if let retired = ring.retiredSigner(at: now) { return [retired] }
            case .forgetsOldKeys: return [ring.signer(at: now)]
            default: break
            }
        }
        return ring.signers(at: now)
    }

    /// The newest key that signs for a purpose.
    func signer(_ purpose: KeyPurpose) -> SigningKey { signers(purpose)[0] }

    /// Signs deliveries with every key that signs them now.
    var deliverySigner: DeliverySigner {
        DeliverySigner(keys: { signers(.delivery) }, newNonce: RandomIdentifier.make)
    }

    /// The keys of the realm that others are to see.
    var publishedKeys: [VerificationKey] {
        let keys = keys.published
        let forgets = mode.effects.contains { if case .forgetsOldKeys = $0 { true } else { false } }
        return forgets ? keys.filter { $0.notAfter == nil } : keys
    }

    /// What tokens are signed with and what is published, now. A key that signs anything else verifies no token.
    var tokenKeys: TokenAuthority.Keys {
        let accepted = keys.ring(.token).accepted(at: now())
        return TokenAuthority.Keys(
            signing: signer(.token), accepted: accepted, published: publishedKeys, extra: [("revoked", keys.revoked)])
    }
}
