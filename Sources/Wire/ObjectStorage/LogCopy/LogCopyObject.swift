import Documents

/// All versions of one object of a copy, judged by the first: under a lock nothing that came later can have taken its place.
package struct LogCopyObject: Sendable {
    package let key: String
    /// The first version; nil when there are delete markers alone.
    package let oldest: ObjectVersion?
    package let issues: [LogCopyIssue]

    /// - Parameter versions: of one key, the newest first.
    package init(key: String, versions: [ObjectVersion]) {
        self.key = key
        let stored = versions.filter { $0.kind != .deleteMarker }
        oldest = stored.last
        var issues: [LogCopyIssue] = []
        if stored.count > 1, let first = stored.last {
            issues.append(
                LogCopyIssue(
                    .shadowed, key,
                    "more versions than one, \(stored.count): tampering; the first is read, \(first.version) of \(first.modified)"
                ))
        }
        if stored.count < versions.count {
            issues.append(
                LogCopyIssue(
                    .hidden, key, "\(versions.count - stored.count) delete markers were put over it: tampering; the first version is read"))
        }
        self.issues = issues
    }

    /// What is wrong with the lock of the first version; nil when all is well.
    package func fault(of retention: Retention?) -> LogCopyIssue? {
        guard let oldest else { return nil }
        guard let retention else {
            return LogCopyIssue(.unlocked, key, "it has no lock, or the credentials may not see it (s3:GetObjectRetention)")
        }
        guard retention.mode == .compliance else {
            return LogCopyIssue(.unlocked, key, "expected a lock in COMPLIANCE mode, got \(retention)")
        }
        let least = oldest.modified.advanced(by: .seconds(86_400 * LogCopyLayout.minimumDays))
        guard least < retention.until else {
            return LogCopyIssue(.shortLock, key, "expected a lock until \(least) or later, got \(retention)")
        }
        return nil
    }

    /// All objects of a listing, in its order.
    package static func all(in listing: [ObjectVersion]) -> [LogCopyObject] {
        var order: [String] = []
        var versions: [String: [ObjectVersion]] = [:]
        for version in listing {
            if versions[version.key] == nil { order.append(version.key) }
            versions[version.key, default: []].append(version)
        }
        return order.map { LogCopyObject(key: $0, versions: versions[$0] ?? []) }
    }
}
