import Crypto
import Foundation

/// SHA-256 as tables hold it.
enum Digest {
    /// Lower-case hex, of a text in UTF-8.
    static func hex(of text: String) -> String { hex(of: Data(text.utf8)) }

    /// Lower-case hex.
    static func hex(of bytes: Data) -> String { hex(SHA256.hash(data: bytes)) }

    /// Lower-case hex of a digest.
    static func hex(_ digest: SHA256Digest) -> String {
        unsafe String(unsafeUninitializedCapacity: 2 * SHA256Digest.byteCount) { text in
            var place = 0
            for byte in digest {
                unsafe text[place] = digit(byte >> 4)
                unsafe text[place + 1] = digit(byte & 15)
                place += 2
            }
            return place
        }
    }

    /// The character of a value from 0 to 15.
    static func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value }
}
