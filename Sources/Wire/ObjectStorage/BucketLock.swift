/// Whether a new bucket can hold locked objects; with it come versions, and it stays on.
package enum BucketLock: Sendable, Hashable, CaseIterable {
    case locked
    case unlocked
}
