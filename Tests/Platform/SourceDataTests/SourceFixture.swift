import Crypto
import Foundation
import GRDB
import TestSupport

@testable import SourceData

enum SourceFixture {
    static let seed: UInt64 = 2026

    /// One licence with enough rounds for means to mean something; made once, in memory.
    static let october = Result {
        try generated(players: 24, licences: [Licence.northwind[0]])
    }

    /// A few thousand rounds of one licence, for tests that damage a copy.
    static let small = Result {
        try generated(players: 2, licences: [Licence.northwind[0]])
    }

    static func configuration(
        players: Int, licences: [Licence] = Licence.northwind, seed: UInt64 = seed, month: String = "2026-10"
    ) throws -> SourceDataGenerator.Configuration {
        guard let month = DataMonth(parsing: month) else { throw SourceDataError(.invalidConfiguration, month) }
        return .init(seed: seed, month: month, playersPerLicence: players, licences: licences)
    }

    /// Generates into a file and moves the tables to memory.
    static func generated(
        players: Int, licences: [Licence] = Licence.northwind, seed: UInt64 = seed, month: String = "2026-10"
    ) throws -> DatabaseQueue {
        let folder = try TemporaryFolder()
        let path = folder.path + "/source.sqlite"
        let configuration = try configuration(players: players, licences: licences, seed: seed, month: month)
        _ = try SourceDataGenerator(configuration).generate(at: path)
        let memory = try DatabaseQueue()
        try DatabaseQueue(path: path).backup(to: memory)
        return memory
    }

    /// A copy that a test may damage.
    static func copy(of queue: DatabaseQueue) throws -> DatabaseQueue {
        let copy = try DatabaseQueue()
        try queue.backup(to: copy)
        return copy
    }

    /// SHA-256 over all rows of all tables in the order of their keys.
    static func digest(of queue: DatabaseQueue, where licence: String? = nil, only wanted: Set<String> = []) throws -> String {
        try queue.read { database in
            let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
                .filter { !$0.hasPrefix("sqlite_") && (wanted.isEmpty || wanted.contains($0)) }
            var hasher = SHA256()
            for table in tables {
                let hasLicence = try database.columns(in: table).contains { $0.name == "licence_id" }
                let condition = licence.map { hasLicence ? "WHERE licence_id = '\($0)'" : "WHERE 0" } ?? ""
                let key = try database.primaryKey(table).columns.map { "\"\($0)\"" }.joined(separator: ", ")
                let rows = try Row.fetchCursor(database, sql: "SELECT * FROM \(table) \(condition) ORDER BY \(key)")
                while let row = try rows.next() {
                    for value in row.databaseValues { hasher.update(data: Data((value.description + "\u{1f}").utf8)) }
                }
            }
            return hasher.finalize().map { String(format: "%02x", $0) }.joined()
        }
    }
}
