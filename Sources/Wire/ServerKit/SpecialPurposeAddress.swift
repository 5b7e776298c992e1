/// Addresses that a delivery to the internet must never reach (IANA special-purpose registries, RFC 6890): loopback, private networks,
/// link-local with the metadata services of clouds, multicast, documentation, and IPv6 forms that embed an IPv4 address.
package enum SpecialPurposeAddress {
    /// First bytes and the number of their bits that count.
    private static let blocksOfIPv4: [([UInt8], Int)] = [
        ([0, 0, 0, 0], 8), ([10, 0, 0, 0], 8), ([100, 64, 0, 0], 10), ([127, 0, 0, 0], 8), ([169, 254, 0, 0], 16),
        ([172, 16, 0, 0], 12), ([192, 0, 0, 0], 24), ([192, 0, 2, 0], 24), ([192, 88, 99, 0], 24), ([192, 168, 0, 0], 16),
        ([198, 18, 0, 0], 15), ([198, 51, 100, 0], 24), ([203, 0, 113, 0], 24), ([224, 0, 0, 0], 4), ([240, 0, 0, 0], 4),
    ]
    private static let blocksOfIPv6: [([UInt8], Int)] = [
        ([0], 8), ([0x01, 0x00, 0, 0, 0, 0, 0, 0], 64), ([0x00, 0x64, 0xFF, 0x9B], 32), ([0x20, 0x01, 0x00], 23),
        ([0x20, 0x01, 0x0D, 0xB8], 32),
        ([0x20, 0x02], 16), ([0x3F, 0xFF, 0x00], 20), ([0x5F, 0x00], 16), ([0xFC], 7), ([0xFE, 0x80], 10), ([0xFE, 0xC0], 10), ([0xFF], 8),
    ]

    /// Whether an address is one of these.
    package static func contains(_ address: IPAddress) -> Bool {
        let blocks = address.isV4 ? blocksOfIPv4 : blocksOfIPv6
        return blocks.contains { matches(address.bytes, $0.0, bits: $0.1) }
    }

    /// 127.0.0.0/8 and ::1.
    package static func isLoopback(_ address: IPAddress) -> Bool {
        address.isV4 ? address.bytes[0] == 127 : address.bytes == Array(repeating: 0, count: 15) + [1]
    }

    private static func matches(_ bytes: [UInt8], _ prefix: [UInt8], bits: Int) -> Bool {
        for (index, expected) in prefix.enumerated() {
            let kept = min(8, max(0, bits - index * 8))
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> kept)
            guard bytes[index] & mask == expected & mask else { return false }
        }
        return true
    }
}
