package import Documents
package import Store

/// An entity as it stood at a time.
package struct EntityState: Sendable {
    /// Nil when there was none: not yet, or not any more.
    package let value: Node?
    /// SHA-256 of the value's canonical JSON, lower-case hex; nil when there was none.
    package let hash: String?
    /// The change that led to it: its leaf is what proves the state. Nil before the first one.
    package let change: AuditChange?
}

extension AuditTrail {
    /// More changes are not folded for one answer.
    package static let mostFolded = 10_000

    /// An entity as it stood at a time: its changes folded from the first one on, each held against the hashes that its leaf commits to.
    /// A change counts from its own time, and never before the one that it follows.
    ///
    /// - Throws: `AuditError` `damaged` when a change does not begin with the state that the one before it left, or does not lead to the
    ///   state that it tells of, or cannot be read: then nobody knows the state, and none is answered. `too-large` for a history of more
    ///   than `mostFolded` changes.
    package func state(entity: String, id: String, operatorID: String, at instant: Timestamp) async throws -> EntityState {
        try await store.read { snapshot in
            let query = AuditQuery(operatorID: operatorID, entity: entity, id: id, actions: AuditAction.changes.map(\.rawValue))
            let rows = try snapshot.auditEvents(query, from: 0, limit: Self.mostFolded + 1)
            guard rows.count <= Self.mostFolded else {
                throw AuditError(.tooLarge, "a history of more than \(Self.mostFolded) changes is not folded")
            }
            var state = EntityState(value: nil, hash: nil, change: nil)
            for row in rows.prefix(while: { $0.event.at <= instant }) {
                guard let change = try change(row.event, in: snapshot) else {
                    throw AuditError(.damaged, "leaf \(row.event.sequence) cannot be read, and what follows it neither")
                }
                state = try state.after(change)
            }
            return state
        }
    }

    /// The changes that an inquiry fits, whose subject and contents are accepted, oldest first.
    /// - Parameters:
    ///   - most: so many events are opened at most; what is left is for the next page.
    ///   - isAccepted: asked with the event's subject before it is opened.
    ///   - fits: asked with what the event tells.
    /// - Returns: where the next page begins; nil when nothing is left.
    package func changes(
        _ query: AuditQuery, from first: Int64, limit: Int, most: Int = 1000,
        isAccepted: @Sendable (_ entity: String, _ id: String, _ subject: AuditSubject?) async throws -> Bool,
        fits: @Sendable (Node) -> Bool
    ) async throws -> (changes: [AuditChange], next: Int64?) {
        let rows = try await store.read { try $0.auditEvents(query, from: first, limit: most + 1) }
        let looked = Array(rows.prefix(most))
        // Not many more are opened than are shown, and those together.
        let chunk = max(limit + 1, 50)
        var shown: [AuditChange] = []
        for start in stride(from: 0, to: looked.count, by: chunk) {
            var accepted: [AuditEventRow] = []
            for row in looked[start..<min(start + chunk, looked.count)] {
                let isShown = try await isAccepted(row.event.entity, row.event.entityID, row.subject.flatMap(AuditSubject.init))
                if isShown { accepted.append(row.event) }
            }
            let opened = try await store.read { [accepted] snapshot in try accepted.compactMap { try change($0, in: snapshot) } }
            for change in opened where fits(change.document) {
                if shown.count == limit { return (shown, change.index) }
                shown.append(change)
            }
        }
        return (shown, rows.count > most ? rows.last?.event.sequence : nil)
    }
}

extension EntityState {
    /// The state after one more change.
    func after(_ change: AuditChange) throws -> EntityState {
        guard change.document["before_hash"]?.string == hash else {
            throw AuditError(.damaged, "leaf \(change.index) does not begin with the state in which the change before it ended")
        }
        let told = change.document["after_hash"]?.string
        let patched: Node
        do { patched = try JSONPatch.apply(change.diff, to: value ?? .null) } catch {
            throw AuditError(.damaged, "the patch of leaf \(change.index) cannot be applied: \(error)")
        }
        let after = told == nil && patched.isNull ? nil : patched
        let reached = try after.map { AuditLeaf.sha256(try $0.canonicalBytes()) }
        guard reached == told else {
            throw AuditError(.damaged, "the patch of leaf \(change.index) does not lead to the state that it tells of")
        }
        return EntityState(value: after, hash: reached, change: change)
    }
}
