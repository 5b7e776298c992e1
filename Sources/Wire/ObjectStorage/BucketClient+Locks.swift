import Transport
import XMLDocuments

extension BucketClient {
    /// Until when a version is kept; the newest without one. Throws `refused` or `noSuchObject` where it has no retention.
    package func retention(of key: String, version: String? = nil) async throws(StorageError) -> Retention {
        try Retention(try await document(try .retention(bucket, key, version: version)))
    }

    /// Sets until when a version is kept. Throws `accessDenied` where that would be shorter than what a lock promises.
    package func set(
        _ retention: Retention, of key: String, version: String? = nil, governance: Governance = .respected
    ) async throws(StorageError) {
        _ = try await success(try .set(retention, bucket, key, version: version, governance: governance))
    }

    /// Whether a version is held; the newest without one.
    package func legalHold(of key: String, version: String? = nil) async throws(StorageError) -> LegalHold {
        try LegalHold(try await document(try .legalHold(bucket, key, version: version)))
    }

    /// Holds a version, or lets it go.
    package func set(_ hold: LegalHold, of key: String, version: String? = nil) async throws(StorageError) {
        _ = try await success(try .set(hold, bucket, key, version: version))
    }

    /// Makes the bucket. Throws `refused` when it is there already.
    package func create(_ lock: BucketLock) async throws(StorageError) {
        _ = try await success(try .create(bucket, lock: lock))
    }

    /// Deletes the bucket. Throws `refused` while there is anything in it.
    package func deleteBucket() async throws(StorageError) {
        _ = try await success(try .delete(bucket))
    }

    /// Whether the bucket keeps versions; nil for one that never did.
    package func versioning() async throws(StorageError) -> Versioning? {
        try Versioning(try await document(try .versioning(bucket)))
    }

    /// Switches the keeping of versions on, or off for what comes.
    package func set(_ versioning: Versioning) async throws(StorageError) {
        _ = try await success(try .set(versioning, bucket))
    }

    /// The bucket's Object Lock. Throws `noLock` for a bucket without.
    package func objectLock() async throws(StorageError) -> ObjectLock {
        try ObjectLock(try await document(try .objectLock(bucket)))
    }

    /// Sets the bucket's default retention, which holds for what is stored from then on.
    package func set(_ lock: ObjectLock) async throws(StorageError) {
        _ = try await success(try .set(lock, bucket))
    }

    private func document(_ request: ObjectRequest) async throws(StorageError) -> XMLTree {
        try StorageDocument.read(try await success(request).body, limit: ObjectRequest.maximumDocumentBytes)
    }
}
