/// Which tiles a tree of a given size has (c2sp.org/tlog-tiles).
struct TreeShape: Sendable {
    /// The number of entries, not negative.
    let size: Int64

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
