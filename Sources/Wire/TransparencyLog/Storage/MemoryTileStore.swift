import Synchronization

/// A store that lives as long as the process: for tests, and for logs that are rebuilt from elsewhere.
package final class MemoryTileStore: PrunableTileStore {
    private let files = Mutex<[String: [UInt8]]>([:])

    package init() {}

    /// Never throws.
    package func read(_ path: String) throws(LogError) -> [UInt8]? {
        files.withLock { $0[path] }
    }

    /// Throws `conflict` only.
    package func create(_ path: String, _ bytes: [UInt8]) throws(LogError) {
        let isSame = files.withLock { files in
            if let present = files[path] { return present == bytes }
            files[path] = bytes
            return true
        }
        guard isSame else { throw LogError(.conflict, "a file with other bytes is already there", path: path) }
    }

    /// Never throws.
    package func replace(_ path: String, _ bytes: [UInt8]) throws(LogError) {
        files.withLock { $0[path] = bytes }
    }

    /// Sorts all paths each time.
    package func tilePaths() throws(LogError) -> [String] {
        files.withLock { $0.keys.filter { $0.hasPrefix("tile/") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
    }

    /// Looks through all paths.
    package func removePartials(of full: TilePath) throws(LogError) {
        files.withLock { files in
            guard !full.isPartial, files[full.description] != nil else { return }
            for path in files.keys where path.hasPrefix("\(full).p/") { files[path] = nil }
        }
    }

    /// Takes a file away, as damage or garbage collection would.
    package func remove(_ path: String) {
        files.withLock { $0[path] = nil }
    }
}
