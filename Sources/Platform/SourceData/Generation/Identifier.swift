/// Time-ordered identifiers (RFC 9562 §5.7, UUID version 7) whose random part comes from the seeded generator.
///
/// `leg` fills `rand_a`: the rows of one round share time and random part and differ in their leg.
enum Identifier {
    /// Which row of a round an id belongs to.
    enum Leg: UInt64 {
        case round = 0
        case stake = 1
        case win = 2
        case jackpot = 3
        case refund = 4
        /// A row of its own, of no round.
        case other = 16
    }

    /// - Parameter milliseconds: since 1970, 48 bits.
    static func text(at milliseconds: Int64, leg: Leg, random: Int64) -> String {
        let bits = UInt64(bitPattern: random)
        let high = UInt64(bitPattern: milliseconds) << 16 | 0x7000 | leg.rawValue
        let low = (bits >> 48 & 0x3fff | 0x8000) << 48 | bits & 0xffff_ffff_ffff
        return unsafe String(unsafeUninitializedCapacity: 36) { text in
            var place = 0
            for position in 0..<2 {
                let word = position == 0 ? high : low
                for shift in stride(from: 60, through: 0, by: -4) {
                    if place == 8 || place == 13 || place == 18 || place == 23 {
                        unsafe text[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    unsafe text[place] = Digest.digit(UInt8(truncatingIfNeeded: word >> UInt64(shift) & 15))
                    place += 1
                }
            }
            return place
        }
    }
}
