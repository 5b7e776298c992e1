import Crypto
import Documents
import Foundation
package import Sealing
package import Store

/// The keys under which the audit events about each subject are sealed, made when first needed.
///
/// They lie in the store, wrapped, so that a key is as durable as the first event that it seals. Destroying one makes all events about its
/// subject unreadable, while the log and its proofs stay what they are.
package struct SubjectKeys: Sendable {
    private let wrapping: WrappingKeys

    /// - Parameter wrapping: must be the same, or hold the same, as when the store's keys were made.
    package init(wrapping: WrappingKeys) {
        self.wrapping = wrapping
    }

    /// Keys for a store that ends with the process.
    package static func passing() throws -> SubjectKeys {
        SubjectKeys(wrapping: try WrappingKeys(current: "passing", keys: ["passing": SymmetricKey(size: .bits256)]))
    }

    /// The key of a subject and its number.
    func key(of subject: AuditSubject, in transaction: Transaction, at instant: Timestamp) throws -> (number: Int64, key: SymmetricKey) {
        if let row = try transaction.snapshot.subjectKey(of: subject.name) { return (row.number, try opened(row)) }
        let key = SymmetricKey(size: .bits256)
        let number = try transaction.addSubjectKey(
            of: subject.name, wrapped: [UInt8](try wrapping.wrapped(key)), by: wrapping.current, at: instant)
        return (number, key)
    }

    /// The key with a number; nil when it was destroyed.
    func key(_ number: Int64, in snapshot: Snapshot) throws -> SymmetricKey? {
        try snapshot.subjectKey(number).map(opened)
    }

    private func opened(_ row: SubjectKeyRow) throws -> SymmetricKey {
        do {
            return try wrapping.unwrapped(Data(row.wrapped), by: row.wrappedBy)
        } catch {
            throw AuditError(.keyUnusable, error.description)
        }
    }

    /// Wraps by the current key whatever an older one has wrapped; returns how many. Begun anew it goes on where it was ended.
    package func rewrap(in store: PlatformStore, batch: Int = 1000) async throws -> Int {
        guard wrapping.areChanging else { return 0 }
        var count = 0
        while true {
            let done = try await store.write { [self] transaction in
                let rows = try transaction.snapshot.subjectKeys(notWrappedBy: wrapping.current, limit: batch)
                for row in rows {
                    let wrapped = try wrapping.wrapped(try opened(row))
                    try transaction.rewrap(SubjectKeyRow(number: row.number, wrappedBy: wrapping.current, wrapped: [UInt8](wrapped)))
                }
                return rows.count
            }
            count += done
            if done < batch { return count }
        }
    }
}
