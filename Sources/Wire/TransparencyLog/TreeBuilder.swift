/// Turns entries into bundles and tiles, and tells the root; signing and publishing it is the caller's.
///
/// Every file is a function of the entries alone: integrating the same entries again, in the same or other batches, writes the same bytes,
/// so a caller that crashed begins again at the last size it recorded. The builder holds the right edge only: at most 256 hashes a level
/// and one bundle.
package struct TreeBuilder: Sendable {
    /// How many entries were integrated.
    package private(set) var size: Int64 = 0
    /// The hashes of the rightmost tile of each level, fewer than 256 each.
    private var edge: [[Hash]] = []
    /// The entries of the rightmost bundle, as many as `edge[0]` has hashes.
    private var bundle: [[UInt8]] = []

    /// The empty tree.
    package init() {}

    /// The tree of `size` entries that was integrated into the store before.
    ///
    /// Throws `missing` when a file of its right edge is not there, `inconsistent` when bundle and tile contradict one another.
    /// Compare `root` with the one recorded before going on.
    package init(resuming store: any TileStore, size: Int64) throws(LogError) {
        guard size >= 0 else { throw LogError(.outOfRange, "a tree's size is not negative, got \(size)") }
        self.size = size
        let loader = TileLoader(store, size: size)
        for level in 0..<loader.shape.levels {
            let index = loader.shape.count(level: level) / Int64(TilePath.fullWidth)
            let isEmpty = loader.shape.width(level: level, index: index) == 0
            edge.append(isEmpty ? [] : try loader.hashes(level: level, index: index).hashes)
        }
        guard let leaves = edge.first, !leaves.isEmpty else { return }
        let (path, entries) = try loader.entries(index: size / Int64(TilePath.fullWidth))
        guard entries.map({ MerkleHash.leaf($0) }) == leaves else {
            throw LogError(.inconsistent, "the bundle's entries are not those of its tile", path: path.description)
        }
        bundle = entries
    }

    /// The root of the entries integrated so far.
    package var root: Hash {
        var range = CompactRange()
        for (level, hashes) in edge.enumerated().reversed() {
            for hash in hashes { range.append(subtree: hash, level: level * 8) }
        }
        return range.root
    }

    /// Writes the bundles and tiles that these entries make or extend, and returns the new root.
    ///
    /// `index` is the first entry's position. Entries below `size` must equal those already there and change nothing. Bundles are written
    /// before tiles and lower tiles before higher ones. When it throws, the builder is as before and the call may be repeated.
    /// Throws `outOfRange` for a gap, `conflict` for other entries than before, `tooLarge` for an entry over 65,535 bytes, `storage`.
    @discardableResult
    package mutating func integrate(_ entries: [[UInt8]], at index: Int64, into store: any TileStore) throws(LogError) -> Hash {
        guard index >= 0, index <= size else {
            throw LogError(.outOfRange, "expected the next entry to be \(size) or one already there, got \(index)")
        }
        if let large = entries.firstIndex(where: { $0.count > EntryBundle.maximumEntryBytes }) {
            let count = entries[large].count
            throw LogError(.tooLarge, "entry \(index + Int64(large)) has \(count) bytes, expected at most \(EntryBundle.maximumEntryBytes)")
        }
        let present = Int(min(size - index, Int64(entries.count)))
        try compare(entries.prefix(present), at: index, with: store)
        guard present < entries.count else { return root }
        var grown = self
        for entry in entries.dropFirst(present) { try grown.append(entry, into: store) }
        try grown.writeEdge(into: store, since: size)
        self = grown
        return root
    }

    /// Adds one entry; files that become full are written.
    private mutating func append(_ entry: [UInt8], into store: any TileStore) throws(LogError) {
        let position = size
        bundle.append(entry)
        size += 1
        var carried = MerkleHash.leaf(entry)
        var level = 0
        while true {
            if level == edge.count { edge.append([]) }
            edge[level].append(carried)
            guard edge[level].count == TilePath.fullWidth else { return }
            let index = position >> Int64(8 * (level + 1))
            if level == 0 {
                try store.create(TilePath(.entries, index: index).description, try EntryBundle.encode(bundle))
                bundle = []
            }
            try store.create(TilePath(.hashes(level: level), index: index).description, edge[level].flatMap(\.bytes))
            carried = MerkleHash.root(of: edge[level])
            edge[level] = []
            level += 1
        }
    }

    /// Writes the partial files that differ from those of the tree of `older` entries.
    private func writeEdge(into store: any TileStore, since older: Int64) throws(LogError) {
        let shape = TreeShape(size: size)
        let before = TreeShape(size: older)
        for level in edge.indices where !edge[level].isEmpty && shape.count(level: level) != before.count(level: level) {
            let index = shape.count(level: level) / Int64(TilePath.fullWidth)
            let width = edge[level].count
            if level == 0 {
                try store.create(TilePath(.entries, index: index, width: width).description, try EntryBundle.encode(bundle))
            }
            try store.create(TilePath(.hashes(level: level), index: index, width: width).description, edge[level].flatMap(\.bytes))
        }
    }

    /// Throws `conflict` unless the store holds exactly these entries there.
    private func compare(_ entries: ArraySlice<[UInt8]>, at index: Int64, with store: any TileStore) throws(LogError) {
        let loader = TileLoader(store, size: size)
        var loaded: (path: TilePath, entries: [[UInt8]])?
        for (offset, entry) in entries.enumerated() {
            let position = index + Int64(offset)
            let number = position / Int64(TilePath.fullWidth)
            if loaded?.path.index != number { loaded = try loader.entries(index: number) }
            guard let found = loaded, found.entries[Int(position % Int64(TilePath.fullWidth))] == entry else {
                throw LogError(.conflict, "entry \(position) is already there with other bytes", path: loaded?.path.description)
            }
        }
    }
}
