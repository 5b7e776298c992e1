package import Documents
import Foundation
import GRDB

extension SourceDatabase {
    /// A player's personal data; nil when there are none or their key was destroyed.
    /// - Throws: `SourceDataError` `unavailable` when what is stored is not what was sealed for that player.
    package func personalData(of player: String) async throws -> PersonalData? {
        try await read { database in
            let found = try Row.fetchOne(
                database,
                sql: "SELECT k.key, d.* FROM player_pii d JOIN player_key k ON k.player_id = d.player_id WHERE d.player_id = ?",
                arguments: [player])
            guard let row = found, let bytes = row["key"] as Data? else { return nil }
            return try Self.opened(row, PlayerKey(bytes: bytes), of: player)
        }
    }

    private static func opened(_ row: Row, _ key: PlayerKey, of player: String) throws -> PersonalData {
        func text(_ column: String) throws -> String {
            do {
                return try key.opened(row[column], player: player, column: column)
            } catch {
                throw SourceDataError(.unavailable, "\(column) of a player cannot be opened")
            }
        }
        return try PersonalData(
            firstName: text("first_name"), lastName: text("last_name"), email: text("email"), phone: text("phone"),
            addressLines: text("address_lines"), postcode: text("postcode"), nationalID: text("national_id"),
            idDocumentNumber: text("id_doc_no"))
    }

    /// Destroys a player's key: the personal data can never be read again, everything else stays. The row without a key is the
    /// tombstone. Idempotent: the first instant stays.
    ///
    /// When it returns the key's bytes are in neither the database nor its log: freed content is overwritten and the log emptied.
    /// - Returns: whether there was a key to destroy.
    package func erasePersonalData(of player: String, at instant: Timestamp) async throws -> Bool {
        let isDestroyed = try await write { database in
            try database.execute(
                sql: "UPDATE player_key SET key = NULL, destroyed_at = ? WHERE player_id = ? AND key IS NOT NULL",
                arguments: [instant.milliseconds, player])
            return database.changesCount == 1
        }
        // Also when an earlier call has destroyed it: that one may have ended before the log was empty.
        try await emptyLog()
        return isDestroyed
    }
}
