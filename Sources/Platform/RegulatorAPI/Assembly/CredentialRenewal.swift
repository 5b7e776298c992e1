import ServerKit
import Synchronization

/// Brings what a listener's files say to all that believe it, one change after the other and never an older one after a newer: two that
/// follow one another closely are seen by whoever looks first, each on a thread of its own.
final class CredentialRenewal: Sendable {
    private let applied = Mutex<Int?>(nil)
    private let apply: @Sendable (TLSMaterial) -> Void

    /// - Parameter apply: called for one change at a time; must not look at the credentials, which may call it.
    init(_ apply: @escaping @Sendable (TLSMaterial) -> Void) {
        self.apply = apply
    }

    /// Applies the material of a generation unless one that is as new was applied.
    func renew(_ material: TLSMaterial, generation: Int) {
        applied.withLock { applied in
            if let applied, applied >= generation { return }
            apply(material)
            applied = generation
        }
    }
}
