import Documents
import Foundation
import ObjectStorage
import Store
import TransparencyLog

/// What of one audit event lies in the bucket: a line of canonical JSON with `index`, `action`, `entity`, `leaf`, and where the event is
/// sealed `key` and `document`.
///
/// The document is as the store has it, sealed under its subject's key. The key is never in the bucket: once it is destroyed in the store,
/// what is locked in the bucket for years can be read by nobody. What could tell of whom an event is about, `entity_id` and `request_id`,
/// is in the document alone.
struct EventCopy: Sendable, Hashable {
    let index: Int64
    let action: String
    let entity: String
    /// The log's entry, as in the bundle: of a bundle that was cut off there is nothing else.
    let leaf: [UInt8]
    /// Nil for leaves of the first schema, which tell everything themselves.
    let key: Int64?
    /// Nil when there is no key, and after an erasure.
    let document: [UInt8]?

    init(_ event: AuditEventRow) {
        index = event.sequence
        action = event.action
        entity = event.entity
        leaf = event.leaf
        key = event.sealed?.key
        document = event.sealed?.document
    }

    private init(parsing line: [UInt8]) throws(AuditError) {
        guard let node = try? JSONReader.read(line), let index = node["index"]?.integer, let action = node["action"]?.string,
            let entity = node["entity"]?.string, let leaf = node["leaf"]?.string.flatMap({ Data(base64Encoded: $0) })
        else { throw AuditError(.damaged, "a line of \(line.count) bytes in the bucket is not what an event is copied as") }
        self.index = Int64(index)
        self.action = action
        self.entity = entity
        self.leaf = [UInt8](leaf)
        key = node["key"]?.integer.map(Int64.init)
        guard let text = node["document"]?.string else {
            document = nil
            return
        }
        guard key != nil, let document = Data(base64Encoded: text) else {
            throw AuditError(.damaged, "the copied event \(index) has a document that is not base64, or no key")
        }
        self.document = [UInt8](document)
    }

    private func line() throws -> [UInt8] {
        let members: [(String, Node?)] = [
            ("index", .integer(Int(index))), ("action", .string(action)), ("entity", .string(entity)),
            ("leaf", .string(Data(leaf).base64EncodedString())), ("key", key.map { .integer(Int($0)) }),
            ("document", document.map { .string(Data($0).base64EncodedString()) }),
        ]
        return try Node.object(members.compactMap { name, value in value.map { (name, $0) } }).canonicalBytes()
    }

    /// The bytes of an object, a line for each event, signed.
    static func bytes(of events: [AuditEventRow], signer: NoteSigner) throws -> [UInt8] {
        try LogCopyEvents.bytes(
            of: try events.map { try EventCopy($0).line() }, leaves: events.map(\.leaf), from: events.first?.sequence ?? 0, signer: signer)
    }

    /// The events of an object that the log's key signed.
    /// - Throws: `AuditError` `damaged`.
    static func read(_ bytes: [UInt8], verifier: NoteVerifier) throws(AuditError) -> [EventCopy] {
        let object: LogCopyEvents
        do throws(LogError) {
            object = try LogCopyEvents(bytes, verifier: verifier)
            _ = try object.leaves()
        } catch { throw AuditError(.damaged, "what events are copied as: \(error.message)") }
        var events: [EventCopy] = []
        for line in object.lines { events.append(try EventCopy(parsing: Array(line))) }
        guard events.map(\.index) == events.indices.map({ object.first + Int64($0) }) else {
            throw AuditError(.damaged, "what events are copied as is signed for index \(object.first) and has others")
        }
        return events
    }

    /// Whether `now` tells the same events as `earlier`, but for what was erased since.
    static func isErased(_ now: [UInt8], of earlier: [UInt8], verifier: NoteVerifier) -> Bool {
        guard let now = try? read(now, verifier: verifier), let earlier = try? read(earlier, verifier: verifier), now.count == earlier.count
        else { return false }
        return zip(now, earlier).allSatisfy { new, old in
            (new.index, new.action, new.entity) == (old.index, old.action, old.entity) && new.key == old.key && new.leaf == old.leaf
                && (new.document == nil || new.document == old.document)
        }
    }
}
