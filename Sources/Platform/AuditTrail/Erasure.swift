import Documents
package import Store

extension AuditTrail {
    /// Makes unreadable for good what the events about a subject tell, by destroying its key; every leaf and every proof stays.
    ///
    /// That it was done is an event of its own, which names nobody. When this returns, neither the store's file nor its log hold the key or
    /// what it sealed. Idempotent; what a crash leaves undone is done by calling it again.
    /// - Parameter entry: who erases and why; `entry.subject` must be another subject.
    /// - Returns: how many events cannot be read any more; 0 when there was no key.
    @discardableResult
    package func erase(_ subject: AuditSubject, by entry: AuditEntry) async throws -> Int {
        let count = try await store.write { [self] transaction in try erase(subject, by: entry, in: transaction) }
        try await store.settle()
        return count
    }

    /// The part of an erasure inside a transaction; `PlatformStore.settle` must follow its commit.
    @discardableResult
    package func erase(_ subject: AuditSubject, by entry: AuditEntry, in transaction: Transaction) throws -> Int {
        precondition(entry.subject != subject, "what tells of an erasure would be erased with it")
        guard let count = try transaction.erase(subject: subject.name, at: entry.at) else { return 0 }
        try record(in: transaction, entry)
        return count
    }
}
