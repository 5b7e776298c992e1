import Documents

extension CertificationRun {
    /// Removes what is under the prefix, and waits for the end of what is locked where the plan says so.
    mutating func removeProbes() async throws(StorageError) {
        let first = try await removeVersions(client, prefix)
        var left = first.left
        if plan.end == .awaited, let end = first.end, end - storeTime <= plan.compliance * 2 {
            // A second for the store's clock, which is known to the second, and one to be behind it.
            try await client.wait(max(.zero, end - storeTime) + .seconds(2))
            left = try await removeVersions(client, prefix).left
        }
        leftovers += left
    }

    /// Removes a bucket that was made for the checks, with all that is in it.
    mutating func remove(_ scratch: BucketClient) async throws(StorageError) {
        leftovers += try await removeVersions(scratch, "").left
        do throws(StorageError) {
            try await scratch.deleteBucket()
        } catch {
            if error.code == .cancelled { throw error }
            // The check of its deletion has done it already where the store lets a full bucket go.
            if error.code != .noSuchBucket { leftovers.append(.init("\(scratch.bucket)", error.message)) }
        }
    }

    /// What of a prefix could not be removed, and when the last lock of it ends that is short enough to be one of ours.
    private func removeVersions(
        _ client: BucketClient, _ prefix: String
    ) async throws(StorageError) -> (left: [BucketCertificate.Leftover], end: Timestamp?) {
        var left: [BucketCertificate.Leftover] = []
        var last: Timestamp?
        do throws(StorageError) {
            for version in try await client.versions(prefix: prefix) {
                do throws(StorageError) {
                    try await client.delete(version.key, version: version.version, governance: .bypassed)
                } catch {
                    if error.code == .cancelled { throw error }
                    let name = "\(version.key) version \(version.version) in \(client.bucket)"
                    let retention = try? await client.head(version.key, version: version.version).retention
                    left.append(.init(name, retention.map { "locked: \($0)" } ?? error.message))
                    if let retention, retention.mode == .compliance { last = max(last ?? retention.until, retention.until) }
                }
            }
        } catch {
            if error.code == .cancelled { throw error }
            left.append(.init("\(prefix) in \(client.bucket)", error.message))
        }
        return (left, last)
    }
}
