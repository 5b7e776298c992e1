import TransparencyLog

/// A log's files as recovery sees them: one that exists is compared instead of being written and synchronized again.
struct ComparingTileStore: TileStore {
    private let base: any TileStore

    init(_ base: any TileStore) {
        self.base = base
    }

    func read(_ path: String) throws(LogError) -> [UInt8]? {
        try base.read(path)
    }

    func create(_ path: String, _ bytes: [UInt8]) throws(LogError) {
        guard let present = try base.read(path) else { return try base.create(path, bytes) }
        guard present == bytes else { throw LogError(.conflict, "a file with other bytes is already there", path: path) }
    }

    func replace(_ path: String, _ bytes: [UInt8]) throws(LogError) {
        try base.replace(path, bytes)
    }
}
