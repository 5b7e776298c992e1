/// The hashes that lead from one entry to the root: evidence that the entry is in the log (RFC 9162 §2.1.3).
package struct InclusionProof: Sendable, Hashable {
    /// The entry's 0-based position.
    package let index: Int64
    /// How many entries the tree has; more than `index`.
    package let size: Int64
    /// Siblings from the leaf upwards.
    package let hashes: [Hash]

    package init(index: Int64, size: Int64, hashes: [Hash]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// Returns when the proof leads from the leaf hash to exactly this root.
    ///
    /// Throws `outOfRange` for an index outside the tree and `proofFailed` for everything else.
    /// The steps are those of RFC 9162 §2.1.3.2.
    package func verify(leaf: Hash, root: Hash) throws(LogError) {
        let reached = try self.root(leaf: leaf)
        guard reached == root else {
            throw LogError(.proofFailed, "entry \(index) leads to root \(reached.base64) at size \(size), expected \(root.base64)")
        }
    }

    /// The root that the proof leads to from a leaf hash.
    package func root(leaf: Hash) throws(LogError) -> Hash {
        guard index >= 0, index < size else {
            throw LogError(.outOfRange, "expected an index from 0 to below the size \(size), got \(index)")
        }
        var position = index
        var last = size - 1
        var hash = leaf
        for sibling in hashes {
            guard last != 0 else { throw tooLong }
            if position & 1 == 1 || position == last {
                hash = MerkleHash.node(sibling, hash)
                while position & 1 == 0, position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                hash = MerkleHash.node(hash, sibling)
            }
            position >>= 1
            last >>= 1
        }
        guard last == 0 else {
            throw LogError(.proofFailed, "a proof of \(hashes.count) hashes is too short for entry \(index) of \(size)")
        }
        return hash
    }

    private var tooLong: LogError {
        LogError(.proofFailed, "a proof of \(hashes.count) hashes is too long for entry \(index) of \(size)")
    }
}
