import Foundation
import GRDB

extension SourceDatabase {
    /// Makes a file with the operator's tables, in which there are licences and nothing else: for rows that come by hand.
    /// - Throws: `SourceDataError` `exists` or `unavailable`.
    package static func makeEmpty(at path: String, licences: [Licence]) throws(SourceDataError) -> SourceDatabase {
        guard !FileManager.default.fileExists(atPath: path) else { throw SourceDataError(.exists, "\(path) exists already") }
        do {
            let queue = try DatabaseQueue(path: path)
            try queue.write { database in
                try database.execute(
                    sql: "PRAGMA application_id = \(SourceSchema.applicationID); PRAGMA user_version = \(SourceSchema.version)")
                try database.execute(sql: SourceSchema.tables + SourceSchema.indexes)
                for licence in licences { try licence.insert(into: database) }
            }
            try queue.close()
        } catch {
            throw SourceDataError(wrapping: error, path)
        }
        return try SourceDatabase(path: path)
    }
}

extension Licence {
    /// Adds the licence with its operator, when that is not there yet, and its active domain.
    func insert(into database: Database) throws {
        try database.execute(
            sql: "INSERT INTO operator VALUES (?, ?, 'MT', 'M. Officer', ?) ON CONFLICT DO NOTHING",
            arguments: [operatorID, operatorName, "RE-" + operatorID])
        try database.execute(
            sql: "INSERT INTO licence VALUES (?, ?, ?, ?, ?, ?, ?, '2020-01-01', NULL)",
            arguments: [id, operatorID, regulator, number, kind, gamingDayZone, baseCurrency])
        try database.execute(
            sql: "INSERT INTO domain VALUES (?, ?, ?, ?, 'ACTIVE', 1577836800000, NULL)", arguments: [id + "-1", id, domain, brand])
    }
}
