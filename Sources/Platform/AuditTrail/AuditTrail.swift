package import Documents
package import Store
package import TransparencyLog

/// Where an event stands in the log, known as soon as its transaction commits.
package struct AuditRecord: Sendable, Hashable {
    /// 0-based leaf index.
    package let index: Int64
    package let leafHash: Hash
}

/// One change in an entity's history.
package struct AuditChange: Sendable {
    /// 0-based leaf index.
    package let index: Int64
    /// The leaf's document; its members are listed at `AuditLeaf`.
    package let document: Node
    /// RFC 6902, also when the leaf only refers to it.
    package let diff: Node
    /// The exact bytes of the leaf.
    package let leaf: [UInt8]
    package let leafHash: Hash

    package init(index: Int64, document: Node, diff: Node, leaf: [UInt8], leafHash: Hash) {
        self.index = index
        self.document = document
        self.diff = diff
        self.leaf = leaf
        self.leafHash = leafHash
    }
}

/// Writes and reads the operator's audit events.
///
/// An event is written in the transaction of what it tells about: both are durable, or neither. The log is built from these
/// rows afterwards, by the `Sequencer`.
package struct AuditTrail: Sendable {
    private let store: PlatformStore
    private let newEventID: @Sendable (Timestamp) -> String

    /// - Parameter newEventID: makes the identifier of an event from its time.
    package init(store: PlatformStore, newEventID: @escaping @Sendable (Timestamp) -> String = UUIDv7.make(at:)) {
        self.store = store
        self.newEventID = newEventID
    }

    /// Gives the event the next index and stores its leaf within `transaction`.
    /// - Throws: `AuditError` `too-large`, or what the store reports; the transaction must then not be committed.
    @discardableResult
    package func record(in transaction: Transaction, _ entry: AuditEntry) throws -> AuditRecord {
        let index = try transaction.snapshot.auditEventCount()
        let eventID = newEventID(entry.at)
        let leaf = try AuditLeaf(entry, index: index, eventID: eventID)
        if let attachment = leaf.attachment, let sha256 = leaf.attachmentSHA256 {
            try transaction.keepAuditAttachment(attachment, sha256: sha256)
        }
        try transaction.append(
            AuditEventRow(
                sequence: index, eventID: eventID, at: entry.at, operatorID: entry.operatorID, action: entry.action.rawValue,
                entity: entry.entity, entityID: entry.id, leaf: leaf.bytes))
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
            let events = try snapshot.auditEvents(
                entity: entity, id: id, operatorID: operatorID, actions: AuditAction.changes.map(\.rawValue), from: first,
                limit: min(max(limit, 1), 1000))
            return try events.map { event in
                let leaf = try AuditLeaf(parsing: event.leaf)
                return AuditChange(
                    index: event.sequence, document: leaf.document, diff: try Self.diff(of: leaf, in: snapshot), leaf: event.leaf,
                    leafHash: MerkleHash.leaf(event.leaf))
            }
        }
    }

    private static func diff(of leaf: AuditLeaf, in snapshot: Snapshot) throws -> Node {
        guard let sha256 = leaf.attachmentSHA256 else { return leaf.document["diff"] ?? [] }
        guard let bytes = try snapshot.auditAttachment(sha256), AuditLeaf.sha256(bytes) == sha256 else {
            throw AuditError(.damaged, "the diff \(sha256) is not in the store")
        }
        return try JSONReader.read(bytes)
    }
}
