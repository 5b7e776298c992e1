/// A multiplier that sends each of some hashes to a place of its own.
struct PerfectTable {
    private(set) var multiplier: UInt32 = 1
    private(set) var shift: UInt32 = 31
    /// A power of two, at least 2.
    private(set) var size = 2

    /// Nil when two of the hashes are equal, or when none was found in a table of 64 places a name.
    init?(_ hashes: [UInt32]) {
        guard Set(hashes).count == hashes.count else { return nil }
        var bits: UInt32 = 1
        while 1 << bits < hashes.count { bits += 1 }
        let widest = bits + 6
        var state: UInt32 = 0x9E37_79B9
        while bits <= widest {
            size = 1 << bits
            shift = 32 - bits
            for _ in 0..<500 {
                state = state &* 1_664_525 &+ 1_013_904_223
                multiplier = state | 1
                if isPerfect(hashes) { return }
            }
            bits += 1
        }
        return nil
    }

    func position(of hash: UInt32) -> Int { Int((hash &* multiplier) >> shift) }

    private func isPerfect(_ hashes: [UInt32]) -> Bool {
        var taken = [Bool](repeating: false, count: size)
        for hash in hashes {
            let position = position(of: hash)
            if taken[position] { return false }
            taken[position] = true
        }
        return true
    }
}
