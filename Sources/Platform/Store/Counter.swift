import GRDB

extension Transaction {
    /// Adds one to a named counter and returns the new value; 1 the first time.
    package func nextValue(of counter: String) throws -> Int64 {
        try Int64.fetchOne(
            database,
            sql: "INSERT INTO counter (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
            arguments: [counter]) ?? 0
    }
}
