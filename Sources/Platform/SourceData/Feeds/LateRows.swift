package import Documents
import GRDB

/// Rows that came after their period, whose reports have not been looked at again yet.
package struct LateRows: Sendable, Hashable {
    /// The drop that brought them.
    package let dropID: String
    /// Whose reports.
    package let licence: String
    /// The first and the last instant at which one of them happened.
    package let span: ClosedRange<Timestamp>
}

extension SourceDatabase {
    /// Late rows whose reports are to be looked at, in the order of their drops; the same until `noteCorrected` is called.
    package func lateRows() async throws -> [LateRows] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM feed_drop WHERE late_from IS NOT NULL AND corrected_at IS NULL ORDER BY received_at, drop_id"
            ).map { row in
                LateRows(
                    dropID: row["drop_id"], licence: row["licence_id"],
                    span: Timestamp(milliseconds: row["late_from"])...Timestamp(milliseconds: row["late_to"]))
            }
        }
    }

    /// Notes that the reports which a drop's late rows touch have been looked at.
    package func noteCorrected(_ rows: LateRows, at now: Timestamp) async throws {
        try await write { database in
            try database.execute(
                sql: "UPDATE feed_drop SET corrected_at = ? WHERE drop_id = ?", arguments: [now.milliseconds, rows.dropID])
        }
    }
}
