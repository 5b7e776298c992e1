/// Derives a tree from its bundles and holds every tile against it, group by group of 256.
///
/// Where a bundle and its tile differ, the hash above them tells which of the two is damaged: the one that does not lead to it.
struct TreeDerivation {
    private let loader: TileLoader
    private let expectedRoot: Hash?
    /// Files that were read.
    private(set) var examined: Set<String> = []
    /// False when hashes were lacking, so that `root` says nothing.
    private(set) var isComplete = true
    /// The derived hashes of the rightmost tile of each level.
    private var edge: [[Hash]] = []
    private var range = CompactRange()
    /// Issues that were not handed over yet, and how many there were in all.
    private var found: [LogIssue] = []
    private var reported = 0

    init(_ loader: TileLoader, root: Hash?) {
        self.loader = loader
        expectedRoot = root
    }

    /// The root that the entries lead to.
    var root: Hash { range.root }

    /// Stops when `limit` issues were reported.
    mutating func run(limit: Int, progress: (_ done: Int64, _ total: Int64) -> Void, report: (LogIssue) -> Void) {
        let width = Int64(TilePath.fullWidth)
        let groups = loader.shape.size / width + (loader.shape.size % width == 0 ? 0 : 1)
        for group in 0..<groups {
            defer { progress(min(loader.shape.size, (group + 1) * width), loader.shape.size) }
            guard let leaves = leaves(of: group) else {
                // Without these hashes nothing above can be derived; the rest below still can.
                isComplete = false
                if flush(limit, report) { return }
                continue
            }
            if isComplete { append(leaves) }
            if flush(limit, report) { return }
        }
        if isComplete {
            for level in edge.indices where level > 0 && !edge[level].isEmpty {
                compare(edge[level], level: level, index: loader.shape.count(level: level) / width)
            }
        }
        _ = flush(limit, report)
    }

    /// Hands over what was found; true when the limit is reached.
    private mutating func flush(_ limit: Int, _ report: (LogIssue) -> Void) -> Bool {
        reported += found.count
        for issue in found.prefix(max(0, limit - (reported - found.count))) { report(issue) }
        found = []
        return reported >= limit
    }

    // MARK: Leaves

    /// The leaf hashes of one group that are most likely right; nil when neither bundle nor tile can be read.
    private mutating func leaves(of group: Int64) -> [Hash]? {
        let bundle = read(.entries, group) { loader throws(LogError) in
            try loader.leaves(index: group)
        }
        let tile = read(.hashes(level: 0), group) { loader throws(LogError) in try loader.hashes(level: 0, index: group) }
        guard let bundle, let tile else { return bundle?.hashes ?? tile?.hashes }
        if bundle.hashes == tile.hashes { return bundle.hashes }
        let place = zip(bundle.hashes, tile.hashes).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0
        let entry = group * Int64(TilePath.fullWidth) + Int64(place)
        let verdict = judge(group, bundle: bundle.hashes, tile: tile.hashes)
        if verdict != .bundleIsRight {
            found.append(LogIssue(.inconsistent, path: bundle.path.description, "entry \(entry) does not have the hash that its tile has"))
        }
        if verdict != .tileIsRight {
            found.append(LogIssue(.inconsistent, path: tile.path.description, "hash \(place) is not that of entry \(entry)"))
        }
        return verdict == .tileIsRight ? tile.hashes : bundle.hashes
    }

    private enum Dispute {
        case bundleIsRight
        case tileIsRight
        case open
    }

    /// Which of the two leads to the hash above: that in the tile of level 1, or for the last group the checkpoint's root.
    private func judge(_ group: Int64, bundle: [Hash], tile: [Hash]) -> Dispute {
        let width = Int64(TilePath.fullWidth)
        var above: Hash?
        var candidates: (bundle: Hash, tile: Hash)
        if bundle.count == TilePath.fullWidth {
            candidates = (MerkleHash.root(of: bundle), MerkleHash.root(of: tile))
            above = (try? loader.hashes(level: 1, index: group / width))?.hashes[Int(group % width)]
        } else {
            guard isComplete else { return .open }
            candidates = (rootAfter(bundle), rootAfter(tile))
            above = expectedRoot
        }
        if candidates.bundle == above { return .bundleIsRight }
        if candidates.tile == above { return .tileIsRight }
        return .open
    }

    private func rootAfter(_ leaves: [Hash]) -> Hash {
        var range = range
        for leaf in leaves { range.append(leaf) }
        return range.root
    }

    private mutating func read(
        _ kind: TilePath.Kind, _ index: Int64, _ load: (TileLoader) throws(LogError) -> (path: TilePath, hashes: [Hash])
    ) -> (path: TilePath, hashes: [Hash])? {
        let level = if case .hashes(let level) = kind { level } else { 0 }
        let path = TilePath(kind, index: index, width: loader.shape.width(level: level, index: index))
        do throws(LogError) {
            let loaded = try load(loader)
            examined.insert(loaded.path.description)
            return loaded
        } catch {
            let issue = LogIssue(error, path: path.description)
            examined.insert(issue.path)
            found.append(issue)
            return nil
        }
    }

    // MARK: Inner levels

    private mutating func append(_ leaves: [Hash]) {
        guard leaves.count == TilePath.fullWidth else {
            for leaf in leaves { range.append(leaf) }
            return
        }
        // All groups before this one are full: its root takes its place as a whole, and no node is hashed twice.
        var carried = MerkleHash.root(of: leaves)
        range.append(subtree: carried, level: 8)
        var level = 1
        while true {
            while edge.count <= level { edge.append([]) }
            edge[level].append(carried)
            guard edge[level].count == TilePath.fullWidth else { return }
            compare(edge[level], level: level, index: (range.size >> Int64(8 * (level + 1))) - 1)
            carried = MerkleHash.root(of: edge[level])
            edge[level] = []
            level += 1
        }
    }

    private mutating func compare(_ derived: [Hash], level: Int, index: Int64) {
        guard
            let tile = read(
                .hashes(level: level), index, { loader throws(LogError) in try loader.hashes(level: level, index: index) })
        else { return }
        if let place = zip(derived, tile.hashes).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset {
            let path = tile.path.description
            found.append(LogIssue(.inconsistent, path: path, "hash \(place) is not that of tile \(Int64(place) + index * 256) below"))
        }
    }
}
