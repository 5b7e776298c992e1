import Foundation
import GRDB

/// Makes the operator's tables for one month: invented, but with the proportions that regulators publish (`Calibration`).
///
/// The same configuration gives the same tables, byte for byte, on every machine. Everything happens within the gaming days
/// of the month; nobody registers during it, and balances start from zero.
package struct SourceDataGenerator: Sendable {
    /// What is generated, for whom, and from which seed.
    package struct Configuration: Sendable {
        /// Where all randomness comes from.
        package var seed: UInt64
        /// The month whose gaming days are filled.
        package var month: DataMonth
        /// Players of a licence who play in the month, 1 or more; a few test accounts come on top.
        package var playersPerLicence: Int
        /// In the order in which they are generated; each id once.
        package var licences: [Licence]

        /// As many players as a debug build makes for three licences in a few seconds.
        package static let defaultPlayersPerLicence = 16

        /// The three Northwind licences unless others are given.
        package init(
            seed: UInt64, month: DataMonth, playersPerLicence: Int = Self.defaultPlayersPerLicence,
            licences: [Licence] = Licence.northwind
        ) {
            self.seed = seed
            self.month = month
            self.playersPerLicence = playersPerLicence
            self.licences = licences
        }
    }

    /// How far the work has come.
    package struct Progress: Sendable, Hashable {
        /// The id of the licence at work.
        package let licence: String
        /// Gaming days of all licences, done and in total.
        package let daysDone: Int
        /// 31 for one licence in October.
        package let daysInTotal: Int
        /// Rounds written so far.
        package let rounds: Int
    }

    /// What was made.
    package struct Summary: Sendable, Hashable {
        /// Test accounts included.
        package let players: Int
        /// Game sessions.
        package let sessions: Int
        /// Rounds, voided ones included.
        package let rounds: Int
        /// Rows of `wallet_tx`.
        package let transactions: Int
        /// Rows of `rng_draw`.
        package let draws: Int
    }

    /// As it was given, checked.
    package let configuration: Configuration

    /// - Throws: `SourceDataError` `invalid-configuration` or `unknown-zone`.
    package init(_ configuration: Configuration) throws(SourceDataError) {
        guard (1...1_000_000).contains(configuration.playersPerLicence) else {
            throw SourceDataError(.invalidConfiguration, "players per licence must be 1 to 1000000")
        }
        guard !configuration.licences.isEmpty, Set(configuration.licences.map(\.id)).count == configuration.licences.count else {
            throw SourceDataError(.invalidConfiguration, "licences must be given, each once")
        }
        for licence in configuration.licences {
            guard Licence.isValidID(licence.id), Self.isCurrency(licence.baseCurrency) else {
                throw SourceDataError(.invalidConfiguration, "licence \(licence.id) has an id or currency of another form")
            }
            _ = try GamingZone(licence.gamingDayZone)
        }
        self.configuration = configuration
    }

    /// Writes the tables to a new file and calls `progress` after each gaming day.
    ///
    /// The file appears under its name only when it is complete and on the medium: an interrupted run leaves a `.partial`
    /// file, which the next one overwrites. Looks for cancellation of the task after each day.
    /// - Throws: `SourceDataError` `exists` or `unavailable`, `CancellationError`, what `progress` or the file system throws.
    package func generate(at path: String, progress: (Progress) throws -> Void = { _ in }) throws -> Summary {
        let files = FileManager.default
        guard !files.fileExists(atPath: path) else { throw SourceDataError(.exists, "\(path) exists already") }
        let partial = path + ".partial"
        do {
            for leftover in [partial, partial + "-journal"] where files.fileExists(atPath: leftover) {
                try files.removeItem(atPath: leftover)
            }
            let summary = try write(to: partial, progress: progress)
            try Self.makeDurable(partial)
            try files.moveItem(atPath: partial, toPath: path)
            return summary
        } catch let error as DatabaseError {
            throw SourceDataError(.unavailable, "cannot write \(path): \(error.description)")
        }
    }

    private func write(to path: String, progress: (Progress) throws -> Void) throws -> Summary {
        // Nothing reads the file before it is complete, so there is no journal to keep and no order of writes to wait for.
        var settings = GRDB.Configuration()
        settings.foreignKeysEnabled = false
        settings.prepareDatabase { database in
            // Rows are wide and stand in the tables' own trees, which on the usual 4 KiB would be twice as deep.
            try database.execute(
                sql: """
                    PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;
                    PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824; PRAGMA threads = 2; PRAGMA analysis_limit = 4000
                    """)
        }
        let queue = try DatabaseQueue(path: path, configuration: settings)
        defer { try? queue.close() }
        return try queue.inDatabase { database in
            try database.execute(
                sql: "PRAGMA application_id = \(SourceSchema.applicationID); PRAGMA user_version = \(SourceSchema.version)")
            var run = GenerationRun(database: database, configuration: configuration)
            var summary: Summary?
            try database.inTransaction {
                try database.execute(sql: SourceSchema.tables)
                summary = try run.fill(progress: progress)
                try database.execute(sql: SourceSchema.indexes)
                return .commit
            }
            try database.execute(sql: "ANALYZE")
            guard let summary else { throw SourceDataError(.unavailable, "nothing was written") }
            return summary
        }
    }

    private static func makeDurable(_ path: String) throws {
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        try handle.synchronize()
    }

    private static func isCurrency(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }
    }
}
