/// What a balancer says of a connection before its first byte: whose it is. PROXY protocol, versions 1 and 2 (HAProxy, proxy-protocol.txt).
package struct ProxyHeader: Sendable, Hashable {
    /// What the first bytes of a connection are.
    package enum Reading: Sendable, Hashable {
        /// A header, perhaps; more bytes are needed.
        case incomplete
        case header(ProxyHeader)
        /// No header, or one that cannot be understood; the connection must end.
        case refused(reason: String)
    }

    /// Where the connection comes from; nil when it is the balancer's own, or when the balancer does not know.
    package let source: IPAddress?
    /// How many bytes the header has; what follows is the connection's.
    package let byteCount: Int

    /// The most that is read of version 2, whose additions the balancer chooses.
    package static let maximumBytes = 4096

    /// Reads the first bytes of a connection.
    package static func read(_ bytes: [UInt8]) -> Reading {
        if startsAlike(bytes, signature) { return bytes.count < 16 ? .incomplete : version2(bytes) }
        if startsAlike(bytes, keyword) { return version1(bytes) }
        return .refused(reason: "a connection from a listed proxy does not begin with a PROXY header")
    }

    // MARK: Version 1

    private static let keyword = Array("PROXY ".utf8)
    /// With its end (§2.1).
    private static let longestLine = 107

    private static func version1(_ bytes: [UInt8]) -> Reading {
        let head = bytes.prefix(longestLine)
        guard let end = zip(head, head.dropFirst()).enumerated().first(where: { $1.0 == 0x0D && $1.1 == 0x0A })?.offset else {
            return bytes.count < longestLine ? .incomplete : .refused(reason: "the PROXY line has no end within \(longestLine) bytes")
        }
        let words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
        if words.count >= 2, words[1] == "UNKNOWN" { return .header(ProxyHeader(source: nil, byteCount: end + 2)) }
        guard words.count == 6, let source = IPAddress(String(words[2])), let destination = IPAddress(String(words[3])),
            hasFamily(words[1], words[2]), hasFamily(words[1], words[3]), source.isV4 == destination.isV4, isPort(words[4]),
            isPort(words[5])
        else { return .refused(reason: "the PROXY line is not TCP4 or TCP6 with two addresses and two ports") }
        return .header(ProxyHeader(source: source, byteCount: end + 2))
    }

    private static func hasFamily(_ family: Substring, _ address: Substring) -> Bool {
        family == (address.contains(":") ? "TCP6" : "TCP4")
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } && (text == "0" || text.first != "0") && UInt16(text) != nil
    }

    // MARK: Version 2

    private static let signature: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]
    private static let fixedBytes = 16
    private static let checksum: UInt8 = 0x03

    private static func version2(_ bytes: [UInt8]) -> Reading {
        let (command, family) = (bytes[12], bytes[13])
        guard command >> 4 == 2 else { return .refused(reason: "the PROXY header has a version that is not known") }
        guard command & 0x0F <= 1 else { return .refused(reason: "the PROXY header has a command that is not known") }
        let end = fixedBytes + (Int(bytes[14]) << 8 | Int(bytes[15]))
        guard end <= maximumBytes else { return .refused(reason: "the PROXY header has more than \(maximumBytes) bytes") }
        guard bytes.count >= end else { return .incomplete }
        // The balancer's own connection, to see whether somebody is here: what else the header holds is not to be looked at (§2.2).
        if command & 0x0F == 0 { return .header(ProxyHeader(source: nil, byteCount: end)) }
        let header = Array(bytes[..<end])
        let length: Int
        switch family {
        case 0x00: return .header(ProxyHeader(source: nil, byteCount: end))
        case 0x11: length = 4
        case 0x21: length = 16
        default: return .refused(reason: "the PROXY header speaks of no TCP connection")
        }
        let additions = fixedBytes + 2 * length + 4
        guard end >= additions else { return .refused(reason: "the PROXY header is too short for its addresses") }
        if let reason = problem(ofAdditions: additions, in: header) { return .refused(reason: reason) }
        return .header(ProxyHeader(source: IPAddress(bytes: Array(header[fixedBytes..<fixedBytes + length])), byteCount: end))
    }

    /// Walks over type, length and value of what follows the addresses; a checksum among them must be right (§2.2.3).
    private static func problem(ofAdditions start: Int, in header: [UInt8]) -> String? {
        var index = start
        while index < header.count {
            guard index + 3 <= header.count else { return "an addition of the PROXY header is cut off" }
            let length = Int(header[index + 1]) << 8 | Int(header[index + 2])
            let value = index + 3..<index + 3 + length
            guard value.upperBound <= header.count else { return "an addition of the PROXY header is cut off" }
            if header[index] == checksum {
                guard length == 4 else { return "the checksum of the PROXY header has not four bytes" }
                var zeroed = header
                zeroed.replaceSubrange(value, with: [0, 0, 0, 0])
                let said = header[value].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                guard said == crc32c(zeroed) else { return "the checksum of the PROXY header is wrong" }
            }
            index = value.upperBound
        }
        return nil
    }

    /// CRC-32C (Castagnoli, RFC 9260 appendix A), bit by bit: headers are short.
    static func crc32c(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
        }
    }

    private static func startsAlike(_ bytes: [UInt8], _ pattern: [UInt8]) -> Bool {
        zip(bytes, pattern).allSatisfy { $0 == $1 }
    }
}
