package import Documents
package import Store
package import TransparencyLog

/// Where an event stands in the log, known as soon as its transaction commits.
package struct AuditRecord: Sendable, Hashable {
    /// 0-based leaf index.
    package let index: Int64
    package let leafHash: Hash
}

/// Writes and reads the operator's audit events.
///
/// An event is written in the transaction of what it tells about: both are durable, or neither. The log is built from these
/// rows afterwards, by the `Sequencer`.
package struct AuditTrail: Sendable {
    let store: PlatformStore
    let keys: SubjectKeys
    private let newEventID: @Sendable (Timestamp) -> String
    private let extraMembers: @Sendable (AuditEntry) -> [(String, Node)]

    /// - Parameters:
    ///   - keys: seal what events tell.
    ///   - newEventID: makes the identifier of an event from its time.
    ///   - extraMembers: what leaves tell beside their commitment; nothing but for a fault of the sandbox.
    package init(
        store: PlatformStore, keys: SubjectKeys, newEventID: @escaping @Sendable (Timestamp) -> String = UUIDv7.make(at:),
        extraMembers: @escaping @Sendable (AuditEntry) -> [(String, Node)] = { _ in [] }
    ) {
        self.store = store
        self.keys = keys
        self.newEventID = newEventID
        self.extraMembers = extraMembers
    }

    /// Gives the event the next index and stores its leaf within `transaction`, with what the leaf commits to beside it.
    /// - Throws: `AuditError` `too-large` or `key-unusable`, or what the store reports; the transaction must then not be committed.
    @discardableResult
    package func record(in transaction: Transaction, _ entry: AuditEntry) throws -> AuditRecord {
        let index = try transaction.snapshot.auditEventCount()
        let eventID = newEventID(entry.at)
        let (number, key) = try keys.key(of: entry.subject, in: transaction, at: entry.at)
        let seal = EventSeal(subjectKey: key, eventID: eventID)
        let document = try AuditDocument(entry, index: index, eventID: eventID)
        let leaf = try AuditLeaf(
            entry, index: index, eventID: eventID, commitment: seal.commitment(to: document.bytes), extra: extraMembers(entry))
        try transaction.append(
            AuditEventRow(
                sequence: index, eventID: eventID, at: entry.at, operatorID: entry.operatorID, action: entry.action.rawValue,
                entity: entry.entity, entityID: entry.id, leaf: leaf.bytes, requestID: entry.requestID,
                sealed: .init(key: number, document: try seal.sealed(document.bytes))))
        return AuditRecord(index: index, leafHash: MerkleHash.leaf(leaf.bytes))
    }

    /// The changes of an entity, oldest first.
    ///
    /// - Parameters:
    ///   - first: the lowest leaf index to return; pass the last one seen plus 1 for the next page.
    ///   - limit: 1 to 1000 changes.
    package func history(
        entity: String, id: String, operatorID: String, from first: Int64 = 0, limit: Int = 1000
    ) async throws -> [AuditChange] {
        try await store.read { snapshot in
            try snapshot.auditEvents(
                entity: entity, id: id, operatorID: operatorID, actions: AuditAction.changes.map(\.rawValue), from: first,
                limit: min(max(limit, 1), 1000)
            ).compactMap { try change($0, in: snapshot) }
        }
    }

    /// Whom the changes of an entity are about; empty when there are none. Nil stands for events of the first schema, which do not say.
    package func subjects(entity: String, id: String, operatorID: String) async throws -> [AuditSubject?] {
        try await store.read { snapshot in
            try snapshot.auditSubjects(entity: entity, id: id, operatorID: operatorID, actions: AuditAction.changes.map(\.rawValue))
                .map { $0.flatMap(AuditSubject.init) }
        }
    }

    /// Whom the first change of an entity is about, as one transaction sees it; the operator's own people where nothing says so.
    package func subject(of entity: String, id: String, operatorID: String, in snapshot: Snapshot) throws -> AuditSubject {
        let names = try snapshot.auditSubjects(entity: entity, id: id, operatorID: operatorID, actions: [AuditAction.create.rawValue])
        return names.first.flatMap { $0 }.flatMap(AuditSubject.init) ?? .own
    }

    /// What an event tells; nil when it was erased.
    /// - Throws: `AuditError` `damaged` when what lies beside the leaf is not what it commits to.
    package func told(by event: AuditEventRow, in snapshot: Snapshot) throws -> Node? {
        guard event.sealed != nil else { return try TellingLeaf(parsing: event.leaf).node }
        return try opened(event, in: snapshot).map { try AuditDocument(parsing: $0.event).node }
    }

    /// Nil when what it tells was erased.
    func change(_ event: AuditEventRow, in snapshot: Snapshot) throws -> AuditChange? {
        let leafHash = MerkleHash.leaf(event.leaf)
        guard event.sealed != nil else {
            let leaf = try TellingLeaf(parsing: event.leaf)
            return AuditChange(
                index: event.sequence, document: leaf.node, diff: try leaf.diff(in: snapshot), leaf: event.leaf, leafHash: leafHash)
        }
        guard let opening = try opened(event, in: snapshot) else { return nil }
        let document = try AuditDocument(parsing: opening.event).node
        return AuditChange(
            index: event.sequence, document: document, diff: document["diff"] ?? [], leaf: event.leaf, leafHash: leafHash, opening: opening)
    }

    private func opened(_ event: AuditEventRow, in snapshot: Snapshot) throws -> AuditChange.Opening? {
        guard let sealed = event.sealed, let bytes = sealed.document, let key = try keys.key(sealed.key, in: snapshot) else { return nil }
        let seal = EventSeal(subjectKey: key, eventID: event.eventID)
        let document = try seal.opened(bytes)
        guard seal.commitment(to: document) == (try AuditLeaf.commitment(in: event.leaf)) else {
            throw AuditError(.damaged, "leaf \(event.sequence) does not commit to what is stored beside it")
        }
        return AuditChange.Opening(event: document, blinding: seal.blinding)
    }
}
