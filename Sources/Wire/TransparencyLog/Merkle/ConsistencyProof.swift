/// The hashes that show an older tree to be the beginning of a newer one: nothing was removed or altered (RFC 9162 §2.1.4).
package struct ConsistencyProof: Sendable, Hashable {
    /// The size of the older tree, at least 1: the empty tree is the beginning of every tree and proves nothing.
    package let from: Int64
    /// The size of the newer tree, at least `from`.
    package let to: Int64
    package let hashes: [Hash]

    package init(from: Int64, to: Int64, hashes: [Hash]) {
        self.from = from
        self.to = to
        self.hashes = hashes
    }

    /// Returns when the proof leads to exactly both roots.
    ///
    /// Throws `outOfRange` for sizes that no proof can relate and `proofFailed` for everything else.
    package func verify(from oldRoot: Hash, to newRoot: Hash) throws(LogError) {
        guard from > 0, from <= to else {
            throw LogError(.outOfRange, "expected sizes with 1 <= from <= to, got \(from) and \(to)")
        }
        try SubtreeConsistencyProof(start: 0, end: from, size: to, hashes: hashes).verify(subtree: oldRoot, root: newRoot)
    }
}
