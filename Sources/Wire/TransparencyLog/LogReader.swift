/// Answers from a log's files alone: entries, roots, proofs, and whether all of it fits together.
///
/// Proofs are made from tiles as they are; who receives one verifies it against a checkpoint. Values may be shared between threads.
package struct LogReader: Sendable {
    let store: any TileStore
    private let cache = TileCache()

    package init(_ store: any TileStore) {
        self.store = store
    }

    /// The newest checkpoint's note, unverified; nil before the first is published.
    package func checkpointNote() throws(LogError) -> [UInt8]? {
        try store.read(checkpointPath)
    }

    /// One entry, whose leaf hash was found equal to the one in its tile.
    ///
    /// `size` is the tree to read it from, by default that of the newest checkpoint.
    /// Throws `outOfRange` beyond the tree, `inconsistent` when bundle and tile differ, `missing`.
    package func entry(at index: Int64, size: Int64? = nil) throws(LogError) -> [UInt8] {
        let size = if let size { size } else { try publishedSize() }
        try Self.check(index: index, size: size)
        let loader = TileLoader(store, size: size)
        let (number, position) = (index / Int64(TilePath.fullWidth), Int(index % Int64(TilePath.fullWidth)))
        let (path, entries) = try loader.entries(index: number)
        let leaf = try cache.node(loader, level: 0, tile: number, row: 0, index: position)
        guard MerkleHash.leaf(entries[position]) == leaf else {
            throw LogError(.inconsistent, "entry \(index) is not the one whose hash its tile has", path: path.description)
        }
        return entries[position]
    }

    /// The root of the first `size` entries; that of the empty tree for 0.
    package func root(at size: Int64) throws(LogError) -> Hash {
        guard size >= 0 else { throw LogError(.outOfRange, "a tree's size is not negative, got \(size)") }
        return size == 0 ? MerkleHash.empty : try hash(of: 0..<size, in: TileLoader(store, size: size))
    }

    /// Evidence that the entry at `index` is in the tree of `size` entries (RFC 6962 §2.1.1). Logarithmic.
    package func inclusionProof(index: Int64, size: Int64) throws(LogError) -> InclusionProof {
        try Self.check(index: index, size: size)
        let loader = TileLoader(store, size: size)
        var range = 0..<size
        var hashes: [Hash] = []
        while range.upperBound - range.lowerBound > 1 {
            let middle = range.lowerBound + TreeShape.split(range.upperBound - range.lowerBound)
            let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
            hashes.append(try hash(of: index < middle ? right : left, in: loader))
            range = index < middle ? left : right
        }
        return InclusionProof(index: index, size: size, hashes: hashes.reversed())
    }

    /// Evidence that the tree of `from` entries is the beginning of that of `to` entries (RFC 6962 §2.1.2). Logarithmic.
    ///
    /// Throws `outOfRange` unless 1 <= from <= to.
    package func consistencyProof(from: Int64, to: Int64) throws(LogError) -> ConsistencyProof {
        guard from > 0, from <= to else { throw LogError(.outOfRange, "expected sizes with 1 <= from <= to, got \(from) and \(to)") }
        let loader = TileLoader(store, size: to)
        var range = 0..<to
        var hashes: [Hash] = []
        while range.upperBound != from {
            let middle = range.lowerBound + TreeShape.split(range.upperBound - range.lowerBound)
            let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
            hashes.append(try hash(of: from <= middle ? right : left, in: loader))
            range = from <= middle ? left : right
        }
        // The verifier has the old root: it is sent along only where it is not the whole old tree.
        if range.lowerBound != 0 { hashes.append(try hash(of: range, in: loader)) }
        return ConsistencyProof(from: from, to: to, hashes: hashes.reversed())
    }

    /// The hash over a range that RFC 6962 splits the tree into.
    private func hash(of range: Range<Int64>, in loader: TileLoader) throws(LogError) -> Hash {
        var rest = range
        var parts: [Hash] = []
        while !rest.isEmpty {
            let count = rest.upperBound - rest.lowerBound
            let row = Int64.bitWidth - 1 - count.leadingZeroBitCount
            parts.append(try node(row: row, index: rest.lowerBound >> Int64(row), in: loader))
            rest = (rest.lowerBound + 1 << Int64(row))..<rest.upperBound
        }
        guard var hash = parts.popLast() else { return MerkleHash.empty }
        while let left = parts.popLast() { hash = MerkleHash.node(left, hash) }
        return hash
    }

    /// The root of the perfect subtree of 2^row leaves that starts at `index · 2^row`.
    private func node(row: Int, index: Int64, in loader: TileLoader) throws(LogError) -> Hash {
        let (level, rowInTile) = (row / 8, row % 8)
        let perTile = Int64(TilePath.fullWidth >> rowInTile)
        return try cache.node(loader, level: level, tile: index / perTile, row: rowInTile, index: Int(index % perTile))
    }

    private func publishedSize() throws(LogError) -> Int64 {
        guard let note = try checkpointNote() else { throw LogError(.missing, "there is no checkpoint yet", path: checkpointPath) }
        return try Checkpoint(text: try SignedNote(parsing: note).text).size
    }

    private static func check(index: Int64, size: Int64) throws(LogError) {
        guard index >= 0, index < size else {
            throw LogError(.outOfRange, "expected an index from 0 to below the size \(size), got \(index)")
        }
    }
}
