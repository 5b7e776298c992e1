import Documents
import GRDB
import SourceData

/// The rows of a template for some gaming days, and since when they are what they are.
struct ReportRows: Sendable {
    let values: [[ReportValue]]
    /// The latest posting that went into a row; nil without rows.
    let latestPosting: Timestamp?

    /// Runs a template's model for one gaming day of a licence, or for the days of a period as a whole.
    /// - Parameter unit: decides the value of the variable of that name.
    /// - Throws: `ReportingError` `unexpected-rows` when the model does not give the template's columns.
    static func of(
        _ period: Period, as unit: ReportTemplate.Unit, _ template: ReportTemplate, _ licence: Licence, zone: GamingZone,
        runner: ModelRunner, in database: Database
    ) throws -> ReportRows {
        let rows = try runner.rows(
            of: template.model, variables: variables(of: period, as: unit, licence, zone: zone), in: database)
        let values = try rows.map { row in try template.columns.map { try value($0, in: row, of: template) } }
        let postings = rows.compactMap { $0["latest_posted_at"] as Int64? }
        return ReportRows(
            values: sorted(values, by: template), latestPosting: postings.max().map(Timestamp.init(milliseconds:)))
    }

    /// The values of a model's variables.
    static func variables(
        of period: Period, as unit: ReportTemplate.Unit, _ licence: Licence, zone: GamingZone
    ) -> [String: String] {
        let bounds = period.bounds(in: zone)
        return [
            "licence_id": licence.id, "unit": unit.rawValue, "period": period.description, "gaming_day": period.firstDay.description,
            "last_day": period.lastDay.description, "gaming_days": String(period.days.count),
            "day_from": String(bounds.lowerBound.milliseconds), "day_to": String(bounds.upperBound.milliseconds),
        ]
    }

    /// The parts one after the other.
    static func joined(_ days: [ReportRows]) -> ReportRows {
        ReportRows(values: days.flatMap(\.values), latestPosting: days.compactMap(\.latestPosting).max())
    }

    private static func value(_ column: ReportColumn, in row: Row, of template: ReportTemplate) throws -> ReportValue {
        guard row.hasColumn(column.name) else { throw ReportingError.rows(template, "no column \(column.name)") }
        switch (column.kind, (row[column.name] as DatabaseValue).storage) {
        case (.text, .string(let text)), (.day, .string(let text)): return .text(text)
        case (.count, .int64(let number)): return .count(number)
        case (.money, .int64(let number)), (.percentage, .int64(let number)): return .hundredths(number)
        case (.ratio, .int64(let number)): return .decimal(number, places: 4)
        case (.rate, .int64(let number)): return .decimal(number, places: 8)
        case (_, .null) where column.isOptional: return .absent
        default: throw ReportingError.rows(template, "\(column.name) is not of the kind \(column.kind.rawValue)")
        }
    }

    /// By the key columns, compared as UTF-8: databases differ in how they order text.
    private static func sorted(_ rows: [[ReportValue]], by template: ReportTemplate) -> [[ReportValue]] {
        let positions = template.key.compactMap { name in template.columns.firstIndex { $0.name == name } }
        return rows.sorted { left, right in
            for position in positions where left[position] != right[position] {
                return left[position].written.utf8.lexicographicallyPrecedes(right[position].written.utf8)
            }
            return false
        }
    }
}
