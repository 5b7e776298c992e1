import Documents
import GRDB

/// Takes rows of a feed into one table, each for itself: a row that does not fit leaves the others alone.
struct RowTaker {
    /// What became of a row.
    enum Outcome: Sendable, Hashable {
        case accepted(at: Int64?)
        /// The same row is there already.
        case duplicate
        case rejected(String)
    }

    private let database: Database
    private let table: String
    private let licence: String
    private let columns: [String: ColumnInfo]
    private let key: [String]
    private let parents: [(column: String, table: String, key: String)]

    init(_ database: Database, table: String, licence: String) throws {
        self.database = database
        self.table = table
        self.licence = licence
        columns = Dictionary(uniqueKeysWithValues: try database.columns(in: table).map { ($0.name, $0) })
        key = try database.primaryKey(table).columns
        parents = try database.foreignKeys(on: table).compactMap { reference in
            guard let column = reference.originColumns.first, let key = try database.primaryKey(reference.destinationTable).columns.first
            else { return nil }
            return (column, reference.destinationTable, key)
        }
    }

    /// - Throws: what the database throws but for constraints.
    func take(_ row: FeedRow) throws -> Outcome {
        var values: [String: DatabaseValue] = [:]
        for (name, value) in row.values {
            guard let column = columns[name] else { return .rejected("the table \(table) has no column \(name)") }
            guard let converted = Self.value(value, for: column) else {
                return .rejected("\(name) is not of the type \(column.type.lowercased())")
            }
            values[name] = converted
        }
        if columns["licence_id"] != nil, values["licence_id"] != licence.databaseValue { return .rejected("a row of another licence") }
        for name in key where values[name] ?? .null == .null { return .rejected("\(name) is missing") }
        if let known = try stored(values) { return try compare(values, with: known) }
        for parent in parents {
            guard let value = values[parent.column], !value.isNull else { continue }
            guard try exists(value, in: parent) else { return .rejected("\(parent.column) refers to nothing") }
        }
        do {
            try database.inSavepoint {
                try insert(values)
                return .commit
            }
        } catch let error as DatabaseError where error.resultCode.primaryResultCode == .SQLITE_CONSTRAINT {
            return .rejected("the table does not take it: \(error.message ?? "constraint")")
        }
        return .accepted(at: instant(values))
    }

    private func instant(_ values: [String: DatabaseValue]) -> Int64? {
        FeedTable.instants[table].flatMap { values[$0] }.flatMap { Int64.fromDatabaseValue($0) }
    }

    private func stored(_ values: [String: DatabaseValue]) throws -> Row? {
        let condition = key.map { "\"\($0)\" = ?" }.joined(separator: " AND ")
        let statement = try database.cachedStatement(sql: "SELECT * FROM \(table) WHERE \(condition)")
        return try Row.fetchOne(statement, arguments: StatementArguments(key.map { values[$0] ?? .null }))
    }

    private func exists(_ value: DatabaseValue, in parent: (column: String, table: String, key: String)) throws -> Bool {
        let statement = try database.cachedStatement(sql: "SELECT 1 FROM \(parent.table) WHERE \"\(parent.key)\" = ?")
        return try Int.fetchOne(statement, arguments: [value]) != nil
    }

    private func insert(_ values: [String: DatabaseValue]) throws {
        let names = values.keys.sorted()
        let sql = """
            INSERT INTO \(table) (\(names.map { "\"\($0)\"" }.joined(separator: ", ")))
            VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
            """
        try database.cachedStatement(sql: sql).execute(arguments: StatementArguments(names.map { values[$0] ?? .null }))
    }

    /// The row is known: the same again, a newer state of it, or a contradiction.
    private func compare(_ values: [String: DatabaseValue], with known: Row) throws -> Outcome {
        let changed = values.filter { name, value in known[name] as DatabaseValue != value }
        guard !changed.isEmpty else { return .duplicate }
        guard !FeedTable.final.contains(table) else {
            return .rejected("another row of this key is there; corrections name what they replace")
        }
        let names = changed.keys.sorted()
        let assignments = names.map { "\"\($0)\" = ?" }.joined(separator: ", ")
        let condition = key.map { "\"\($0)\" = ?" }.joined(separator: " AND ")
        let arguments = names.map { changed[$0] ?? .null } + key.map { values[$0] ?? .null }
        do {
            try database.inSavepoint {
                try database.execute(
                    sql: "UPDATE \(table) SET \(assignments) WHERE \(condition)", arguments: StatementArguments(arguments))
                return .commit
            }
        } catch let error as DatabaseError where error.resultCode.primaryResultCode == .SQLITE_CONSTRAINT {
            return .rejected("the table does not take it: \(error.message ?? "constraint")")
        }
        return .accepted(at: instant(values))
    }

    /// A number may be written as text, an instant as RFC 3339; an empty text is null where the column takes it. Nil when it does
    /// not fit.
    private static func value(_ node: Node, for column: ColumnInfo) -> DatabaseValue? {
        if node.isNull { return .null }
        if node.string == "" { return column.isNotNull && column.type == "TEXT" ? "".databaseValue : .null }
        switch column.type {
        case "INTEGER": return integer(node)?.databaseValue
        case "REAL": return (node.double ?? node.string.flatMap(Double.init)).flatMap { $0.isFinite ? $0.databaseValue : nil }
        case "TEXT":
            if let text = node.string { return text.databaseValue }
            return String(decoding: node.compactBytes(), as: UTF8.self).databaseValue
        default: return nil
        }
    }

    private static func integer(_ node: Node) -> Int64? {
        if let flag = node.bool { return flag ? 1 : 0 }
        if let number = node.integer { return Int64(number) }
        guard let text = node.string else { return nil }
        if let number = Int64(text) { return number }
        return (try? Timestamp(parsing: text))?.milliseconds
    }
}
