import Crypto

/// SHA-256 apart from the module's own use of it.
enum SHA256Digest {
    static func hex(of bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
