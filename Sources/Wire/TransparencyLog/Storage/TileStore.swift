/// Where a log's files lie; paths are those of `TilePath`, and `checkpoint`.
///
/// A conformer keeps three promises: what `create` or `replace` returned from is durable; a reader sees a file wholly or not at all;
/// a created file never changes. All functions may be called from several threads; writers of one log are the caller's to serialize.
package protocol TileStore: Sendable {
    /// The file's bytes, nil when there is none. Throws `storage` when it cannot be read.
    func read(_ path: String) throws(LogError) -> [UInt8]?

    /// Makes an immutable file. Does nothing when it exists with equal bytes, throws `conflict` when they differ.
    func create(_ path: String, _ bytes: [UInt8]) throws(LogError)

    /// Makes or replaces a mutable file, the checkpoint.
    func replace(_ path: String, _ bytes: [UInt8]) throws(LogError)
}

/// A store that can tell all its files, so that an audit also finds those that nothing refers to.
package protocol ListableTileStore: TileStore {
    /// The paths of all files below `tile/`, in ascending order of their bytes.
    func tilePaths() throws(LogError) -> [String]
}

/// A store that can give up the partial files of a tile or bundle that has become full (c2sp.org/tlog-tiles allows it).
package protocol PrunableTileStore: ListableTileStore {
    /// Removes the partial files of a full tile or bundle; none of them when the full file is not there. What a crash leaves of them, another
    /// call removes. Throws `storage` or `medium-failed`.
    func removePartials(of full: TilePath) throws(LogError)
}

/// The path of the newest checkpoint within a log.
package let checkpointPath = "checkpoint"
