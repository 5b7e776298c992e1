package import GRDB

/// What one reader sees: the state as of one commit, unchanged while it is looked at.
///
/// GRDB's `Database` crosses module signatures inside Platform only, so that each module can keep its own queries beside
/// its own rules and still take part in one transaction. It is valid inside the closure that received it and nowhere else.
package struct Snapshot {
    /// The connection, for queries that have no method here.
    package let database: Database

    package init(database: Database) {
        self.database = database
    }
}

/// One atomic change: all rows written through it become durable together, or none does.
///
/// A business row, its audit leaf, the nonce that allowed it and the job that follows from it go through the same value.
/// Valid inside the closure that received it; the row methods are in the files named after their tables.
package struct Transaction {
    /// The connection, for statements that have no method here; never `BEGIN`, `COMMIT` or `PRAGMA`.
    package let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// The state as this transaction sees it, its own changes included.
    package var snapshot: Snapshot { Snapshot(database: database) }
}
