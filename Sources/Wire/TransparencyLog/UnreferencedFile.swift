/// Files below `tile/` that the tree of the checkpoint does not need: superseded ones, ones ahead of it, and strangers.
enum UnreferencedFile {
    /// What is wrong with the file, nil when it agrees with the files around it.
    static func issue(of path: String, in store: any TileStore, size: Int64) -> LogIssue? {
        do throws(LogError) {
            let tile = try TilePath(parsing: path)
            guard let bytes = try store.read(path) else { throw LogError(.missing, "the file went away during the audit") }
            let level = if case .hashes(let level) = tile.kind { level } else { 0 }
            let own: [[UInt8]]
            if tile.kind == .entries {
                own = try TileLoader.decodeEntries(bytes, path: tile)
            } else {
                own = try TileLoader.decode(bytes, path: tile).map(\.bytes)
            }
            try compare(own, with: try neighbours(of: tile, level: level, in: store, size: size))
            return nil
        } catch {
            return LogIssue(error, path: path)
        }
    }

    private static func compare(_ own: [[UInt8]], with others: [(path: TilePath, parts: [[UInt8]])]) throws(LogError) {
        for other in others {
            if let place = zip(own, other.parts).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset {
                throw LogError(.inconsistent, "part \(place) is not the one in \(other.path)")
            }
        }
    }

    /// What the file must begin like: the same tile as the tree has it, and, ahead of the tree, what its level below leads to.
    private static func neighbours(
        of tile: TilePath, level: Int, in store: any TileStore, size: Int64
    ) throws(LogError) -> [(path: TilePath, parts: [[UInt8]])] {
        var found: [(path: TilePath, parts: [[UInt8]])] = []
        let loader = TileLoader(store, size: size)
        let known = loader.shape.width(level: level, index: tile.index)
        // A neighbour that cannot be read has an issue of its own.
        if known > 0 {
            if tile.kind == .entries {
                if let other = try? loader.entries(index: tile.index) { found.append((other.path, other.entries)) }
            } else if let other = try? loader.hashes(level: level, index: tile.index) {
                found.append((other.path, other.hashes.map(\.bytes)))
            }
        }
        guard known < tile.width else { return found }
        guard tile.index < Int64.max >> 8 else { throw LogError(.outOfRange, "no tree is large enough for this file") }
        guard case .hashes = tile.kind else { return found }
        let ahead = TileLoader(store, size: tileReach(tile, level: level))
        // Bundles are written before their tiles and lower tiles before higher ones: a tile ahead stands on something.
        if level == 0 {
            guard let other = try? ahead.entries(index: tile.index) else {
                throw LogError(.inconsistent, "there is no bundle for this tile")
            }
            found.append((other.path, other.entries.map { MerkleHash.leaf($0).bytes }))
        } else {
            var derived: [[UInt8]] = []
            let first = tile.index << 8
            for child in first..<(first + Int64(tile.width)) {
                guard let below = try? ahead.hashes(level: level - 1, index: child) else {
                    throw LogError(.inconsistent, "there is no tile \(child) below this one")
                }
                derived.append(MerkleHash.root(of: below.hashes).bytes)
            }
            found.append((TilePath(.hashes(level: level - 1), index: first), derived))
        }
        return found
    }

    /// The least number of entries of a tree that has this tile.
    private static func tileReach(_ tile: TilePath, level: Int) -> Int64 {
        let count = tile.index << 8 + Int64(tile.width)
        let (size, overflowed) = count.multipliedReportingOverflow(by: level * 8 < 62 ? 1 << Int64(level * 8) : Int64.max)
        return overflowed ? Int64.max : size
    }
}
