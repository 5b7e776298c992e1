package import Documents
import Foundation
import GRDB

/// The wrapped key under which the audit events about one subject are sealed.
package struct SubjectKeyRow: Sendable, Hashable {
    /// What events name the key by.
    package let number: Int64
    /// The id of the key that wraps it.
    package let wrappedBy: String
    package let wrapped: [UInt8]

    package init(number: Int64, wrappedBy: String, wrapped: [UInt8]) {
        self.number = number
        self.wrappedBy = wrappedBy
        self.wrapped = wrapped
    }

    /// Nil when the key was destroyed.
    init?(row: Row) {
        guard let wrapped = row["wrapped"] as Data? else { return nil }
        self.init(number: row["number"], wrappedBy: row["wrapped_by"], wrapped: [UInt8](wrapped))
    }
}

extension Snapshot {
    /// The key of a subject, nil when there is none.
    package func subjectKey(of subject: String) throws -> SubjectKeyRow? {
        try Row.fetchOne(database.cachedStatement(sql: "SELECT * FROM subject_key WHERE subject = ?"), arguments: [subject])
            .flatMap(SubjectKeyRow.init)
    }

    /// The key with a number, nil when it was destroyed.
    package func subjectKey(_ number: Int64) throws -> SubjectKeyRow? {
        try Row.fetchOne(database, sql: "SELECT * FROM subject_key WHERE number = ?", arguments: [number]).flatMap(SubjectKeyRow.init)
    }
}

extension Transaction {
    /// Keeps the first key of a subject; returns its number.
    package func addSubjectKey(of subject: String, wrapped: [UInt8], by wrapping: String, at instant: Timestamp) throws -> Int64 {
        try database.execute(
            sql: "INSERT INTO subject_key (subject, wrapped_by, wrapped, made_at) VALUES (?, ?, ?, ?)",
            arguments: [subject, wrapping, wrapped.blob, instant.milliseconds])
        return database.lastInsertedRowID
    }

    /// Destroys the key of a subject and takes away what its events say beside the log: the leaves stay, and commit to what nobody can tell
    /// any more. The bytes are gone from the database's file and its log only after `PlatformStore.settle()`.
    /// - Returns: how many events there were; nil when the subject has no key.
    package func erase(subject: String, at instant: Timestamp) throws -> Int? {
        guard let key = try snapshot.subjectKey(of: subject) else { return nil }
        try database.execute(
            sql: "UPDATE audit_event SET entity_id = '', request_id = NULL, document = NULL WHERE key = ?", arguments: [key.number])
        let count = database.changesCount
        try database.execute(
            sql: "UPDATE subject_key SET subject = NULL, wrapped_by = NULL, wrapped = NULL, destroyed_at = ? WHERE number = ?",
            arguments: [instant.milliseconds, key.number])
        return count
    }

    /// Wraps by another key what a subject's key is wrapped by.
    package func rewrap(_ key: SubjectKeyRow) throws {
        try database.execute(
            sql: "UPDATE subject_key SET wrapped_by = ?, wrapped = ? WHERE number = ? AND wrapped IS NOT NULL",
            arguments: [key.wrappedBy, key.wrapped.blob, key.number])
    }
}

extension Snapshot {
    /// The keys that another than this one wraps, at most `limit`.
    package func subjectKeys(notWrappedBy wrapping: String, limit: Int) throws -> [SubjectKeyRow] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM subject_key WHERE wrapped IS NOT NULL AND wrapped_by <> ? LIMIT ?", arguments: [wrapping, limit]
        ).compactMap(SubjectKeyRow.init)
    }
}
