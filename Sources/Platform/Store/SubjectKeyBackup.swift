import Foundation
import GRDB

/// The keys of subjects out of a copy of a realm's `platform.sqlite`, of any age: all that a log's restoration needs of it.
package struct SubjectKeyBackup: Sendable {
    /// A key as it lay in the copy: still wrapped.
    package struct Entry: Sendable, Hashable {
        package let key: SubjectKeyRow
        package let subject: String
        /// In milliseconds since 1970.
        let madeAt: Int64
    }

    /// By number; those that were destroyed are not among them.
    package let entries: [Int64: Entry]

    /// No key: everything that events tell stays unreadable.
    package static let empty = SubjectKeyBackup(entries: [:])

    private init(entries: [Int64: Entry]) { self.entries = entries }

    /// Reads a copy, and changes nothing in it.
    /// - Throws: `StoreError` `unavailable` or `damaged` for a file that is no such copy.
    package init(file: String) throws {
        guard FileManager.default.fileExists(atPath: file) else { throw StoreError(.unavailable, "\(file) cannot be read") }
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let rows = try DatabaseQueue(path: file, configuration: configuration).read { database in
                try Row.fetchAll(database, sql: "SELECT * FROM subject_key WHERE wrapped IS NOT NULL")
            }
            var entries: [Int64: Entry] = [:]
            for row in rows {
                guard let key = SubjectKeyRow(row: row), let subject = row["subject"] as String? else { continue }
                entries[key.number] = Entry(key: key, subject: subject, madeAt: row["made_at"])
            }
            self.entries = entries
        } catch {
            throw StoreError(wrapping: error)
        }
    }
}

extension Transaction {
    /// Puts a key back under its number.
    package func restore(_ entry: SubjectKeyBackup.Entry) throws {
        try database.execute(
            sql: "INSERT INTO subject_key (number, subject, wrapped_by, wrapped, made_at) VALUES (?, ?, ?, ?, ?)",
            arguments: [entry.key.number, entry.subject, entry.key.wrappedBy, entry.key.wrapped.blob, entry.madeAt])
    }

    /// Keeps the number of a key that is not there any more, so that no other key ever gets it.
    /// - Parameter milliseconds: since 1970, when that became known.
    package func restoreDestroyedKey(_ number: Int64, at milliseconds: Int64) throws {
        try database.execute(
            sql: "INSERT INTO subject_key (number, made_at, destroyed_at) VALUES (?, ?, ?)",
            arguments: [number, milliseconds, milliseconds])
    }
}
