package import Documents
package import GRDB

/// The operator's systems as one SQLite file: what the reports are made from.
///
/// Readers work at the same time and never wait for the writer (WAL). The tables are described in `SourceSchema`.
package final class SourceDatabase: Sendable {
    /// The file's path.
    package let path: String
    private let pool: DatabasePool

    /// Opens the tables that `SourceDataGenerator` or an operator's export has made.
    /// - Throws: `SourceDataError` `not-source-data` when the file is missing or is another database, or `unavailable`.
    package init(path: String) throws(SourceDataError) {
        self.path = path
        do {
            var configuration = Configuration()
            configuration.label = "source-data"
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .timeout(5)
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
            // Without this SQLite would make an empty database where none is.
            let version = try DatabaseQueue(path: path, configuration: Self.readOnly(configuration)).read { try Self.version($0, path) }
            if version < SourceSchema.version { try Self.upgrade(path, configuration) }
            pool = try DatabasePool(path: path, configuration: configuration)
        } catch {
            throw SourceDataError(wrapping: error, path)
        }
    }

    /// Runs `body` on one unchanging state.
    package func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.read(body)
    }

    /// Runs `body` in one transaction: late rows and corrections of a feed.
    package func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.write(body)
    }

    /// Moves the write-ahead log into the file and empties it; waits for readers.
    func emptyLog() async throws {
        _ = try await pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }

    /// Closes the file; later calls throw. Idempotent.
    package func close() throws {
        try pool.close()
    }

    /// Adds what a file of an earlier version has not, in one transaction.
    private static func upgrade(_ path: String, _ configuration: Configuration) throws {
        try DatabaseQueue(path: path, configuration: configuration).write { database in
            switch try Int32.fetchOne(database, sql: "PRAGMA user_version") {
            case 1: try database.execute(sql: SourceSchema.additions + SourceSchema.addedIndexes)
            case 2: try database.execute(sql: SourceSchema.lookupIndexes)
            default: return
            }
            // So that the new indexes are weighed against the old ones; looks at a few hundred rows of each.
            try database.execute(sql: "PRAGMA analysis_limit = 400; ANALYZE")
            try database.execute(sql: "PRAGMA user_version = \(SourceSchema.version)")
        }
    }

    private static func readOnly(_ configuration: Configuration) -> Configuration {
        var copy = configuration
        copy.readonly = true
        return copy
    }

    /// - Throws: `not-source-data` for another database, or one of a later version.
    private static func version(_ database: Database, _ path: String) throws -> Int32 {
        let id = try Int32.fetchOne(database, sql: "PRAGMA application_id")
        let version = try Int32.fetchOne(database, sql: "PRAGMA user_version")
        guard id == SourceSchema.applicationID, let version, (1...SourceSchema.version).contains(version) else {
            throw SourceDataError(.notSourceData, "\(path) does not hold the operator's tables in version \(SourceSchema.version)")
        }
        return version
    }
}

extension SourceDatabase {
    /// The licences, by id.
    package func licences() async throws -> [Licence] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT l.*, o.legal_name, d.brand, d.fqdn FROM licence l
                    JOIN operator o ON o.operator_id = l.operator_id
                    LEFT JOIN domain d ON d.domain_id =
                        (SELECT MIN(domain_id) FROM domain WHERE licence_id = l.licence_id AND status = 'ACTIVE')
                    ORDER BY l.licence_id
                    """
            ).map(Licence.init(row:))
        }
    }

    /// The first and the last instant at which money moved or a round settled under a licence; nil when nothing did.
    package func activity(of licence: String) async throws -> ClosedRange<Timestamp>? {
        try await read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT (SELECT MIN(occurred_at) FROM wallet_tx WHERE licence_id = :licence) AS first_tx,
                        (SELECT MAX(occurred_at) FROM wallet_tx WHERE licence_id = :licence) AS last_tx,
                        (SELECT MIN(settled_at) FROM game_round WHERE licence_id = :licence) AS first_round,
                        (SELECT MAX(settled_at) FROM game_round WHERE licence_id = :licence) AS last_round
                    """, arguments: ["licence": licence])
            let first = [row?["first_tx"], row?["first_round"]].compactMap { $0 as Int64? }.min()
            let last = [row?["last_tx"], row?["last_round"]].compactMap { $0 as Int64? }.max()
            guard let first, let last else { return nil }
            return Timestamp(milliseconds: first)...Timestamp(milliseconds: last)
        }
    }
}

extension Licence {
    /// Reads a row of `licence` joined with its operator and its active domain, whose columns may be null.
    init(row: Row) {
        self.init(
            id: row["licence_id"], number: row["licence_no"], operatorID: row["operator_id"], operatorName: row["legal_name"],
            regulator: row["regulator"], kind: row["kind"], gamingDayZone: row["gaming_day_tz"], baseCurrency: row["base_ccy"],
            brand: row["brand"] ?? "", domain: row["fqdn"] ?? "")
    }
}

extension SourceDataError {
    /// Names what SQLite or the file system reported; a `SourceDataError` stays itself.
    init(wrapping error: any Error, _ path: String) {
        switch error {
        case let own as SourceDataError: self = own
        case let error as DatabaseError where [.SQLITE_CANTOPEN, .SQLITE_NOTADB].contains(error.resultCode.primaryResultCode):
            self.init(.notSourceData, "\(path): \(error.description)")
        default: self.init(.unavailable, "\(path): \(error)")
        }
    }
}
