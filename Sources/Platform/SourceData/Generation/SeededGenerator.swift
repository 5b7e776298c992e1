/// A pseudo-random stream that is the same on every machine: xoshiro256** (Blackman and Vigna, 2018), seeded by SplitMix64.
///
/// Streams of one seed with different labels are independent, so that a change in how one part of the data is made leaves
/// the other parts as they were. Not for keys or tokens.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    init(seed: UInt64, stream label: String) {
        // FNV-1a: a fixed hash, unlike Swift's own.
        var state: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in label.utf8 { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        state ^= seed
        a = Self.splitMix(&state)
        b = Self.splitMix(&state)
        c = Self.splitMix(&state)
        d = Self.splitMix(&state)
    }

    /// Starts from a state, which must not be all zero: for the published test vector.
    init(state: (UInt64, UInt64, UInt64, UInt64)) {
        (a, b, c, d) = state
    }

    mutating func next() -> UInt64 {
        let product = b &* 5
        let result = ((product << 7) | (product >> 57)) &* 9
        let shifted = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = (d << 45) | (d >> 19)
        return result
    }

    /// A number from 0, inclusive, to `bound`, exclusive, by the high half of a product; the bias is below bound/2⁶⁴.
    mutating func below(_ bound: Int64) -> Int64 {
        Int64(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number from 0, inclusive, to 1, exclusive, of 53 random bits.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A standard normal deviate.
    mutating func normal() -> Double { Normal.quantile((Double(next() >> 12) + 0.5) * 0x1p-52) }

    /// Whether an event of that probability happens.
    mutating func happens(_ probability: Double) -> Bool { fraction() < probability }

    /// The position drawn from weights whose running sums are given, ascending.
    mutating func position(in runningSums: [Double]) -> Int {
        let wanted = fraction() * (runningSums.last ?? 0)
        return runningSums.firstIndex { wanted < $0 } ?? 0
    }

    private static func splitMix(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
