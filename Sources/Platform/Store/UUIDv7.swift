package import Documents

/// Identifiers that sort by the time they were made (RFC 9562 §5.7).
package enum UUIDv7 {
    /// The lower-case text of an identifier with 48 bits of time and 74 bits of chance.
    package static func text(at time: Timestamp, using generator: inout some RandomNumberGenerator) -> String {
        let high = generator.next()
        let low = generator.next()
        let clock = UInt64(clamping: time.milliseconds) & 0xFFFF_FFFF_FFFF
        let first = clock << 16 | 0x7000 | high & 0x0FFF
        let second = 0x8000_0000_0000_0000 | low & 0x3FFF_FFFF_FFFF_FFFF
        let digits = hex(first) + hex(second)
        let cuts = [0, 8, 12, 16, 20, 32]
        return zip(cuts, cuts.dropFirst()).map { String(digits.dropFirst($0).prefix($1 - $0)) }.joined(separator: "-")
    }

    /// A fresh identifier from the system's random source: for the edge of the program; logic takes a closure of this shape.
    package static func make(at time: Timestamp) -> String {
        var generator = SystemRandomNumberGenerator()
        return text(at: time, using: &generator)
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
