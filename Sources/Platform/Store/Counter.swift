import GRDB

extension Transaction {
    /// Adds one to a named counter and returns the new value; 1 the first time.
    package func nextValue(of counter: String) throws -> Int64 {
        try Int64.fetchOne(
            database,
            sql: "INSERT INTO counter (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
            arguments: [counter]) ?? 0
    }

    /// Sets a named counter, to less than it was too.
    package func set(_ counter: String, to value: Int64) throws {
        try database.execute(
            sql: "INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            arguments: [counter, value])
    }
}

extension Snapshot {
    /// What a named counter stands at; nil while nobody has counted.
    package func value(of counter: String) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT value FROM counter WHERE name = ?", arguments: [counter])
    }
}
