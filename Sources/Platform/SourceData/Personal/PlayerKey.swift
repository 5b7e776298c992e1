import Crypto
import Foundation

/// The key that seals one player's personal data (AES-256-GCM). Destroying it is what erases the data.
///
/// A sealed value is nonce (12 bytes), ciphertext and tag (16 bytes). Player and column are authenticated with it, so that a
/// value cannot be moved to another row or column.
struct PlayerKey {
    /// 32 bytes.
    let data: Data

    /// - Precondition: 32 bytes; the table holds no others.
    init(bytes: Data) {
        precondition(bytes.count == 32, "a player's key has 32 bytes")
        data = bytes
    }

    /// - Parameter nonce: 12 bytes that this key has never been used with.
    func sealed(_ value: String, player: String, column: String, nonce: Data) throws -> Data {
        let box = try AES.GCM.seal(
            Data(value.utf8), using: SymmetricKey(data: data), nonce: AES.GCM.Nonce(data: nonce),
            authenticating: Self.context(player, column))
        return nonce + box.ciphertext + box.tag
    }

    /// The text that was sealed for that player and column.
    /// - Throws: `CryptoKitError` when it was sealed for another place or with another key, or was changed.
    func opened(_ sealed: Data, player: String, column: String) throws -> String {
        let box = try AES.GCM.SealedBox(combined: sealed)
        let clear = try AES.GCM.open(box, using: SymmetricKey(data: data), authenticating: Self.context(player, column))
        return String(decoding: clear, as: UTF8.self)
    }

    private static func context(_ player: String, _ column: String) -> Data { Data("player_pii\n\(player)\n\(column)".utf8) }
}
