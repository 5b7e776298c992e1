/// Base64 for URLs and JOSE: `-` and `_`, no padding (RFC 4648 §5, RFC 7515 §2).
package enum Base64URL {
    /// Four characters for each three bytes, two or three for the rest.
    package static func encode(_ bytes: [UInt8]) -> String { Base64Alphabet.url.encode(bytes) }

    /// Nil unless the text is exactly what `encode` would write: no padding, no white space, no other alphabet, unused bits zero.
    package static func decode(_ text: String) -> [UInt8]? { Base64Alphabet.url.decode(text.utf8) }
}
