/// Time-ordered identifiers (RFC 9562 §5.7, UUID version 7) whose random part comes from the seeded generator.
///
/// `leg` fills `rand_a`: the rows of one round share time and random part and differ in their leg. The same text is made in
/// SQL by `Identifier.expression`, which spares Swift the formatting of a million rows.
enum Identifier {
    /// The legs of a round; 0 is the round itself.
    enum Leg {
        static let round = 0
        static let stake = 1
        static let win = 2
        static let jackpot = 3
        static let refund = 4
        static let other = 16
    }

    /// - Parameters:
    ///   - milliseconds: since 1970, 48 bits.
    ///   - leg: 0–4095.
    static func text(at milliseconds: Int64, leg: Int = 0, random: Int64) -> String {
        let bits = UInt64(bitPattern: random)
        return hex(UInt64(milliseconds >> 16), 8) + "-" + hex(UInt64(milliseconds & 0xffff), 4) + "-7" + hex(UInt64(leg), 3) + "-"
            + hex((bits >> 48) & 0x3fff | 0x8000, 4) + "-" + hex(bits & 0xffff_ffff_ffff, 12)
    }

    /// The SQL that makes the same text from columns holding the milliseconds and the random part.
    static func expression(at column: String, leg: Int, random: String) -> String {
        """
        printf('%08x-%04x-7%03x-%04x-%012x', \(column) >> 16, \(column) & 65535, \(leg), \
        ((\(random) >> 48) & 16383) | 32768, \(random) & 281474976710655)
        """
    }

    private static func hex(_ value: UInt64, _ width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
