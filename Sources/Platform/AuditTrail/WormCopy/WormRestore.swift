package import Documents
package import ObjectStorage
package import Store
package import TransparencyLog

/// Rebuilds a realm's audit trail from what was brought out of the bucket: rows, log, and how far it was signed; and the current versions
/// of entities, which their histories lead to: without them the next change of an entity would begin where nothing is, and its history
/// would not hold together any more.
///
/// The bucket alone gives the log, with the same root, and every proof. What events tell needs the subjects' keys besides: a copy of
/// `platform.sqlite` of any age, whose key table alone is read, and the wrapping keys. A key that is in no copy, or that the bucket says
/// was destroyed, stays gone, and its events are as after an erasure.
///
/// Everything comes back that the log's key signed, beyond the newest sealed checkpoint too: full bundles go into the bucket as they fill,
/// before the checkpoint that covers them, and a sealing can be cut off. They are evidence for seven years, and nobody can take them out of
/// the bucket: a log that went on without them would have other entries in their place, which its copy could never be put beside. So
/// whatever key of the copy is taken after a restoration holds what the restored log has there, and the copy goes on. What nobody of this
/// log signed is never taken: whoever has the bucket's credentials could write into the log.
package struct WormRestore: Sendable {
    /// What came of it.
    package struct Outcome: Sendable, Equatable {
        /// Of the newest sealed checkpoint.
        package let checkpoint: Checkpoint
        /// How many entries came back that were signed and not sealed yet; the log publishes a checkpoint of them when it starts.
        package let unsealed: Int64
        /// How many events tell again what they told.
        package let readable: Int64
        /// How many do not, since their subject's key is gone.
        package let unreadable: Int64
        /// How many entities have their current version again.
        package let entities: Int
        /// How many changes of entities led to none, since a key is gone or their history does not hold together.
        package let unfolded: Int64
    }

    private let files: any ListableTileStore
    private let findings: LogCopyFindings
    private let verifier: NoteVerifier
    private let backup: SubjectKeyBackup
    private let keys: SubjectKeys
    private let kinds: Set<String>
    private let now: Timestamp

    /// - Parameters:
    ///   - files: what `LogCopyAudit` wrote, whose findings these are.
    ///   - verifier: the log's key.
    ///   - keys: unwrap what is in `backup`.
    ///   - kinds: of entities that have a row for their current version, each of which is written with an event.
    package init(
        files: any ListableTileStore, findings: LogCopyFindings, verifier: NoteVerifier, backup: SubjectKeyBackup, keys: SubjectKeys,
        kinds: Set<String>, now: Timestamp
    ) {
        self.files = files
        self.findings = findings
        self.verifier = verifier
        self.backup = backup
        self.keys = keys
        self.kinds = kinds
        self.now = now
    }

    /// Writes rows into `store` and files into `log`, both empty; nothing when the entries do not lead to the newest sealed root.
    /// - Parameter destination: what progress of the copy is kept under, so that nothing is put there again; nil keeps none.
    /// - Throws: `AuditError` `not-empty`, `copy-incomplete`, `damaged`, `key-unusable`; `LogError`, `StoreError`.
    package func run(into store: PlatformStore, log: any TileStore, destination: String?) async throws -> Outcome {
        guard let newest = findings.newest else {
            throw AuditError(.copyIncomplete, "the bucket holds no sealed checkpoint that the log's key signed")
        }
        let note = try checkedNote(of: newest)
        guard try await store.read({ try $0.auditEventCount() == 0 && $0.logState() == .start }), try log.read(checkpointPath) == nil else {
            throw AuditError(.notEmpty, "there is an audit log already: give a folder without one")
        }
        // First: a restoration that breaks off leaves a checkpoint that is ahead of the store, and a start refuses.
        try log.replace(checkpointPath, note)
        var (builder, readable, known) = (TreeBuilder(), Int64(0), Set<Int64>())
        var entities = RestoredEntities(kinds: kinds)
        while builder.size < newest.size {
            let first = builder.size
            let (leaves, events) = try bundle(at: first, of: newest.size)
            _ = try builder.integrate(leaves, at: first, into: log)
            let (added, rows) = try await store.write { [self, known] in try append(leaves, events, known: known, in: $0) }
            known.formUnion(added)
            readable += Int64(rows.count { $0.told != nil })
            for (event, told) in rows { entities.take(event, told) }
        }
        let reach = max(findings.reach, newest.size)
        var next = newest.size
        while next < reach {
            let events = try unsealed(at: next, of: reach)
            let (added, rows) = try await store.write { [self, known] in try append(events.map(\.leaf), events, known: known, in: $0) }
            known.formUnion(added)
            readable += Int64(rows.count { $0.told != nil })
            for (event, told) in rows { entities.take(event, told) }
            next += Int64(events.count)
        }
        // Last: until here a start refuses.
        let current = try entities.rows()
        try await store.write { transaction in
            for row in current { try transaction.put(row) }
            try transaction.put(
                LogState(
                    integratedSize: newest.size, intendedSize: newest.size, intendedRoot: newest.root.bytes, publishedSize: newest.size))
            if let destination {
                try transaction.reach(copied: newest.size & ~0xFF, sealed: newest.size, in: destination)
            }
        }
        return Outcome(
            checkpoint: newest, unsealed: reach - newest.size, readable: readable, unreadable: reach - readable,
            entities: current.count, unfolded: entities.unfolded)
    }

    /// What is signed from an index on, to the end of its bundle, of entries that no sealed checkpoint covers. That they go on what it
    /// covers was found before.
    private func unsealed(at first: Int64, of size: Int64) throws -> [EventCopy] {
        let path = TilePath(.entries, index: first >> 8, width: Int(min(256, size - first & ~0xFF)))
        guard let bytes = try files.read(LogCopyLayout.eventsPath(of: path)) else {
            throw AuditError(.copyIncomplete, "what the entries of \(path) are about is not in the bucket")
        }
        return Array(try EventCopy.read(bytes, verifier: verifier).dropFirst(Int(first & 0xFF)))
    }

    /// The note of the newest checkpoint, once the bundles were found to lead to its root.
    private func checkedNote(of newest: Checkpoint) throws -> [UInt8] {
        var builder = TreeBuilder()
        let nowhere = ForgettingTileStore()
        while builder.size < newest.size {
            _ = try builder.integrate(try leaves(at: builder.size, of: newest.size).entries, at: builder.size, into: nowhere)
        }
        guard builder.root == newest.root else {
            throw AuditError(.copyIncomplete, "the entries in the bucket lead to another root than its newest checkpoint has")
        }
        guard let note = try files.read(checkpointPath), try Checkpoint.open(note, verifier: verifier) == newest else {
            throw AuditError(.copyIncomplete, "the newest checkpoint was not brought out of the bucket: audit it by the log's key alone")
        }
        return note
    }

    private func leaves(at first: Int64, of size: Int64) throws -> (path: TilePath, entries: [[UInt8]]) {
        let path = TilePath(.entries, index: first >> 8, width: Int(min(256, size - first)))
        guard let bytes = try files.read(path.description) else {
            throw AuditError(.copyIncomplete, "\(path) is not in the bucket")
        }
        let entries = try EntryBundle.decode(bytes)
        guard entries.count == path.width else { throw AuditError(.copyIncomplete, "\(path) has \(entries.count) entries") }
        return (path, entries)
    }

    private func bundle(at first: Int64, of size: Int64) throws -> (leaves: [[UInt8]], events: [EventCopy]) {
        let (path, entries) = try leaves(at: first, of: size)
        guard let bytes = try files.read(LogCopyLayout.eventsPath(of: path)) else {
            throw AuditError(.copyIncomplete, "what the entries of \(path) are about is not in the bucket, or not signed by the log's key")
        }
        let events = try EventCopy.read(bytes, verifier: verifier)
        guard events.first?.index == first, events.map(\.leaf) == entries else {
            throw AuditError(.copyIncomplete, "what is told of the entries of \(path) is about others")
        }
        return (entries, events)
    }

    /// Returns the numbers of keys that were put back first, and the events with what they tell; nil where a key is gone.
    private func append(
        _ leaves: [[UInt8]], _ events: [EventCopy], known: Set<Int64>, in transaction: Transaction
    ) throws -> (added: Set<Int64>, rows: [(event: AuditEventRow, told: Node?)]) {
        var added = Set<Int64>()
        var rows: [(event: AuditEventRow, told: Node?)] = []
        for (leaf, event) in zip(leaves, events) {
            if let number = event.key, !known.contains(number), added.insert(number).inserted {
                if let entry = kept(number) {
                    try transaction.restore(entry)
                } else {
                    // A key that no copy has was not erased: a better copy may bring it back.
                    try transaction.restoreDestroyedKey(number, at: findings.erased.contains(number) ? now.milliseconds : 0)
                }
            }
            let row = try row(leaf, event, in: transaction.snapshot)
            try transaction.append(row.event)
            rows.append(row)
        }
        return (added, rows)
    }

    /// The key with a number; nil when no copy has it, and when it was destroyed since the copy was made.
    private func kept(_ number: Int64) -> SubjectKeyBackup.Entry? {
        findings.erased.contains(number) ? nil : backup.entries[number]
    }

    private func row(_ leaf: [UInt8], _ event: EventCopy, in snapshot: Snapshot) throws -> (event: AuditEventRow, told: Node?) {
        guard let facts = try? JSONReader.read(leaf), let eventID = facts["event_id"]?.string, let operatorID = facts["operator"]?.string,
            facts["index"]?.integer == Int(event.index), let at = facts["at"]?.string.flatMap({ try? Timestamp(parsing: $0) })
        else { throw AuditError(.damaged, "leaf \(event.index) in the bucket is not what this module writes") }
        func made(_ id: String, _ requestID: String?, _ sealed: AuditEventRow.SealedEvent?) -> AuditEventRow {
            AuditEventRow(
                sequence: event.index, eventID: eventID, at: at, operatorID: operatorID, action: event.action, entity: event.entity,
                entityID: id, leaf: leaf, requestID: requestID, sealed: sealed)
        }
        guard let number = event.key else { return (made(facts["id"]?.string ?? "", nil, nil), facts) }
        guard let sealed = event.document, kept(number) != nil, let key = try keys.key(number, in: snapshot) else {
            return (made("", nil, .init(key: number, document: nil)), nil)
        }
        let seal = EventSeal(subjectKey: key, eventID: eventID)
        let document = try seal.opened(sealed)
        guard seal.commitment(to: document) == (try AuditLeaf.commitment(in: leaf)) else {
            throw AuditError(.damaged, "leaf \(event.index) does not commit to what is in the bucket beside it")
        }
        let told = try AuditDocument(parsing: document).node
        return (made(told["id"]?.string ?? "", told["request_id"]?.string, .init(key: number, document: sealed)), told)
    }
}

/// Takes files and keeps none: for a root alone.
private struct ForgettingTileStore: TileStore {
    func read(_ path: String) throws(LogError) -> [UInt8]? { nil }
    func create(_ path: String, _ bytes: [UInt8]) throws(LogError) {}
    func replace(_ path: String, _ bytes: [UInt8]) throws(LogError) {}
}
