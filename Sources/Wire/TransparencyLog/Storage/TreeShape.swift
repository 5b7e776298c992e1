/// Which tiles a tree of a given size has (c2sp.org/tlog-tiles).
package struct TreeShape: Sendable {
    /// The number of entries, not negative.
    let size: Int64

    /// `size` is not negative.
    package init(size: Int64) {
        precondition(size >= 0, "a tree's size is not negative, got \(size)")
        self.size = size
    }

    /// Every tile and bundle of the tree, the level of the leaves first; about one for each 128 entries.
    package var files: some Sequence<TilePath> {
        let stretches = [(TilePath.Kind.entries, 0)] + (0..<levels).map { (.hashes(level: $0), $0) }
        return stretches.lazy.flatMap { stretch($0.0, level: $0.1) }
    }

    /// The partial files of the tree, the bundle first; none for an empty tree.
    package var edge: [TilePath] {
        let stretches = [(TilePath.Kind.entries, 0)] + (0..<levels).map { (.hashes(level: $0), $0) }
        return stretches.compactMap { kind, level in
            let index = count(level: level) / Int64(TilePath.fullWidth)
            let width = width(level: level, index: index)
            return width == 0 ? nil : TilePath(kind, index: index, width: width)
        }
    }

    private func stretch(_ kind: TilePath.Kind, level: Int) -> some Sequence<TilePath> {
        let width = Int64(TilePath.fullWidth)
        let tiles = count(level: level) / width + (count(level: level) % width == 0 ? 0 : 1)
        return (0..<tiles).lazy.map { TilePath(kind, index: $0, width: self.width(level: level, index: $0)) }
    }

    /// How many hashes there are on a tile level: one per full tile of the level below.
    func count(level: Int) -> Int64 {
        level * 8 >= Int64.bitWidth - 1 ? 0 : size >> Int64(level * 8)
    }

    /// How many tile levels have hashes; 0 for the empty tree.
    var levels: Int {
        var levels = 0
        while count(level: levels) > 0 { levels += 1 }
        return levels
    }

    /// The width of a tile, 0 when the tree does not reach it.
    func width(level: Int, index: Int64) -> Int {
        let width = Int64(TilePath.fullWidth)
        let (full, rest) = count(level: level).quotientAndRemainder(dividingBy: width)
        return index < full ? TilePath.fullWidth : index == full ? Int(rest) : 0
    }

    /// The largest power of two below a number of entries that is at least 2: where RFC 6962 splits.
    static func split(_ count: Int64) -> Int64 {
        1 << Int64(Int64.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}
