package import Documents
import Synchronization

/// A bucket with Object Lock that lives as long as the process: for tests. It keeps every version, and deletes none that is locked.
package final class MemoryLockedStore: LockedStore {
    /// What is asked of the store.
    package enum Deed: Sendable, Hashable {
        case put(String), get(String), list(String)
    }

    private struct Version {
        let number: Int
        /// Nil for a delete marker.
        let bytes: [UInt8]?
        let retention: Retention?
        let at: Timestamp
    }

    private struct State {
        var objects: [String: [Version]] = [:]
        var count = 0
        var deeds: [Deed] = []
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Timestamp
    private let before: @Sendable (Deed) async throws(StorageError) -> Void
    private let after: @Sendable (Deed) async throws(StorageError) -> Void

    /// - Parameters:
    ///   - before: is run before each deed, and may refuse it or take its time.
    ///   - after: is run when a deed is done, and may lose the answer.
    package init(
        now: @escaping @Sendable () -> Timestamp, before: @escaping @Sendable (Deed) async throws(StorageError) -> Void = { _ in },
        after: @escaping @Sendable (Deed) async throws(StorageError) -> Void = { _ in }
    ) {
        self.now = now
        self.before = before
        self.after = after
    }

    /// What was asked so far, what was refused too.
    package var deeds: [Deed] { state.withLock { $0.deeds } }
    /// The keys under which there is anything, ascending.
    package var keys: [String] { state.withLock { $0.objects.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } } }

    /// Stores nothing where something is and only what is new was to be stored.
    package func put(_ key: String, _ body: [UInt8], _ terms: PutTerms) async throws(StorageError) -> PutOutcome {
        try await begin(.put(key))
        let outcome: PutOutcome =
            terms.isNewOnly && state.withLock({ $0.objects[key]?.last?.bytes }) != nil
            ? .exists : .stored(version: add(key, body, terms.retention))
        try await after(.put(key))
        return outcome
    }

    /// Throws `noSuchObject` behind a delete marker too.
    package func get(_ key: String, version: String?) async throws(StorageError) -> (bytes: [UInt8], object: StoredObject) {
        try await begin(.get(key))
        let (found, bytes) = try found(key, version)
        return (bytes, StoredObject(version: String(found.number), retention: found.retention))
    }

    /// Throws `noLock` for a version without one.
    package func retention(of key: String, version: String?) async throws(StorageError) -> Retention {
        guard let retention = try found(key, version).version.retention else { throw StorageError(.noLock, "\(key) is not locked") }
        return retention
    }

    /// All on one page.
    package func versions(prefix: String, after key: String?) async throws(StorageError) -> [ObjectVersion] {
        try await begin(.list(prefix))
        let objects = state.withLock { $0.objects }
        return objects.filter { entry in
            entry.key.hasPrefix(prefix) && key.map { $0.utf8.lexicographicallyPrecedes(entry.key.utf8) } ?? true
        }.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.flatMap { name, versions in
            versions.reversed().map { version in
                ObjectVersion(
                    key: name, version: String(version.number), kind: version.bytes.map { .object(size: $0.count) } ?? .deleteMarker,
                    isLatest: version.number == versions.last?.number, modified: version.at)
            }
        }
    }

    /// What somebody does with the store's own tools: another version over the one there, locked or not.
    @discardableResult
    package func shadow(_ key: String, _ bytes: [UInt8], _ retention: Retention? = nil) -> String { add(key, bytes, retention) }

    /// Hides an object behind a delete marker.
    package func hide(_ key: String) { add(key, nil, nil) }

    /// Removes all of an object, as whoever has the medium can.
    package func lose(_ key: String) { state.withLock { $0.objects[key] = nil } }

    /// The bytes of the oldest version; nil when there is none.
    package func oldest(_ key: String) -> [UInt8]? { state.withLock { $0.objects[key]?.first { $0.bytes != nil }?.bytes } }

    private func begin(_ deed: Deed) async throws(StorageError) {
        state.withLock { $0.deeds.append(deed) }
        try await before(deed)
    }

    @discardableResult
    private func add(_ key: String, _ bytes: [UInt8]?, _ retention: Retention?) -> String {
        state.withLock { state in
            state.count += 1
            state.objects[key, default: []].append(Version(number: state.count, bytes: bytes, retention: retention, at: now()))
            return String(state.count)
        }
    }

    private func found(_ key: String, _ version: String?) throws(StorageError) -> (version: Version, bytes: [UInt8]) {
        let versions = state.withLock { $0.objects[key] } ?? []
        guard let found = version.map({ name in versions.first { String($0.number) == name } }) ?? versions.last, let bytes = found.bytes
        else { throw StorageError(.noSuchObject, "there is nothing under \(key)") }
        return (found, bytes)
    }
}
