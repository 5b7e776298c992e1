import AuditTrail
import Crypto
import Documents
import Foundation
import GRDB
import Sealing
import Store
import Synchronization
import TestSupport

@testable import Reporting
@testable import SourceData

/// Where the repository's data files lie, found from this file.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let models = root + "/Pipelines/dbt/models"
    static let templates = root + "/Pipelines/templates"

    static func template(_ id: String) throws -> ReportTemplate { try TemplateCatalogue(directory: templates).named(id) }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: root + "/" + path)))
    }
}

enum TestKeys {
    /// The same at each call, so that a service that is started anew reads what another wrote.
    static func wrapping() throws -> WrappingKeys {
        try WrappingKeys(current: "test-1", keys: ["test-1": SymmetricKey(data: Array(0..<32))])
    }
}

extension ReportVault {
    /// One with keys of its own beside the directory.
    init(directory: String) throws {
        let keys = try FileKeyStore(path: directory + "-keys.sqlite", wrapping: TestKeys.wrapping())
        self.init(directory: directory, sealing: SealedFile(keys: keys))
    }
}

/// A clock that stands still until it is set.
final class StandingClock: Sendable {
    private let instant: Mutex<Timestamp>

    init(_ text: String) throws {
        instant = Mutex(try Timestamp(parsing: text))
    }

    var now: Timestamp { instant.withLock { $0 } }

    func set(_ text: String) throws {
        let new = try Timestamp(parsing: text)
        instant.withLock { $0 = new }
    }
}

/// Store, trail and service in a folder of their own, over source data that others may share.
struct Bench {
    let folder: TemporaryFolder
    let clock: StandingClock
    let source: SourceDatabase
    let store: PlatformStore
    let trail: AuditTrail
    let service: ReportService

    /// Over a copy of tables, which the test may change.
    init(_ tables: DatabaseQueue) throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/source.sqlite"
        let copy = try DatabaseQueue(path: path)
        try tables.backup(to: copy)
        try copy.close()
        try self.init(SourceDatabase(path: path), in: folder)
    }

    init(
        _ source: SourceDatabase, in folder: TemporaryFolder? = nil, now: String = "2026-11-02T09:00:00Z",
        sign: (@Sendable ([UInt8]) throws -> String)? = nil, alter: (@Sendable (inout ReportTable) -> Void)? = nil
    ) throws {
        let folder = try folder ?? TemporaryFolder()
        let clock = try StandingClock(now)
        let store = try PlatformStore(.init(directory: folder.path + "/state"))
        let trail = AuditTrail(store: store, keys: try SubjectKeys.passing())
        self.folder = folder
        self.clock = clock
        self.source = source
        self.store = store
        self.trail = trail
        service = try Self.service(folder, clock, source, store, trail, sign: sign, alter: alter)
    }

    /// Another service over the same data and store, as after a restart or with a fault switched on.
    func other(wrapping: WrappingKeys? = nil, alter: (@Sendable (inout ReportTable) -> Void)? = nil) throws -> ReportService {
        try Self.service(folder, clock, source, store, trail, sign: nil, alter: alter, wrapping: wrapping)
    }

    private static func service(
        _ folder: TemporaryFolder, _ clock: StandingClock, _ source: SourceDatabase, _ store: PlatformStore, _ trail: AuditTrail,
        sign: (@Sendable ([UInt8]) throws -> String)?, alter: (@Sendable (inout ReportTable) -> Void)?, wrapping: WrappingKeys? = nil
    ) throws -> ReportService {
        try ReportService(
            store: store, source: source, trail: trail,
            configuration: .init(
                vaultDirectory: folder.path + "/vault", modelsDirectory: Repository.models,
                wrappingKeys: try wrapping ?? TestKeys.wrapping()),
            now: { clock.now },
            sign: sign, alter: alter)
    }

    func ensure(_ period: String, licence: String = "UKGC-000123", template: String = "T16") async throws -> ReportRun {
        try await service.ensure(template: template, licence: licence, period: Period(parsing: period))
    }
}

enum Tables {
    /// October 2026 of the three licences; made once, read by many, removed when the process ends.
    static let october = Result { () throws -> SourceDatabase in
        guard let month = DataMonth(year: 2026, month: 10) else { throw ReportingError.notAPeriod("2026-10") }
        _ = try SourceDataGenerator(.init(seed: 5, month: month, playersPerLicence: 8)).generate(at: path)
        atexit {
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: Tables.path + suffix) }
        }
        return try SourceDatabase(path: path)
    }

    static let path = NSTemporaryDirectory() + "reporting-\(ProcessInfo.processInfo.processIdentifier).sqlite"

    /// The tables with licences, a game and four accounts, without any activity.
    static func empty() throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        try queue.writeWithoutTransaction { database in
            try database.execute(
                sql: "PRAGMA application_id = \(SourceSchema.applicationID); PRAGMA user_version = \(SourceSchema.version)")
            try database.execute(sql: SourceSchema.tables + SourceSchema.indexes)
            try database.execute(
                sql: """
                    INSERT INTO operator (operator_id, legal_name, country) VALUES ('northwind', 'Northwind Gaming Ltd', 'MT');
                    INSERT INTO licence VALUES
                        ('UKGC-000123', 'northwind', 'UKGC', '000123', 'B2C', 'Europe/London', 'GBP', '2020-01-01', NULL);
                    INSERT INTO domain VALUES
                        ('d1', 'UKGC-000123', 'n.example', 'Northwind Casino', 'ACTIVE', 0, NULL),
                        ('d0', 'UKGC-000123', 'o.example', 'Old Brand', 'RETIRED', 0, 1);
                    INSERT INTO game VALUES
                        ('G1', 'aurora', 'One', 'SLOTS', 'TYPE1', 'SLOTS', 0.95, 8, 2000),
                        ('G2', 'cobalt', 'Two', 'ROULETTE', 'TYPE1', 'ROULETTE', 0.973, 1, 36);
                    INSERT INTO game_version VALUES ('V1', 'G1', '1', 'x', 'MAJOR', 0, NULL), ('V2', 'G2', '1', 'x', 'MAJOR', 0, NULL);
                    """)
            for (player, currency, isTest) in [("anna", "GBP", 0), ("ben", "GBP", 0), ("cleo", "EUR", 0), ("tester", "GBP", 1)] {
                try database.execute(
                    sql: """
                        INSERT INTO player VALUES (:p, 'UKGC-000123', :p, 0, '1990-01-01', 'GB', 'GB', 'ACTIVE', 0, 'LOW', :c, :t, 0,
                            NULL, NULL, NULL, NULL);
                        INSERT INTO wallet VALUES (:p || '-cash', 'UKGC-000123', :p, 'CASH', :c);
                        INSERT INTO wallet VALUES (:p || '-bonus', 'UKGC-000123', :p, 'BONUS', :c);
                        INSERT INTO game_session VALUES (:p || '-s', 'UKGC-000123', NULL, :p, 'V1', 0, 1, 'LOGOUT', 1, 0, 0);
                        """, arguments: ["p": player, "c": currency, "t": isTest])
            }
        }
        return queue
    }
}

extension DatabaseQueue {
    func change(_ sql: String) throws {
        try write { try $0.execute(sql: sql) }
    }

    /// Adds a transaction; its balances do not matter to reports.
    func addTransaction(
        _ id: String, _ type: String, _ amount: Int, of player: String = "anna", wallet: String = "cash", sign: Int = -1,
        at instant: String, round: String? = nil, replaces: String? = nil, postedAt: String? = nil
    ) throws {
        let at = try Timestamp(parsing: instant).milliseconds
        let posted = try postedAt.map { try Timestamp(parsing: $0).milliseconds } ?? at
        try write { database in
            let seq = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM wallet_tx") ?? 0
            try database.execute(
                sql: """
                    INSERT INTO wallet_tx VALUES (?, 'UKGC-000123', ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, NULL, NULL, NULL, ?, NULL, NULL, ?)
                    """, arguments: [id, "\(player)-\(wallet)", player, seq, at, posted, type, amount, sign, round, replaces, id])
        }
    }

    /// Adds a round of a minute that settles at an instant; the contribution in 10⁻¹⁰ major units.
    func addRound(
        _ id: String, of player: String = "anna", version: String = "V1", at instant: String, state: String = "SETTLED",
        contribution: Int = 0
    ) throws {
        let at = try Timestamp(parsing: instant).milliseconds
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO game_round SELECT ?, 'UKGC-000123', ?, ?, ?, ?, ?, ?, currency, 0, 0, 0, 0, ?, 0, 'WEB', NULL, NULL,
                        NULL, NULL, 0 FROM player WHERE player_id = ?
                    """, arguments: [id, "\(player)-s", player, version, at - 60_000, at, state, contribution, player])
        }
    }
}
