import Transport

extension BucketClient {
    /// Stores an object with its SHA-256, which the store compares.
    ///
    /// Throws `conflict` when others still wrote there after all retries, and what the store's refusal means.
    package func put(_ key: String, _ body: [UInt8], _ terms: PutTerms = PutTerms()) async throws(StorageError) -> PutOutcome {
        let request = try ObjectRequest.put(bucket, key, body, terms)
        let response = try await answer(to: request)
        if response.status == 412, terms.isNewOnly { return .exists }
        guard (200..<300).contains(response.status) else { throw .refused(request, ServiceRefusal(response)) }
        return .stored(version: try StoredObject(response).version)
    }

    /// An object's bytes and what is known of it. Throws `answerTooLarge` beyond `maximumObjectBytes`, `noSuchObject`.
    package func get(_ key: String, version: String? = nil) async throws(StorageError) -> (bytes: [UInt8], object: StoredObject) {
        let request = try ObjectRequest.get(bucket, key, version: version, limit: configuration.maximumObjectBytes)
        let response = try await success(request)
        return (response.body, try StoredObject(response))
    }

    /// What is known of an object. Throws `noSuchObject`.
    package func head(_ key: String, version: String? = nil) async throws(StorageError) -> StoredObject {
        try StoredObject(try await success(try .head(bucket, key, version: version)))
    }

    /// Hides an object behind a delete marker. Returns the marker's version, nil in a bucket that keeps none, where the object is gone.
    package func hide(_ key: String) async throws(StorageError) -> String? {
        try StoredObject(try await success(try .hide(bucket, key))).version
    }

    /// Deletes one version for good, or a delete marker. Throws `accessDenied` for one that is locked.
    package func delete(_ key: String, version: String, governance: Governance = .respected) async throws(StorageError) {
        _ = try await success(try .delete(bucket, key, version: version, governance: governance))
    }

    /// Deletes up to 1000 versions; what became of each is in the result, also of those that were refused.
    package func delete(
        _ versions: [(key: String, version: String?)], governance: Governance = .respected
    ) async throws(StorageError) -> [BulkDeletion] {
        let response = try await success(try .delete(bucket, versions, governance: governance))
        return try BulkDeletion.list(response.body, keys: versions.map(\.key))
    }

    /// All versions and delete markers under a prefix, page by page.
    ///
    /// - Parameter key: lists only what stands behind it; nil lists from the first.
    ///
    /// Throws `answerTooLarge` beyond `maximumVersions`, `unreadableAnswer` for a store whose pages do not go on.
    package func versions(prefix: String, after key: String? = nil) async throws(StorageError) -> [ObjectVersion] {
        var versions: [ObjectVersion] = []
        var marker = key.map { ObjectVersions.Marker(key: $0, version: nil) }
        repeat {
            let page = try ObjectVersions(parsing: try await success(try .versions(bucket, prefix: prefix, after: marker)).body)
            // Whoever asked acts on what is listed: a store that ignores the prefix would have it act on what it must not touch.
            if let other = page.versions.first(where: { !$0.key.hasPrefix(prefix) }) {
                throw .unreadable("it lists \(other.key.prefix(200)) where only what begins with \(prefix) was asked for")
            }
            versions += page.versions
            guard versions.count <= configuration.maximumVersions else {
                throw .tooMany("versions in \(bucket)", limit: configuration.maximumVersions)
            }
            // Without this a store could answer for ever.
            if page.next != nil, page.next == marker || page.versions.isEmpty { throw .unreadable("its pages of versions do not go on") }
            marker = page.next
        } while marker != nil
        return versions
    }

    /// A URL that reads one object and nothing else, for up to 15 minutes, without any key.
    ///
    /// - Parameter disposition: what the answer's `Content-Disposition` shall be.
    package func lent(
        _ key: String, version: String? = nil, disposition: String? = nil, lifetime: Duration
    ) throws(StorageError) -> PresignedURL {
        try ObjectRequest.lent(
            bucket, key, version: version, disposition: disposition, by: credentials, at: now(), lifetime: lifetime)
    }
}
