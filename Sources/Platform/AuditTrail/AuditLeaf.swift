import Crypto
package import Documents
import TransparencyLog

/// The canonical JSON (RFC 8785) that the log holds for one event: the same event always gives the same bytes.
///
/// Members: `schema`, `index`, `event_id`, `at`, `operator`, `actor{sub, client_id, certificate, address}`, `action`,
/// `entity`, `id`, `before_hash`, `after_hash`, `diff` (RFC 6902) or `diff_reference{sha256, bytes}`, `reason`, `request_id`,
/// `detail`. What is absent is left out. `index` binds the bytes to their place in the log.
package struct AuditLeaf: Sendable {
    /// The parsed leaf.
    package let document: Node
    /// What the log hashes; at most 65,535 bytes.
    package let bytes: [UInt8]
    /// The canonical bytes of a diff that is too long for the leaf, to be kept under `attachmentSHA256`.
    let attachment: [UInt8]?

    private static let schema = "assay.audit/1"

    /// Makes the leaf of an entry.
    /// - Throws: `AuditError` `too-large` when it does not fit even without its diff; `DocumentError` for numbers that canonical
    ///   JSON cannot express.
    init(_ entry: AuditEntry, index: Int64, eventID: String) throws {
        var document = Self.document(entry, index: index, eventID: eventID)
        document = try document.settingHash(of: entry.before, as: "before_hash").settingHash(of: entry.after, as: "after_hash")
        guard AuditAction.changes.contains(entry.action) else {
            try self.init(document: document, bytes: document.canonicalBytes(), attachment: nil)
            return
        }
        let diff = JSONPatch.difference(from: entry.before ?? .null, to: entry.after ?? .null)
        let whole = document.setting("diff", diff)
        let bytes = try whole.canonicalBytes()
        guard bytes.count > EntryBundle.maximumEntryBytes else {
            try self.init(document: whole, bytes: bytes, attachment: nil)
            return
        }
        let apart = try diff.canonicalBytes()
        let reference: Node = ["sha256": .string(Self.sha256(apart)), "bytes": .integer(apart.count)]
        let short = document.setting("diff_reference", reference)
        try self.init(document: short, bytes: short.canonicalBytes(), attachment: apart)
    }

    private init(document: Node, bytes: [UInt8], attachment: [UInt8]?) throws(AuditError) {
        guard bytes.count <= EntryBundle.maximumEntryBytes else {
            throw AuditError(.tooLarge, "an event of \(bytes.count) bytes does not fit a leaf of \(EntryBundle.maximumEntryBytes)")
        }
        self.document = document
        self.bytes = bytes
        self.attachment = attachment
    }

    /// Reads a stored leaf.
    /// - Throws: `AuditError` `damaged` when the bytes are not a leaf of this schema.
    init(parsing bytes: [UInt8]) throws {
        guard let document = try? JSONReader.read(bytes), document["schema"]?.string == Self.schema else {
            throw AuditError(.damaged, "a stored leaf of \(bytes.count) bytes is not \(Self.schema)")
        }
        self.document = document
        self.bytes = bytes
        attachment = nil
    }

    /// The name under which a diff too long for the leaf is kept; nil when the leaf holds its diff.
    var attachmentSHA256: String? { document["diff_reference"]?["sha256"]?.string }

    private static func document(_ entry: AuditEntry, index: Int64, eventID: String) -> Node {
        let actor = members([
            ("sub", .string(entry.actor.subject)), ("client_id", entry.actor.clientID.map(Node.string)),
            ("certificate", entry.actor.certificate.map(Node.string)), ("address", entry.actor.address.map(Node.string)),
        ])
        return members([
            ("schema", .string(schema)), ("index", .integer(Int(index))), ("event_id", .string(eventID)),
            ("at", .string(entry.at.description)), ("operator", .string(entry.operatorID)), ("actor", actor),
            ("action", .string(entry.action.rawValue)), ("entity", .string(entry.entity)), ("id", .string(entry.id)),
            ("reason", entry.reason.map(Node.string)), ("request_id", entry.requestID.map(Node.string)), ("detail", entry.detail),
        ])
    }

    private static func members(_ all: [(String, Node?)]) -> Node {
        .object(all.compactMap { name, value in value.map { (name, $0) } })
    }

    /// Lower-case hex.
    static func sha256(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}

extension Node {
    /// The document with the SHA-256 of a value's canonical JSON, lower-case hex; itself when there is no value.
    fileprivate func settingHash(of value: Node?, as name: String) throws -> Node {
        guard let value else { return self }
        return setting(name, .string(AuditLeaf.sha256(try value.canonicalBytes())))
    }
}
