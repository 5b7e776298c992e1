package import Documents
import GRDB

extension Snapshot {
    /// When the operator last wrote something that belongs to a player: a payment, a check of identity, a limit.
    package func lastChange(ofPlayer player: String) throws -> Timestamp? {
        try Int64.fetchOne(
            database,
            sql: """
                SELECT MAX(changed_at) FROM entity
                WHERE kind NOT IN ('approval', 'erasure') AND json_extract(CAST(value AS TEXT), '$.player_id') = ?
                """,
            arguments: [player]
        ).map(Timestamp.init(milliseconds:))
    }
}

extension Transaction {
    /// Takes a player's pseudonym, and what was kept under it, out of everything but the audit events: entities, approvals, requests of
    /// authorities, the operator's events, details of incidents, accesses. What remains is that there was something.
    /// - Returns: in how many rows it stood.
    package func eraseTraces(ofPlayer player: String, at instant: Timestamp) throws -> Int {
        var count = 0
        func run(_ sql: String, _ arguments: StatementArguments) throws {
            try database.execute(sql: sql, arguments: arguments)
            count += database.changesCount
        }
        try run(
            """
            UPDATE entity SET value = CAST('null' AS BLOB), version = version + 1, changed_at = ?
            WHERE json_extract(CAST(value AS TEXT), '$.player_id') = ?
                OR json_extract(CAST(value AS TEXT), '$.change.value.player_id') = ?
            """, [instant.milliseconds, player, player])
        try run(
            """
            UPDATE request SET parameters = CAST('{}' AS BLOB), delivery = NULL
            WHERE json_extract(CAST(parameters AS TEXT), '$.player') = ?
            """, [player])
        try run("UPDATE operator_event SET subject = NULL, value = CAST('{}' AS BLOB) WHERE subject = ?", [player])
        try run(
            """
            UPDATE incident SET value = CAST(json_remove(CAST(value AS TEXT), '$.details.player_id') AS BLOB)
            WHERE json_extract(CAST(value AS TEXT), '$.details.player_id') = ?
            """, [player])
        try run(
            """
            UPDATE access_decision SET path = replace(path, '/' || :player, '/-')
            WHERE instr(path || '/', '/' || :player || '/') > 0
            """, ["player": player])
        return count
    }
}
