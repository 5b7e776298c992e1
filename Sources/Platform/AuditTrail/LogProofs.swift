package import TransparencyLog

/// Proofs and files out of the published log.
package struct LogProofs: Sendable {
    private let tiles: any TileStore
    private let reader: LogReader

    package init(tiles: any TileStore) {
        self.tiles = tiles
        reader = LogReader(tiles)
    }

    /// The proof that leaf `index` is in the log of `checkpoint`.
    /// - Throws: `LogError` `out-of-range` when the index is not below the checkpoint's size.
    package func inclusion(of index: Int64, in checkpoint: Checkpoint) throws -> InclusionProof {
        try reader.inclusionProof(index: index, size: checkpoint.size)
    }

    /// The proof that the log of size `to` begins with the log of size `from`.
    package func consistency(from: Int64, to: Int64) throws -> ConsistencyProof {
        try reader.consistencyProof(from: from, to: to)
    }

    /// The published checkpoint as a signed note, nil before the first.
    package func checkpointNote() throws -> [UInt8]? {
        try tiles.read("checkpoint")
    }

    /// A tile or entry bundle by its path below the log, `tile/0/000`; nil when there is none.
    /// - Throws: `LogError` `malformed` for what is not a tile path, so nothing outside the log can be named.
    package func file(_ path: String) throws -> [UInt8]? {
        try tiles.read(TilePath(parsing: path).description)
    }
}
