package import Crypto
import Documents
package import Foundation
import MessageSignatures

/// The keys that wrap the keys of files and of subjects (RFC 3394), by id: one is current, older ones open what has not been rewrapped yet.
///
/// Their file is JSON: `{"schema_version": 1, "current": ID, "keys": [{"id": ID, "key": BASE64URL of 32 bytes}]}`. It lies with the
/// platform's other secrets, apart from the key store and the files, and is never written by what uses it.
package struct WrappingKeys: Sendable {
    /// The id of the key that wraps new keys.
    package let current: String
    /// Whether older keys are listed beside the current one: what they wrapped is to be wrapped anew.
    package var areChanging: Bool { keys.count > 1 }
    private let keys: [String: SymmetricKey]

    /// - Throws: `SealingError` `wrapping-keys-invalid` when the current key is none of them.
    package init(current: String, keys: [String: SymmetricKey]) throws(SealingError) {
        guard keys[current] != nil else { throw .invalid("wrapping keys", "the current key \(current) is not among the keys") }
        self.current = current
        self.keys = keys
    }

    /// - Throws: `SealingError` `wrapping-keys-invalid`, or `secret-exposed` when others can read the file.
    package init(file: URL) throws(SealingError) {
        let name = file.lastPathComponent
        guard let bytes = try SecretFile.bytes(at: file.path) else { throw .invalid(name, "cannot be read") }
        guard let document = try? JSONReader.read(bytes), document["schema_version"]?.integer == 1,
            let current = document["current"]?.string, let listed = document["keys"]?.array
        else { throw .invalid(name, "expected schema_version 1, current and keys") }
        var keys: [String: SymmetricKey] = [:]
        for entry in listed {
            guard let id = entry["id"]?.string, let text = entry["key"]?.string, let key = Base64URL.decode(text), key.count == 32 else {
                throw .invalid(name, "each key needs an id and 32 bytes in base64url")
            }
            guard keys.updateValue(SymmetricKey(data: key), forKey: id) == nil else { throw .invalid(name, "the id \(id) stands twice") }
        }
        try self.init(current: current, keys: keys)
    }

    /// The text of a file with one new key.
    package static func fresh(id: String) -> String {
        let key = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        let document = Node.object([
            ("schema_version", 1), ("current", .string(id)),
            ("keys", [.object([("id", .string(id)), ("key", .string(Base64URL.encode(key)))])]),
        ])
        return String(decoding: document.prettyBytes(), as: UTF8.self)
    }

    /// A key wrapped by the current one.
    package func wrapped(_ key: SymmetricKey) throws -> Data {
        guard let wrapping = keys[current] else { throw SealingError.noWrappingKey(current) }
        return try AES.KeyWrap.wrap(key, using: wrapping)
    }

    /// - Throws: `SealingError` `sealing-key-missing`, or `sealed-damaged` when the wrapped key was changed.
    package func unwrapped(_ wrapped: Data, by id: String) throws(SealingError) -> SymmetricKey {
        guard let wrapping = keys[id] else { throw .noWrappingKey(id) }
        do { return try AES.KeyWrap.unwrap(wrapped, using: wrapping) } catch { throw .damaged }
    }
}
