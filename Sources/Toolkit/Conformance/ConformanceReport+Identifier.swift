import Crypto
import Documents

extension ConformanceReport {
    /// A UUID of version 8 (RFC 9562 §5.8) cut from the SHA-256 of the report without its identifier.
    static func identifier(of report: ConformanceReport) -> String {
        var digest = Array(SHA256.hash(data: report.node().compactBytes()).prefix(16))
        digest[6] = digest[6] & 0x0f | 0x80
        digest[8] = digest[8] & 0x3f | 0x80
        let hex = Hexadecimal.text(digest)
        var groups: [Substring] = []
        var rest = hex[...]
        for length in [8, 4, 4, 4, 12] {
            groups.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return groups.joined(separator: "-")
    }
}

/// Lower-case hexadecimal text of bytes.
enum Hexadecimal {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// SHA-256 of the bytes as lower-case hex.
    static func sha256(_ bytes: [UInt8]) -> String { text(SHA256.hash(data: bytes)) }
}
