import Synchronization

/// Tiles with the inner nodes between their hashes, so that a proof is a matter of looking up. Files never change: no entry goes stale.
final class TileCache: Sendable {
    /// How many tiles are kept: 16 KiB each, 8 MiB in all.
    static let capacity = 512

    private struct Contents {
        var trees: [TilePath: TileTree] = [:]
        var order: [TilePath] = []
        var oldest = 0
    }

    private let contents = Mutex(Contents())

    /// The tree over a tile's hashes, loaded when it is not kept.
    func tree(_ loader: TileLoader, level: Int, index: Int64) throws(LogError) -> TileTree {
        let path = TilePath(.hashes(level: level), index: index, width: loader.shape.width(level: level, index: index))
        if let kept = contents.withLock({ $0.trees[path] }) { return kept }
        let tree = TileTree(try loader.hashes(level: level, index: index).hashes)
        contents.withLock { contents in
            guard contents.trees.updateValue(tree, forKey: path) == nil else { return }
            if contents.order.count < Self.capacity {
                contents.order.append(path)
            } else {
                contents.trees[contents.order[contents.oldest]] = nil
                contents.order[contents.oldest] = path
                contents.oldest = (contents.oldest + 1) % Self.capacity
            }
        }
        return tree
    }
}

/// The perfect subtrees over the hashes of one tile.
struct TileTree: Sendable {
    /// `rows[r][i]` is the root over the hashes `i · 2^r` to `(i + 1) · 2^r - 1`.
    let rows: [[Hash]]

    init(_ hashes: [Hash]) {
        var rows = [hashes]
        while let last = rows.last, last.count > 1 {
            rows.append(stride(from: 0, to: last.count - 1, by: 2).map { MerkleHash.node(last[$0], last[$0 + 1]) })
        }
        self.rows = rows
    }
}
