import Testing

@testable import ServerKit

/// The PROXY header by itself, both versions.
@Suite struct ProxyHeaderTests {
    private static let signature: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]
    private static let v4: [UInt8] = [203, 0, 113, 9, 192, 0, 2, 1, 0xDC, 0x04, 0x01, 0xBB]

    private static func version2(_ command: UInt8 = 0x21, _ family: UInt8 = 0x11, _ rest: [UInt8] = v4) -> [UInt8] {
        signature + [command, family, UInt8(rest.count >> 8), UInt8(rest.count & 0xFF)] + rest
    }

    private func source(_ bytes: [UInt8]) -> String? {
        guard case .header(let header) = ProxyHeader.read(bytes) else { return nil }
        return header.source?.description ?? "own"
    }

    private func isRefused(_ bytes: [UInt8]) -> Bool {
        if case .refused = ProxyHeader.read(bytes) { true } else { false }
    }

    @Test(arguments: [
        ("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255"),
        ("PROXY TCP4 203.0.113.9 192.0.2.1 56324 443\r\n", "203.0.113.9"),
        ("PROXY TCP6 2001:db8::9 2001:db8::1 0 443\r\n", "2001:db8::9"),
        ("PROXY UNKNOWN\r\n", "own"), ("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", "own"),
    ])
    func `version 1 names the source, and every beginning of it is incomplete`(_ text: String, _ expected: String) {
        let bytes = Array(text.utf8)
        #expect(source(bytes) == expected)
        #expect(ProxyHeader.read(bytes + Array("GET".utf8)) == ProxyHeader.read(bytes), "what follows is not the header's")
        for count in 0..<bytes.count { #expect(ProxyHeader.read(Array(bytes[..<count])) == .incomplete, "\(count)") }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\n", "PROXY\tTCP4 1.2.3.4 1.2.3.4 1 2\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n",
        "PROXY  TCP4 1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 01 2\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 -1 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4  2\r\n", "PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n", "PROXY TCP4 ::1 ::1 1 2\r\n",
        "PROXY TCP4 1.2.3.4 ::1 1 2\r\n",
        "PROXY UDP4 1.2.3.4 1.2.3.4 1 2\r\n", "PROXY TCP4 1.2.3.400 1.2.3.4 1 2\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 3\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 " + String(repeating: "x", count: 90),
    ])
    func `a line that is not as described is refused`(_ text: String) { #expect(isRefused(Array(text.utf8))) }

    @Test func `version 2 names the source, and every beginning of it is incomplete`() {
        let v6: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + Array(repeating: 0, count: 11) + [9] + Array(repeating: 1, count: 16) + [1, 2, 3, 4]
        for (bytes, expected) in [
            (Self.version2(), "203.0.113.9"), (Self.version2(0x21, 0x21, v6), "2001:db8::9"), (Self.version2(0x20, 0x00, []), "own"),
            (Self.version2(0x20, 0x11), "own"), (Self.version2(0x21, 0x00, [1, 2, 3]), "own"),
            (Self.version2(0x21, 0x11, Self.v4 + [0xEA, 0, 2, 7, 7]), "203.0.113.9"),
        ] {
            #expect(source(bytes) == expected)
            #expect(ProxyHeader.read(bytes + [0x16, 0x03]) == ProxyHeader.read(bytes))
            for count in 0..<bytes.count { #expect(ProxyHeader.read(Array(bytes[..<count])) == .incomplete, "\(count)") }
        }
    }

    @Test func `version 2 that is not as described is refused`() {
        #expect(isRefused(Self.version2(0x11)), "a version that is not known")
        #expect(isRefused(Self.version2(0x22)), "a command that is not known")
        for family: UInt8 in [0x12, 0x22, 0x31, 0x13, 0x41] {
            #expect(isRefused(Self.version2(0x21, family, Array(repeating: 0, count: 216))), "\(family)")
        }
        #expect(isRefused(Self.version2(0x21, 0x11, Array(Self.v4.dropLast()))), "too short for its addresses")
        #expect(isRefused(Self.version2(0x21, 0x21)), "too short for its addresses")
        #expect(isRefused(Self.version2(0x21, 0x11, Self.v4 + [0xEA, 0])), "an addition that is cut off")
        #expect(isRefused(Self.version2(0x21, 0x11, Self.v4 + [0xEA, 0, 3, 7, 7])), "an addition that is cut off")
        #expect(isRefused(Self.version2(0x21, 0x11, Self.v4 + Array(repeating: 0, count: ProxyHeader.maximumBytes))), "too long")
        #expect(isRefused([0x0D, 0x0A, 0x0D, 0x0B]), "another signature")
    }

    @Test func `a header that is damaged at any place never counts more bytes than are there`() {
        for original in [Self.version2(), Array("PROXY TCP4 203.0.113.9 192.0.2.1 56324 443\r\n".utf8)] {
            for (index, value) in original.indices.flatMap({ index in (UInt8.min...UInt8.max).map { (index, $0) } }) {
                var damaged = original
                damaged[index] = value
                guard case .header(let header) = ProxyHeader.read(damaged) else { continue }
                #expect(header.byteCount <= damaged.count && header.byteCount > 0)
            }
        }
    }

    @Test func `a checksum in version 2 must be right`() {
        // The check value of CRC-32C that catalogues give.
        #expect(ProxyHeader.crc32c(Array("123456789".utf8)) == 0xE306_9283)
        var bytes = Self.version2(0x21, 0x11, Self.v4 + [0x03, 0, 4, 0, 0, 0, 0])
        #expect(isRefused(bytes))
        let sum = ProxyHeader.crc32c(bytes)
        bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: (0..<4).map { UInt8(truncatingIfNeeded: sum >> (24 - 8 * $0)) })
        #expect(source(bytes) == "203.0.113.9")
        bytes[16] ^= 1
        #expect(isRefused(bytes))
    }
}
