import Documents
import HTTPTypes
import Transport

extension CertificationRun {
    /// One version under COMPLIANCE, and all that must not be possible with it.
    mutating func checkCompliance() async throws(StorageError) {
        let (bucket, key, bytes) = (client.bucket, prefix + "compliance", Array("evidence".utf8))
        let end = Retention(.compliance, until: storeTime.advanced(by: plan.compliance))
        let terms = PutTerms(retention: end)
        guard let version = try await store(.putCompliance, try .put(bucket, key, bytes, terms)) else { return }
        var lock = end.until
        try await probe(.deleteCompliance, .lockRefusal, lockedUntil: lock, try .delete(bucket, key, version: version))
        try await probe(
            .deleteComplianceBypassing, .lockRefusal, lockedUntil: lock,
            try .delete(bucket, key, version: version, governance: .bypassed))
        let shorter = Retention(.compliance, until: lock.advanced(by: plan.compliance / -4))
        try await probe(
            .shortenCompliance, .lockRefusal, lockedUntil: lock,
            try .set(shorter, bucket, key, version: version, governance: .bypassed))
        // A moment that is over is refused by every store, for being over.
        if results[.shortenCompliance]?.outcome == .enforced, storeTime >= shorter.until.advanced(by: .seconds(-1)) {
            record(.shortenCompliance, .notMade, "refused, but the shorter lock would have ended by then: keep it for longer")
        }
        if results[.shortenCompliance]?.outcome == .notEnforced { lock = shorter.until }
        try await probe(
            .complianceToGovernance, .lockRefusal, lockedUntil: lock,
            try .set(Retention(.governance, until: lock), bucket, key, version: version, governance: .bypassed))
        let longer = Retention(.compliance, until: end.until.advanced(by: plan.compliance / 4))
        try await probe(.extendCompliance, .success, try .set(longer, bucket, key, version: version))
        try await readBack(longer, key, version)
        if results[.extendCompliance]?.outcome == .enforced { lock = longer.until }
        try await checkBulkDeletion(key, version, lockedUntil: lock)
        let replacing = try ObjectRequest.put(bucket, key, Array("another".utf8), PutTerms(retention: removable))
        if try await store(.overwriteAddsVersion, replacing) == version {
            record(.overwriteAddsVersion, .notEnforced, "stored as the version that was there")
        }
        if let marker = try await probe(.deleteAddsMarker, .success, try .hide(bucket, key)), marker.fields[.amzDeleteMarker] != "true" {
            record(.deleteAddsMarker, .notEnforced, "\(marker.status), without a delete marker")
        }
        // After every attempt on it: a store may refuse and do it all the same.
        let reading = try ObjectRequest.get(bucket, key, version: version, limit: 1 << 10)
        if let read = try await probe(.oldVersionReadable, .success, reading), read.body != bytes {
            record(.oldVersionReadable, .notEnforced, "other bytes")
        }
    }

    /// A version under GOVERNANCE with a legal hold, which ends before the version is deleted.
    mutating func checkGovernance() async throws(StorageError) {
        let (bucket, key) = (client.bucket, prefix + "governance")
        let terms = PutTerms(retention: removable, legalHold: .on)
        guard let version = try await store(.putGovernanceHeld, try .put(bucket, key, Array("held".utf8), terms)) else { return }
        let forced = try ObjectRequest.delete(bucket, key, version: version, governance: .bypassed)
        try await probe(.deleteHeld, .lockRefusal, forced)
        try await probe(.holdOff, .success, try .set(.off, bucket, key, version: version))
        try await probe(.deleteGovernance, .lockRefusal, try .delete(bucket, key, version: version))
        try await probe(.deleteGovernanceBypassing, .success, forced)
    }

    private mutating func readBack(_ retention: Retention, _ key: String, _ version: String) async throws(StorageError) {
        guard results[.extendCompliance]?.outcome == .enforced else { return }
        do throws(StorageError) {
            let found = try await client.head(key, version: version).retention
            if found != retention {
                record(.extendCompliance, .notEnforced, "done, and read back as \(found?.description ?? "no retention")")
            }
        } catch {
            if error.code == .cancelled { throw error }
            record(.extendCompliance, .notMade, "done, and not read back: \(error.message)")
        }
    }

    private mutating func checkBulkDeletion(
        _ key: String, _ version: String, lockedUntil end: Timestamp
    ) async throws(StorageError) {
        let request = try ObjectRequest.delete(client.bucket, [(key, version)], governance: .bypassed)
        guard let response = try await probe(.bulkDeleteCompliance, .success, request) else { return }
        do throws(StorageError) {
            let deletions = try BulkDeletion.list(response.body, keys: [key])
            if let refusal = deletions.compactMap(\.refusal).first {
                record(.bulkDeleteCompliance, refusal.isOfLock ? .enforced : .notMade, refusal.name)
            } else if storeTime >= end.advanced(by: .seconds(-1)) {
                record(.bulkDeleteCompliance, .notMade, "deleted, but the lock had ended by then: keep it for longer")
            } else {
                record(.bulkDeleteCompliance, .notEnforced, "deleted")
            }
        } catch { record(.bulkDeleteCompliance, .notMade, error.message) }
    }
}
