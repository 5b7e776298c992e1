package import Crypto
import Documents
import Foundation
import MessageSignatures
import Sealing

/// What a realm's derived secrets come from (HKDF, RFC 5869), apart from all keys that sign: those change, what was derived must not.
package struct DerivationSecret: Sendable {
    /// The pseudorandom key of RFC 5869 §2.2.
    private let key: SymmetricKey

    /// 32 random bytes.
    init() { key = SymmetricKey(size: .bits256) }

    /// What secrets were derived from while a realm had one key for everything: they stay as they were, and the key cannot be told from it.
    init(formerKey: SigningKey) {
        key = SymmetricKey(
            data: HKDF<SHA256>.extract(inputKeyMaterial: SymmetricKey(data: Data(formerKey.jwk().compactBytes())), salt: Data()))
    }

    /// Reads the text of a file: 32 bytes in base64url; nil for anything else.
    init?(text: [UInt8]) {
        let line = String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let bytes = Base64URL.decode(line), bytes.count == 32 else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// The text of the file.
    var text: String { Base64URL.encode(key.withUnsafeBytes { Array($0) }) + "\n" }

    /// A secret for one purpose, 32 bytes, which tells nothing of any other.
    package func secret(_ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.expand(pseudoRandomKey: key, info: Data(purpose.utf8), outputByteCount: 32)
    }
}
