package import Documents

/// What an audit event tells, as canonical JSON (RFC 8785): the same event always gives the same bytes.
///
/// Members: `schema`, `index`, `event_id`, `at`, `operator`, `actor{sub, client_id, certificate, address}`, `action`, `entity`, `id`,
/// `before_hash`, `after_hash`, `diff` (RFC 6902), `reason`, `request_id`, `detail`. What is absent is left out. `index` binds the bytes to
/// their place in the log.
package struct AuditDocument: Sendable, Hashable {
    /// More is refused: an event is a change or a look at something, not a store.
    static let maximumBytes = 1 << 20
    private static let schema = "assay.audit-event/1"

    /// The parsed document.
    package let node: Node
    /// What the leaf commits to, at most `maximumBytes`.
    package let bytes: [UInt8]

    /// - Throws: `AuditError` `too-large`; `DocumentError` for numbers that canonical JSON cannot express.
    init(_ entry: AuditEntry, index: Int64, eventID: String) throws {
        var node = Self.head(entry, index: index, eventID: eventID)
        node = try node.settingHash(of: entry.before, as: "before_hash").settingHash(of: entry.after, as: "after_hash")
        if AuditAction.changes.contains(entry.action) {
            node = node.setting("diff", JSONPatch.difference(from: entry.before ?? .null, to: entry.after ?? .null))
        }
        self.node = node
        bytes = try node.canonicalBytes()
        guard bytes.count <= Self.maximumBytes else {
            throw AuditError(.tooLarge, "an event of \(bytes.count) bytes is more than \(Self.maximumBytes)")
        }
    }

    /// Reads a document as it was made.
    /// - Throws: `AuditError` `damaged`.
    init(parsing bytes: [UInt8]) throws(AuditError) {
        guard let node = try? JSONReader.read(bytes), node["schema"]?.string == Self.schema else {
            throw AuditError(.damaged, "a stored event of \(bytes.count) bytes is not \(Self.schema)")
        }
        self.node = node
        self.bytes = bytes
    }

    private static func head(_ entry: AuditEntry, index: Int64, eventID: String) -> Node {
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
}

extension Node {
    /// The document with the SHA-256 of a value's canonical JSON, lower-case hex; itself when there is no value.
    fileprivate func settingHash(of value: Node?, as name: String) throws -> Node {
        guard let value else { return self }
        return setting(name, .string(AuditLeaf.sha256(try value.canonicalBytes())))
    }
}
