import Access
import AuditTrail
import Documents
import HTTPTypes
import Logging
import MessageSignatures
import Requests
import ServerKit
import Store

/// `GET /webhook-keys`, and `POST /operator/keys/{purpose}/rotation` and `/revocation`: the keys with which the realm signs are exchanged
/// when two officers want it, without a restart.
extension RealmRoutes {
    func addKeys(to routes: inout RouteTable) {
        routes.on("GET", services.realm.prefix + "/webhook-keys") { [services] request in
            try request.allowQuery([])
            return .json(services.webhookKeys)
        }
        on("POST", "/operator/keys/{purpose}/rotation", in: &routes) { request, grant in
            try await services.askKeyChange(request, grant) { purpose, _ in .rotation(purpose) }
        }
        on("POST", "/operator/keys/{purpose}/revocation", in: &routes) { request, grant in
            try await services.askKeyChange(request, grant) { purpose, body throws(Problem) in
                .revocation(purpose, keyID: try body.text("kid", limit: 128))
            }
        }
    }
}

/// A change of the keys of a purpose.
enum KeyChange: Sendable, Hashable {
    /// A new key is made; the one before stays good for what it signed.
    case rotation(KeyPurpose)
    /// A key that is not to be trusted any more is taken out at once.
    case revocation(KeyPurpose, keyID: String)

    var purpose: KeyPurpose {
        switch self {
        case .rotation(let purpose), .revocation(let purpose, _): purpose
        }
    }

    /// Reads what `document` gave; nil for anything else.
    init?(_ document: Node) {
        guard let purpose = document["purpose"]?.string.flatMap(KeyPurpose.init) else { return nil }
        switch (document["step"]?.string, document["kid"]?.string) {
        case ("ROTATION", nil): self = .rotation(purpose)
        case ("REVOCATION", let keyID?): self = .revocation(purpose, keyID: keyID)
        default: return nil
        }
    }

    /// Members `purpose`, `step` and, of a revocation, `kid`.
    var document: Node {
        switch self {
        case .rotation(let purpose): .object([("purpose", .string(purpose.rawValue)), ("step", "ROTATION")])
        case .revocation(let purpose, let keyID):
            .object([("purpose", .string(purpose.rawValue)), ("step", "REVOCATION"), ("kid", .string(keyID))])
        }
    }
}

extension RealmServices {
    /// The kind of a change that an approval waits for, and of what the audit trail says of keys.
    static let keyKind = "key"
    /// What the audit trail calls the revocation of a key. It is a history of its own: that of the key tells how it was made, and a
    /// revocation does not begin with what that told, the ring of then.
    static let keyRevocationKind = "key_revocation"
    /// The kind of what an approved change of keys leaves in the store until it is carried out.
    private static let keyChangeKind = "key_change"

    /// The keys that sign deliveries, as a JWK Set: each with its `state` and as receivers' libraries write it (`whpk_`).
    var webhookKeys: Node {
        let (ring, now) = (configuration.keys.ring(.delivery), now())
        let shown = Set(configuration.publishedKeys.map(\.keyID))
        let states = Dictionary(ring.keys.map { ($0.keyID, $0.state(at: now).rawValue) }) { first, _ in first }
        let keys = ring.published(at: now).filter { shown.contains($0.keyID) }.map { key in
            key.jwk().setting("state", .string(states[key.keyID] ?? ""))
                .setting("webhook_key", StandardWebhooks.publicKey(key).map { .string($0) } ?? .null)
        }
        let revoked = ring.revoked.map { key in
            Node.object([("kid", .string(key.keyID)), ("revoked_at", .string(key.at.description))])
        }
        return .object([("keys", .array(keys)), ("revoked", .array(revoked))])
    }

    /// Keeps a change of keys for a second officer: 202, and nothing is changed yet.
    func askKeyChange(
        _ request: ServerRequest, _ grant: Grant,
        _ read: @Sendable (KeyPurpose, inout ObjectReader) throws(Problem) -> KeyChange
    ) async throws -> ServerResponse {
        guard let purpose = request.parameters["purpose"].flatMap(KeyPurpose.init) else { throw Problem.unknownObject }
        var body = try ObjectReader(body: request)
        let change = try read(purpose, &body)
        let reason = try body.text("reason", limit: 500)
        try body.finish()
        try check(change)
        let order = EntityOrder(kind: Self.keyKind, id: purpose.rawValue, step: .put(change.document), reason: reason)
        return try await ask(order, .none, grant, request)
    }

    /// What must hold of a change of keys when it is asked for, and when it is agreed to.
    /// - Throws: 409 `key-change-refused`, 404 for a key that is none.
    func check(_ change: KeyChange) throws(Problem) {
        let ring = configuration.keys.ring(change.purpose)
        do throws(PurposeRing.Refusal) {
            switch change {
            case .rotation: try ring.checkRotation(at: now())
            case .revocation(_, let keyID): try ring.checkRevocation(of: keyID)
            }
        } catch {
            throw error.code == .unknownKey ? Problem.unknownObject : Problem.keyChangeRefused(error.description)
        }
    }

    /// The part of a change of keys inside the transaction of the decision. That it was agreed to is durable with it; `finishKeyChanges` does
    /// the rest.
    func beginKeyChange(_ order: EntityOrder, approval: String, requestedBy: Node, actor: AuditActor, in transaction: Transaction) throws {
        guard case .put(let change) = order.step else { throw Problem.unknownObject }
        let value = Node.object([
            ("state", "BEGUN"), ("change", change), ("reason", .string(order.reason)), ("requested_by", requestedBy),
            ("decided_by", .string(actor.subject)),
        ])
        try transaction.put(try keyChange(approval, version: 1, value, at: now()))
    }

    private func keyChange(_ approval: String, version: Int, _ value: Node, at instant: Timestamp) throws -> EntityRow {
        EntityRow(
            kind: Self.keyChangeKind, id: approval, version: version, operatorID: operatorID, value: try value.canonicalBytes(),
            changedAt: instant)
    }

    /// Carries out the changes of keys that were agreed to, by this process or an earlier one: the file first, then the event in the log. Both
    /// can be repeated; a new key is in the log before it signs.
    func finishKeyChanges() async throws {
        let begun = try await store.read { try $0.entities(Self.keyChangeKind) }.compactMap { row in
            try Self.value(of: row).flatMap { value in value["state"] == "BEGUN" ? (row, value) : nil }
        }
        for (row, value) in begun {
            guard let change = value["change"].flatMap(KeyChange.init) else { continue }
            let ring: PurposeRing
            do {
                ring = try carryOut(change, cause: row.id)
            } catch let refusal as PurposeRing.Refusal {
                // Somebody was faster: what was agreed to makes no sense any more.
                let refused = try keyChange(row.id, version: row.version + 1, value.setting("state", "REFUSED"), at: now())
                try await store.write { try $0.put(refused) }
                configuration.logger.warning("a change of keys was not carried out", metadata: ["reason": "\(refusal)"])
                continue
            }
            let done = try keyChange(row.id, version: row.version + 1, value.setting("state", "DONE"), at: now())
            let entry = keyEntry(
                change, ring, cause: row.id, actor: AuditActor(subject: value["decided_by"]?.string ?? "system"),
                reason: value["reason"]?.string ?? "",
                detail: .object([("approval", .string(row.id)), ("requested_by", value["requested_by"] ?? .null)]))
            try await store.write { [trail] transaction in
                // Two decisions at once both come here; the event is written once.
                let now = try transaction.snapshot.entity(Self.keyChangeKind, id: row.id)
                guard now?.version == row.version else { return }
                try trail.record(in: transaction, entry)
                try transaction.put(done)
            }
        }
    }

    /// Changes keys at once, with its event in the log: for the sandbox, whose keys nobody trusts.
    func changeKeys(_ change: KeyChange, actor: AuditActor, reason: String) async throws -> PurposeRing {
        let cause = UUIDv7.make(at: now())
        let ring = try carryOut(change, cause: cause)
        let entry = keyEntry(change, ring, cause: cause, actor: actor, reason: reason, detail: nil)
        try await store.write { [trail] transaction in _ = try trail.record(in: transaction, entry) }
        return ring
    }

    private func carryOut(_ change: KeyChange, cause: String) throws -> PurposeRing {
        switch change {
        case .rotation(let purpose): try configuration.keys.rotate(purpose, cause: cause)
        case .revocation(let purpose, let keyID): try configuration.keys.revoke(keyID, of: purpose, cause: cause)
        }
    }

    /// What the log says of a change of keys: enough to tell later whether a key was good when it signed.
    private func keyEntry(
        _ change: KeyChange, _ ring: PurposeRing, cause: String, actor: AuditActor, reason: String, detail: Node?
    ) -> AuditEntry {
        let made = ring.keys.last { $0.cause == cause }
        let keyID =
            switch change {
            case .rotation: made?.keyID ?? ""
            case .revocation(_, let keyID): keyID
            }
        let document = change.document.setting("keys", .array(ring.keys.map(\.publicDocument)))
        let isNew = if case .rotation = change { true } else { false }
        return AuditEntry(
            at: now(), operatorID: operatorID, subject: .operation, actor: actor, action: .create,
            entity: isNew ? Self.keyKind : Self.keyRevocationKind, id: keyID, after: document, reason: reason, detail: detail)
    }
}

extension Problem {
    static func keyChangeRefused(_ detail: String) -> Problem {
        Problem(status: 409, code: "key-change-refused", title: "The keys cannot be changed so now", detail: detail)
    }

    static let keysUnavailable = Problem(
        status: 503, code: "keys-unavailable", title: "The keys could not be exchanged",
        detail: "The decision stands and is carried out as soon as it can be; the platform's log says what is in the way.",
        fields: [.retryAfter: "5"])
}
