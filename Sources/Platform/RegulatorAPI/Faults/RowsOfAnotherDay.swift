import Reporting
import SourceData

extension Fault {
    static let rowsOfAnotherDay = Fault(
        "rows-of-another-day", "Report files hold the rows of the day, or the months, before those that were asked for",
        .table { table in
            for (position, column) in table.columns.enumerated() where ["gaming_day", "period"].contains(column.name) {
                for row in table.rows.indices {
                    guard case .text(let written) = table.rows[row][position] else { continue }
                    table.rows[row][position] = .text(before(written))
                }
            }
        })

    /// The day before a day; of a month the month before it.
    private static func before(_ written: String) -> String {
        if let day = GamingDay(parsing: written) { return "\(day.advanced(by: -1))" }
        guard let first = GamingDay(parsing: written + "-01") else { return written }
        return String("\(first.advanced(by: -1))".dropLast(3))
    }
}
