package import Documents
import GRDB

extension SourceDatabase {
    /// When the last record of a player was made, from which the time runs for which records must be kept; nil for a player of nobody.
    package func lastRecord(ofPlayer player: String) async throws -> Timestamp? {
        try await read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT max(registered_at, status_since, ifnull(last_login_at, 0), ifnull(last_stake_at, 0), ifnull(closed_at, 0)) AS account,
                        (SELECT MAX(occurred_at) FROM wallet_tx WHERE player_id = :player) AS money,
                        (SELECT MAX(started_at) FROM game_round WHERE player_id = :player) AS round,
                        (SELECT MAX(requested_at) FROM payment WHERE player_id = :player) AS payment,
                        (SELECT MAX(requested_at) FROM kyc_check WHERE player_id = :player) AS check_,
                        (SELECT MAX(created_at) FROM aml_alert WHERE player_id = :player) AS alert,
                        (SELECT MAX(internal_at) FROM aml_report WHERE player_id = :player) AS report,
                        (SELECT MAX(at) FROM interaction WHERE player_id = :player) AS interaction,
                        (SELECT MAX(granted_at) FROM bonus WHERE player_id = :player) AS bonus,
                        (SELECT MAX(max(requested_at, ifnull(superseded_at, 0))) FROM rg_limit WHERE player_id = :player) AS limit_,
                        (SELECT MAX(max(started_at, ifnull(ended_at, 0), ifnull(reinstated_at, 0))) FROM exclusion
                            WHERE player_id = :player) AS exclusion,
                        (SELECT MAX(at) FROM register_check WHERE player_id = :player) AS register,
                        (SELECT MAX(received_at) FROM complaint WHERE player_id = :player) AS complaint
                    FROM player WHERE player_id = :player
                    """, arguments: ["player": player])
            return row.flatMap { row in row.columnNames.compactMap { row[$0] as Int64? }.max() }.map(Timestamp.init(milliseconds:))
        }
    }
}
