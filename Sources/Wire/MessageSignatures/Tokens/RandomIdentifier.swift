/// Names that nobody can guess, for what need not be a UUID: identifiers of tokens, nonces.
///
/// A UUID of version 4 has 122 random bits, one that sorts by time 74; ASVS 5.0 V11.5.1 asks for 128.
package enum RandomIdentifier {
    /// How many random bytes are in one.
    package static let byteCount = 16

    /// 22 characters of base64url: 128 bits of the system's generator, which is fit for keys.
    package static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64URL.encode((0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}
