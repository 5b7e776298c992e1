package import Documents
import GRDB

/// Who a dossier is about: the account, its owner's personal data and its wallets.
package struct DossierSubject: Sendable {
    /// The licence under which the account is held.
    package let licence: String
    /// The row of the account.
    package let account: SourceRecord
    /// Nil when there are none, or when they were erased.
    package let person: PersonalData?
    /// When the key of the personal data was destroyed.
    package let erasedAt: Timestamp?
    /// A wallet with its balance, in the order of their kinds.
    package let wallets: [Wallet]

    /// A wallet as it stands after its last transaction.
    package struct Wallet: Sendable, Hashable {
        /// The key of the wallet.
        package let id: String
        /// `CASH` or `BONUS`.
        package let kind: String
        /// After the last transaction, nothing before the first.
        package let balance: RecordCell
        /// When the balance last changed; nil before the first transaction.
        package let changedAt: Timestamp?
    }
}

extension SourceDatabase {
    /// The subject of a dossier, when a player of one of the licences has that id; nil otherwise, whatever else has it.
    /// - Throws: `SourceDataError` `unavailable` when personal data cannot be opened.
    package func dossierSubject(_ player: String, among licences: [String]) async throws -> DossierSubject? {
        let found = try await read { database -> (SourceRecord, String, Timestamp?, [DossierSubject.Wallet])? in
            guard
                let licence = try String.fetchOne(database, sql: "SELECT licence_id FROM player WHERE player_id = ?", arguments: [player]),
                licences.contains(licence)
            else { return nil }
            let selection = RecordSelection(spans: [], player: player, restricted: .withheld)
            let account = try RecordStatement(source: .player, number: 0, selection: selection)
                .records(.init(licence: licence), after: nil, limit: 1, in: database).first
            let erasedAt = try Int64.fetchOne(
                database, sql: "SELECT destroyed_at FROM player_key WHERE player_id = ?", arguments: [player])
            let wallets = try Row.fetchAll(
                database,
                sql: """
                    SELECT w.wallet_id, w.kind, w.currency, t.balance_after, t.occurred_at FROM wallet w
                    LEFT JOIN wallet_tx t ON t.wallet_id = w.wallet_id
                        AND t.seq = (SELECT MAX(seq) FROM wallet_tx WHERE wallet_id = w.wallet_id)
                    WHERE w.player_id = ? ORDER BY w.kind, w.wallet_id
                    """, arguments: [player]
            ).map { row in
                DossierSubject.Wallet(
                    id: row["wallet_id"], kind: row["kind"],
                    balance: .money(units: row["balance_after"] ?? 0, places: 2, currency: row["currency"]),
                    changedAt: (row["occurred_at"] as Int64?).map(Timestamp.init(milliseconds:)))
            }
            return account.map { ($0, licence, erasedAt.map(Timestamp.init(milliseconds:)), wallets) }
        }
        guard let (account, licence, erasedAt, wallets) = found else { return nil }
        return DossierSubject(
            licence: licence, account: account, person: try await personalData(of: player), erasedAt: erasedAt, wallets: wallets)
    }
}
