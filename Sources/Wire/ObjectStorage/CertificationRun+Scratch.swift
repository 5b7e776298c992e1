import Documents
import HTTPTypes
import Transport

extension CertificationRun {
    /// What cannot be tried on a bucket with evidence in it: its default retention, and its deletion.
    mutating func checkScratchBuckets() async throws(StorageError) {
        let locked = try scratch("locked")
        if try await probe(.createLockedBucket, .success, of: locked, try .create(locked.bucket, lock: .locked)) != nil {
            try await checkDefaultRetention(locked)
            if results[.putUnderDefault]?.outcome == .enforced {
                try await probe(.deleteFullBucket, .refusal([409]), of: locked, try .delete(locked.bucket))
            }
            try await remove(locked)
        }
        let plain = try scratch("plain")
        guard try await probe(.createPlainBucket, .success, of: plain, try .create(plain.bucket, lock: .unlocked)) != nil else { return }
        let terms = PutTerms(retention: removable)
        try await probe(
            .lockInPlainBucket, .refusal([400]), of: plain, try .put(plain.bucket, prefix + "locked", Array("locked".utf8), terms))
        try await remove(plain)
    }

    private mutating func checkDefaultRetention(_ locked: BucketClient) async throws(StorageError) {
        let rule = ObjectLock(defaultRetention: .init(.governance, .days(1)))
        let key = prefix + "default"
        guard try await probe(.setDefaultRetention, .success, of: locked, try .set(rule, locked.bucket)) != nil,
            let version = try await store(.putUnderDefault, in: locked, try .put(locked.bucket, key, Array("default".utf8))),
            let head = try await probe(.defaultRetentionApplied, .success, of: locked, try .head(locked.bucket, key, version: version))
        else { return }
        do throws(StorageError) {
            let retention = try StoredObject(head).retention
            // A day from when it was stored, give or take the time that this takes.
            let isADay = retention.map { abs(($0.until - storeTime).components.seconds - 86_400) < 900 && $0.mode == .governance } ?? false
            record(.defaultRetentionApplied, isADay ? .enforced : .notEnforced, retention?.description ?? "no retention")
        } catch { record(.defaultRetentionApplied, .notEnforced, error.message) }
    }

    /// A bucket beside the one that is certified, with a name of its own.
    private func scratch(_ kind: String) throws(StorageError) -> BucketClient {
        var stem = client.bucket.name.prefix(63 - 2 - kind.utf8.count - plan.label.utf8.count)
        while stem.last == "-" || stem.last == "." { stem.removeLast() }
        return try client.sibling(named: "\(stem)-\(kind)-\(plan.label)")
    }
}
