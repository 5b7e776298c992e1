import GRDB
import GRDBSQLite

/// A prepared statement that adds one row at each call, values bound as they are: the generator writes a million rows, and boxing
/// their values would cost more than SQLite needs to store them.
@safe final class BulkInsertion {
    /// Owns the SQLite statement behind `handle`.
    private let statement: Statement
    private let handle: SQLiteStatement

    /// - Parameter sql: a statement without results and with `?` for each value.
    init(_ database: Database, sql: String) throws {
        statement = try database.makeStatement(sql: sql)
        unsafe handle = statement.sqliteStatement
    }

    /// Adds a row; as many values as the statement has places, in their order.
    /// - Throws: `DatabaseError`.
    func add<each Value: StatementBinding>(_ value: repeat each Value) throws {
        try unsafe check(sqlite3_reset(handle), SQLITE_OK)
        var place: CInt = 0
        for bound in repeat each value {
            place += 1
            try unsafe check(bound.bind(to: handle, at: place), SQLITE_OK)
        }
        try unsafe check(sqlite3_step(handle), SQLITE_DONE)
    }

    private func check(_ code: CInt, _ expected: CInt) throws {
        guard code != expected else { return }
        let message = unsafe String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
    }
}
