/// An IPv4 or IPv6 address as a value that can be compared; an IPv4 address mapped into IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
package struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// 4 or 16 bytes in network order.
    package let bytes: [UInt8]

    /// Takes 4 or 16 bytes in network order; nil for any other count.
    package init?(bytes: [UInt8]) {
        switch bytes.count {
        case 4: self.bytes = bytes
        case 16:
            let isMapped = bytes[0..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
            self.bytes = isMapped ? Array(bytes[12...]) : bytes
        default: return nil
        }
    }

    /// Reads dotted decimal without leading zeros, or the text forms of RFC 4291 §2.2; a zone (`%eth0`), brackets and ports are refused.
    package init?(_ text: String) {
        let parsed = text.contains(":") ? Self.parseV6(text) : Self.parseV4(text[...])
        guard let parsed else { return nil }
        self.init(bytes: parsed)
    }

    package var isV4: Bool { bytes.count == 4 }

    /// What one caller has: an address of IPv4, of IPv6 the first address of its network of 64 bits (RFC 4291 §2.5.1).
    package var network: IPAddress {
        isV4 ? self : IPAddress(unchecked: Array(bytes.prefix(8)) + [UInt8](repeating: 0, count: 8))
    }

    /// 16 bytes that are no mapped address.
    private init(unchecked bytes: [UInt8]) { self.bytes = bytes }

    /// Dotted decimal, or the canonical text of RFC 5952 (lowercase, longest run of zeros shortened).
    package var description: String {
        if isV4 { return bytes.map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
        let gap = Self.longestZeroRun(groups)
        let text = { (part: ArraySlice<Int>) in part.map { String($0, radix: 16) }.joined(separator: ":") }
        guard gap.count > 1 else { return text(groups[...]) }
        return text(groups[..<gap.lowerBound]) + "::" + text(groups[gap.upperBound...])
    }

    private static func longestZeroRun(_ groups: [Int]) -> Range<Int> {
        var best = 0..<0
        var start = 0
        while start < groups.count {
            var end = start
            while end < groups.count, groups[end] == 0 { end += 1 }
            if end - start > best.count { best = start..<end }
            start = end + 1
        }
        return best
    }

    private static func parseV4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part -> UInt8? in
            let isPlain = part.utf8.allSatisfy { (0x30...0x39).contains($0) } && (part == "0" || part.first != "0")
            return isPlain ? UInt8(part) : nil
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func parseV6(_ text: String) -> [UInt8]? {
        let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = groups(of: halves[0], mayHoldV4: halves.count == 1) else { return nil }
        guard halves.count == 2 else { return head.count == 16 ? head : nil }
        guard let tail = groups(of: halves[1], mayHoldV4: true), head.count + tail.count <= 14 else { return nil }
        return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// The bytes of colon-separated groups; the last may be dotted decimal where `mayHoldV4` says so.
    private static func groups(of text: Substring, mayHoldV4: Bool) -> [UInt8]? {
        if text.isEmpty { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if mayHoldV4, index == parts.count - 1, part.contains(".") {
                guard let v4 = parseV4(part) else { return nil }
                bytes += v4
            } else {
                let isHex = (1...4).contains(part.utf8.count) && part.allSatisfy { $0.isASCII && $0.isHexDigit }
                guard isHex, let group = UInt16(part, radix: 16) else { return nil }
                bytes += [UInt8(group >> 8), UInt8(group & 0xff)]
            }
        }
        return bytes
    }
}
