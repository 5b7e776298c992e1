/// Evidence that a subtree's hash belongs to a tree; with start 0 it is the consistency proof of RFC 9162 §2.1.4.
package struct SubtreeConsistencyProof: Sendable, Hashable {
    package let start: Int64
    package let end: Int64
    /// The size of the whole tree, at least `end`.
    package let size: Int64
    package let hashes: [Hash]

    package init(start: Int64, end: Int64, size: Int64, hashes: [Hash]) {
        self.start = start
        self.end = end
        self.size = size
        self.hashes = hashes
    }

    /// Returns when the proof leads to exactly both hashes (draft-ietf-plants-merkle-tree-certs §4.4.3).
    ///
    /// An empty subtree is consistent with every tree that reaches its start: it must have the empty hash and an empty proof.
    package func verify(subtree hash: Hash, root: Hash) throws(LogError) {
        let range = try Subtree(start: start, end: end)
        guard end <= size else { throw LogError(.outOfRange, "entries \(start)..<\(end) reach beyond the size \(size)") }
        guard range.count > 0 else {
            guard hash == MerkleHash.empty, hashes.isEmpty else { throw failure("an empty subtree has the empty hash and an empty proof") }
            return
        }
        var climb = Climb(first: start, last: end - 1, final: size - 1)
        climb.skipSharedPath()
        var rest = hashes[...]
        var old = hash
        if climb.first != climb.last {
            guard let seed = rest.popFirst() else { throw failure("the proof is empty") }
            old = seed
        }
        var new = old
        for sibling in rest {
            guard climb.final != 0 else { throw failure("a proof of \(hashes.count) hashes is too long") }
            if climb.last & 1 == 1 || climb.last == climb.final {
                if climb.first < climb.last { old = MerkleHash.node(sibling, old) }
                new = MerkleHash.node(sibling, new)
                climb.skipLeftEdges()
            } else {
                new = MerkleHash.node(new, sibling)
            }
            climb.up()
        }
        guard climb.final == 0 else { throw failure("a proof of \(hashes.count) hashes is too short") }
        guard old == hash else { throw failure("the proof leads to subtree hash \(old.base64), expected \(hash.base64)") }
        guard new == root else { throw failure("the proof leads to root \(new.base64), expected \(root.base64)") }
    }

    private func failure(_ reason: String) -> LogError {
        LogError(.proofFailed, "entries \(start)..<\(end) of \(size): \(reason)")
    }

    /// Positions of the subtree's first and last node and of the tree's last node, on one level.
    private struct Climb {
        var first: Int64
        var last: Int64
        var final: Int64

        mutating func up() {
            first >>= 1
            last >>= 1
            final >>= 1
        }

        /// Climbs to the topmost node that lies wholly within the subtree.
        mutating func skipSharedPath() {
            if last == final {
                while first != last { up() }
            } else {
                while first != last, last & 1 == 1 { up() }
            }
        }

        /// A node without a right sibling moves up unchanged until it is a right child.
        mutating func skipLeftEdges() {
            while last & 1 == 0, last != 0 { up() }
        }
    }
}
