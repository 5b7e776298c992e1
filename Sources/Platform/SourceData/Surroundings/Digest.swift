import Crypto
import Foundation

/// SHA-256 as tables hold it.
enum Digest {
    /// Lower-case hex, of a text in UTF-8.
    static func hex(of text: String) -> String { hex(of: Data(text.utf8)) }

    /// Lower-case hex.
    static func hex(of bytes: Data) -> String { hex(SHA256.hash(data: bytes)) }

    /// Lower-case hex of a digest.
    static func hex(_ digest: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in digest {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
