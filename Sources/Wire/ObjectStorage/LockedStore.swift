/// What keeps objects under Object Lock, version by version: a bucket of S3, or what stands for one.
package protocol LockedStore: Sendable {
    /// Stores an object. Throws `conflict` when others write there at this moment, `busy`, `unreachable`, and what a refusal means.
    func put(_ key: String, _ body: [UInt8], _ terms: PutTerms) async throws(StorageError) -> PutOutcome

    /// An object's bytes and what is known of it; nil for the version reads the newest. Throws `noSuchObject`.
    func get(_ key: String, version: String?) async throws(StorageError) -> (bytes: [UInt8], object: StoredObject)

    /// Until when a version is kept. Throws `noLock`, `refused` or `noSuchObject` where it has no retention.
    func retention(of key: String, version: String?) async throws(StorageError) -> Retention

    /// All versions and delete markers under a prefix behind a key, by key, and the newest of a key first.
    func versions(prefix: String, after key: String?) async throws(StorageError) -> [ObjectVersion]
}

extension BucketClient: LockedStore {}
