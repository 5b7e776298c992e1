import Documents
import GRDB

/// The gaming days of all licences as rows, for SQL that knows no time zones.
enum GamingDayTable {
    /// A JSON array of `[licence, day, first instant, first instant of the next day]` for every day with a transaction in
    /// between the licence's first and last.
    static func json(for database: Database) throws -> String {
        let spans = try Row.fetchAll(
            database,
            sql: """
                SELECT l.licence_id, l.gaming_day_tz, MIN(t.occurred_at) AS first, MAX(t.occurred_at) AS last
                FROM licence l JOIN wallet_tx t ON t.licence_id = l.licence_id GROUP BY l.licence_id ORDER BY l.licence_id
                """)
        var rows: [Node] = []
        for span in spans {
            let zone = try GamingZone(span["gaming_day_tz"])
            let last = zone.day(of: Timestamp(milliseconds: span["last"]))
            var day = zone.day(of: Timestamp(milliseconds: span["first"]))
            while day <= last {
                let bounds = zone.bounds(of: day)
                rows.append([
                    .string(span["licence_id"]), .string(day.description), .integer(Int(bounds.lowerBound.milliseconds)),
                    .integer(Int(bounds.upperBound.milliseconds)),
                ])
                day = day.advanced(by: 1)
            }
        }
        return String(decoding: Node.array(rows).compactBytes(), as: UTF8.self)
    }
}
