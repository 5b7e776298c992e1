/// A range of entries that has a hash of its own in the Merkle Tree Certificates draft (draft-ietf-plants-merkle-tree-certs §4.1).
///
/// The start is a multiple of the smallest power of two that is no less than the number of entries; an empty range starts anywhere.
package struct Subtree: Sendable, Hashable {
    /// The first entry, 0-based.
    package let start: Int64
    /// One past the last entry.
    package let end: Int64

    /// Throws `outOfRange` when the range is no subtree.
    package init(start: Int64, end: Int64) throws(LogError) {
        guard start >= 0, start <= end else {
            throw LogError(.outOfRange, "expected a range with 0 <= start <= end, got \(start) and \(end)")
        }
        let count = end - start
        if count > 1 {
            // The smallest power of two that is no less than the count: Int64 holds 2^62 at most.
            let shift = Int64(Int64.bitWidth - (count - 1).leadingZeroBitCount)
            guard shift < 63, start & ((1 << shift) - 1) == 0 else {
                throw LogError(.outOfRange, "entries \(start)..<\(end) do not start at a multiple of their power of two")
            }
        }
        self.start = start
        self.end = end
    }

    /// How many entries the range has.
    package var count: Int64 { end - start }
}

/// Evidence that an entry is within a subtree.
package struct SubtreeInclusionProof: Sendable, Hashable {
    /// The entry's position in the whole log.
    package let index: Int64
    package let start: Int64
    package let end: Int64
    package let hashes: [Hash]

    package init(index: Int64, start: Int64, end: Int64, hashes: [Hash]) {
        self.index = index
        self.start = start
        self.end = end
        self.hashes = hashes
    }

    /// Returns when the proof leads from the leaf hash to exactly this subtree hash.
    package func verify(leaf: Hash, subtree hash: Hash) throws(LogError) {
        let range = try Subtree(start: start, end: end)
        guard index >= start, index < end else {
            throw LogError(.outOfRange, "entry \(index) is not within \(start)..<\(end)")
        }
        try InclusionProof(index: index - start, size: range.count, hashes: hashes).verify(leaf: leaf, root: hash)
    }
}
