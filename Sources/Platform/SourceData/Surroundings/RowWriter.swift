import GRDB

/// Adds rows whose values are given in the order of a table's columns; statements are prepared once for each table.
struct RowWriter {
    let database: Database

    func insert(_ table: String, _ values: [(any DatabaseValueConvertible)?]) throws {
        let places = repeatElement("?", count: values.count).joined(separator: ", ")
        try database.cachedStatement(sql: "INSERT INTO \(table) VALUES (\(places))").execute(arguments: StatementArguments(values))
    }
}
