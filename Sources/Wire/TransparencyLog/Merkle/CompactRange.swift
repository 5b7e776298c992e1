/// The fewest hashes from which the root of a growing tree follows: one per bit set in its size.
package struct CompactRange: Sendable {
    /// How many leaves were appended.
    package private(set) var size: Int64 = 0
    /// Roots of the perfect subtrees that cover the leaves, largest first.
    private(set) var peaks: [Hash] = []

    /// No leaves.
    package init() {}

    /// Appends one leaf. Amortized constant.
    package mutating func append(_ leaf: Hash) {
        append(subtree: leaf, level: 0)
    }

    /// Appends the root of a perfect tree of 2^level leaves; the size so far must be a multiple of that.
    mutating func append(subtree root: Hash, level: Int) {
        let width = Int64(1) << Int64(level)
        precondition(size % width == 0, "a subtree of \(width) leaves cannot follow \(size) leaves")
        var hash = root
        var rest = size >> Int64(level)
        while rest & 1 == 1 {
            hash = MerkleHash.node(peaks.removeLast(), hash)
            rest >>= 1
        }
        peaks.append(hash)
        size += width
    }

    /// The root; that of the empty tree when nothing was appended.
    package var root: Hash {
        guard var hash = peaks.last else { return MerkleHash.empty }
        for peak in peaks.dropLast().reversed() { hash = MerkleHash.node(peak, hash) }
        return hash
    }
}
