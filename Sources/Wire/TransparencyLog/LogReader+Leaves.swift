/// The leaves of up to 256 entries as one file of the log has them.
package struct LogLeaves: Sendable {
    /// The file that they were read from; wider than asked for where the exact one is not there.
    package let path: String
    /// In the order of the entries.
    package let hashes: [Hash]
}

extension LogReader {
    /// The leaf hashes in the tile of entries `256 · group` and after, as far as the tree of `size` entries reaches.
    /// Throws `outOfRange` beyond the tree, `missing`, `malformed`, `storage`.
    package func tileLeaves(of group: Int64, size: Int64) throws(LogError) -> LogLeaves {
        let (path, hashes) = try TileLoader(store, size: size).hashes(level: 0, index: group)
        return LogLeaves(path: path.description, hashes: hashes)
    }

    /// The leaf hashes of the entries in the bundle. Throws like `tileLeaves`.
    package func bundleLeaves(of group: Int64, size: Int64) throws(LogError) -> LogLeaves {
        let (path, hashes) = try TileLoader(store, size: size).leaves(index: group)
        return LogLeaves(path: path.description, hashes: hashes)
    }
}
