import Crypto

/// The hashes of RFC 6962 §2.1: leaves and nodes are told apart by their first byte, so none can pass for the other.
package enum MerkleHash {
    /// The root of the tree without entries: SHA-256 of nothing.
    package static let empty = Hash(SHA256().finalize())

    /// SHA-256(`00` ‖ entry).
    package static func leaf(_ entry: some Collection<UInt8>) -> Hash {
        var state = SHA256()
        update(&state, prefix: 0)
        if entry.withContiguousStorageIfAvailable({ state.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
            Array(entry).withUnsafeBytes { state.update(bufferPointer: $0) }
        }
        return Hash(state.finalize())
    }

    /// SHA-256(`01` ‖ left ‖ right).
    package static func node(_ left: Hash, _ right: Hash) -> Hash {
        // One piece instead of three: what a call costs beside the hashing counts here, trees have millions of nodes.
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * Hash.byteCount, alignment: 1) { block in
            block[0] = 1
            left.withBytes { UnsafeMutableRawBufferPointer(rebasing: block[1...]).copyMemory(from: $0) }
            right.withBytes { UnsafeMutableRawBufferPointer(rebasing: block[(1 + Hash.byteCount)...]).copyMemory(from: $0) }
            var state = SHA256()
            state.update(bufferPointer: UnsafeRawBufferPointer(block))
            return Hash(state.finalize())
        }
    }

    /// The root over leaf hashes in order, split at the largest power of two below their number. Linear in that number.
    package static func root(of leaves: some Sequence<Hash>) -> Hash {
        var range = CompactRange()
        for leaf in leaves { range.append(leaf) }
        return range.root
    }

    private static func update(_ state: inout SHA256, prefix: UInt8) {
        withUnsafeBytes(of: prefix) { state.update(bufferPointer: $0) }
    }
}
