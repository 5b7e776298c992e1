package import Documents
import GRDB

extension Snapshot {
    /// When the operator last wrote, took away or reported something that belongs to a player: a payment, a check of identity, a limit, an
    /// exclusion. That somebody read of the player, or asked for the erasure, is no such thing.
    /// - Parameter subject: what the audit events about the player are known by.
    package func lastChange(ofPlayer player: String, subject: String) throws -> Timestamp? {
        try Int64.fetchOne(
            database,
            sql: """
                SELECT MAX(at) FROM (
                    SELECT changed_at AS at FROM entity
                    WHERE kind NOT IN ('approval', 'erasure') AND json_extract(CAST(value AS TEXT), '$.player_id') = :player
                    UNION ALL
                    SELECT received_at FROM operator_event
                    WHERE subject = :player OR json_extract(CAST(value AS TEXT), '$.details.player_id') = :player
                    UNION ALL
                    SELECT audit_event.at FROM audit_event JOIN subject_key ON subject_key.number = audit_event.key
                    WHERE subject_key.subject = :subject AND action IN ('create', 'update', 'delete') AND entity <> 'approval'
                )
                """,
            arguments: ["player": player, "subject": subject]
        ).map(Timestamp.init(milliseconds:))
    }
}

extension Transaction {
    /// Counts erasures: what was read before one must not be stored after it.
    package static let erasures = "erasures"

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
        // A file may tell of the player whatever it was asked for: a log, a history with the event that a leaf commits to. One that is still to
        // be delivered is made anew, without the player; so is one that is just being made, as the counter tells who makes it.
        try run(
            """
            UPDATE request SET delivery = NULL
            WHERE delivery IS NOT NULL AND kind <> 'report'
            """, [])
        // What people wrote and attached to an incident of the player may tell of the player in any words. The bytes are given up by who
        // holds the vault's keys.
        let incidents = """
            (SELECT incident_id FROM operator_event
            WHERE incident_id IS NOT NULL AND (subject = ? OR json_extract(CAST(value AS TEXT), '$.details.player_id') = ?))
            """
        try run("UPDATE incident_comment SET text = '' WHERE text <> '' AND incident_id IN \(incidents)", [player, player])
        try run(
            "UPDATE incident_attachment SET name = '', erased_at = ? WHERE erased_at IS NULL AND incident_id IN \(incidents)",
            [instant.milliseconds, player, player])
        // The operator's ticket system has had what was sent; what waits is not sent any more.
        try run(
            """
            UPDATE notice_dispatch SET body = CAST('{}' AS BLOB),
                reason = CASE state WHEN 'WAITING' THEN 'the player was erased' ELSE reason END,
                state = CASE state WHEN 'WAITING' THEN 'EXHAUSTED' ELSE state END
            WHERE phase = 'ticket_comment' AND incident_id IN \(incidents)
            """, [player, player])
        _ = try nextValue(of: Self.erasures)
        try run(
            """
            UPDATE operator_event SET subject = NULL, value = CAST('{}' AS BLOB)
            WHERE subject = ? OR json_extract(CAST(value AS TEXT), '$.details.player_id') = ?
            """, [player, player])
        try run(
            """
            UPDATE incident SET value = CAST(json_remove(CAST(value AS TEXT), '$.details.player_id') AS BLOB)
            WHERE json_extract(CAST(value AS TEXT), '$.details.player_id') = ?
            """, [player])
        try run(
            """
            UPDATE access_decision
            SET path = substr(replace(path || '/', '/' || :player || '/', '/-/'), 1,
                length(replace(path || '/', '/' || :player || '/', '/-/')) - 1)
            WHERE instr(path || '/', '/' || :player || '/') > 0
            """, ["player": player])
        return count
    }
}
