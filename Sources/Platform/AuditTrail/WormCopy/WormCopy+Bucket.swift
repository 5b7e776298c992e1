package import Documents
import Logging
import ObjectStorage
import Store
import TransparencyLog

extension WormCopy {
    /// How many checkpoints that nobody of this log signed are passed over in the search for the newest.
    private static let patience = 16

    /// Puts an object where nothing is yet, locked; what is there already is compared.
    /// - Throws: `AuditError` `copy-differs`, `StorageError`, `StoreError`.
    func put(_ part: LogCopyLayout.Part, _ bytes: [UInt8]) async throws {
        let key = configuration.layout.key(of: part)
        let destination = configuration.destination
        if try await store.read({ try $0.wormObject(key, in: destination) }) != nil { return }
        let lock = Retention(.compliance, until: now().advanced(by: .seconds(86_400 * configuration.days)))
        let row: WormObjectRow
        switch try await bucket.put(key, bytes, PutTerms(isNewOnly: true, retention: lock)) {
        case .stored(let version):
            row = WormObjectRow(key: key, version: version, sha256: AuditLeaf.sha256(bytes), retainUntil: lock.until)
        case .exists:
            row = try await compared(part, key, bytes)
        }
        try await store.write { try $0.add(row, to: destination) }
    }

    /// The newest checkpoint of this log that the bucket holds, of `size` entries or more.
    func newestHeld(from size: Int64) async throws -> Checkpoint? {
        let layout = configuration.layout
        let listing = try await bucket.versions(prefix: layout.sealedRoot, after: size == 0 ? nil : layout.sealed(size))
        let held = LogCopyObject.all(in: listing).filter { object in
            if case .checkpoint? = layout.part(of: object.key) { object.oldest != nil } else { false }
        }
        for object in held.reversed().prefix(Self.patience) {
            let note = try await bucket.get(object.key, version: object.oldest?.version).bytes
            if let checkpoint = try? Checkpoint.open(note, verifier: sequencer.signer.verifier) { return checkpoint }
            logger.critical("the bucket has a checkpoint that this log did not sign", metadata: ["key": "\(object.key)"])
        }
        return nil
    }

    /// How old the oldest event is that no sealed checkpoint in the bucket covers, in seconds, 0 when there is none; and how many objects
    /// were put.
    /// - Parameter now: of the clock that gives events their time.
    package nonisolated func progress(at now: Timestamp) async throws -> (lag: Double, objects: Int64) {
        try await store.read { [configuration] snapshot in
            let row = try snapshot.wormCopy(to: configuration.destination)
            guard let event = try snapshot.auditEvent(at: row.sealedSize) else { return (0, row.objectCount) }
            return (max(0, Double(now.milliseconds - event.at.milliseconds) / 1000), row.objectCount)
        }
    }

    /// What is under a key already: the first version must be what was to be put, and locked. It is where an answer got lost.
    private func compared(_ part: LogCopyLayout.Part, _ key: String, _ bytes: [UInt8]) async throws -> WormObjectRow {
        let versions = try await bucket.versions(prefix: key, after: nil).filter { $0.key == key }
        let object = LogCopyObject(key: key, versions: versions)
        // It may have gone since: the next round puts it.
        guard let oldest = object.oldest else { throw StorageError(.conflict, "\(key) was there, and is not listed: try again") }
        let (found, stored) = try await bucket.get(key, version: oldest.version)
        guard isSame(part, found, bytes) else {
            throw AuditError(
                .copyDiffers, "\(key) has \(found.count) bytes that are not those of this log; verify the copy with `assay audit verify`")
        }
        let retention = if let known = stored.retention { known } else { try await lock(of: key, version: oldest.version) }
        if let fault = object.fault(of: retention) { throw AuditError(.copyDiffers, "\(fault)") }
        return WormObjectRow(
            key: key, version: oldest.version, sha256: AuditLeaf.sha256(found), retainUntil: retention?.until ?? oldest.modified)
    }

    private func lock(of key: String, version: String) async throws(StorageError) -> Retention? {
        do throws(StorageError) { return try await bucket.retention(of: key, version: version) } catch  where error.code == .noLock {
            return nil
        }
    }

    /// Whether what is there says the same as what was to be put: more witnesses may have cosigned since, and subjects been erased.
    private func isSame(_ part: LogCopyLayout.Part, _ found: [UInt8], _ wanted: [UInt8]) -> Bool {
        if found == wanted { return true }
        switch part {
        case .checkpoint:
            let verifier = sequencer.signer.verifier
            guard let held = try? Checkpoint.open(found, verifier: verifier) else { return false }
            return held == (try? Checkpoint.open(wanted, verifier: verifier))
        case .events, .partialEvents: return EventCopy.isErased(wanted, of: found, verifier: sequencer.signer.verifier)
        case .erased:
            // Whoever signs need not make the same signature twice.
            let verifier = sequencer.signer.verifier
            guard let held = try? LogCopyStatement(found, verifier: verifier) else { return false }
            return held == (try? LogCopyStatement(wanted, verifier: verifier))
        case .file, .partial: return false
        }
    }
}
