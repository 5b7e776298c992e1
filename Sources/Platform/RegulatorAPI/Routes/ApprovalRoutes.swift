import Access
import AuditTrail
import Documents
import HTTPTypes
import Logging
import Requests
import ServerKit
import Store

/// `GET` and `POST /operator/approvals/{id}`: a change that one officer asked for and another decides.
extension RealmRoutes {
    func addApprovals(to routes: inout RouteTable) {
        on("GET", "/operator/approvals/{id}", in: &routes) { request, grant in
            try await services.approval(request, grant)
        }
        on("POST", "/operator/approvals/{id}", in: &routes) { request, grant in
            try await services.decide(request, grant)
        }
    }
}

extension RealmServices {
    static let approvalKind = "approval"

    func approval(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        let id = try Self.entityID(request)
        let (found, subject) = try await store.read { [trail, operatorID] snapshot in
            (
                try snapshot.entity(Self.approvalKind, id: id),
                try trail.subject(of: Self.approvalKind, id: id, operatorID: operatorID, in: snapshot)
            )
        }
        guard let row = found, row.operatorID == operatorID, try Self.value(of: row) != nil else { throw Problem.unknownObject }
        try await recordRead(request, grant, entity: row.kind, id: id, rows: 1, about: subject)
        return try Self.answer(row, record: nil, status: 200)
    }

    /// Keeps a change for a second officer: 202, and nothing is changed yet. What could not be carried out now is refused now.
    func ask(
        _ order: EntityOrder, _ condition: VersionCondition, _ grant: Grant, _ request: ServerRequest
    ) async throws -> ServerResponse {
        let row = try await keep(order, condition: condition, actor: actor(grant), requestID: request.id)
        var response = try Self.answer(row, record: nil, status: 202)
        response.fields[.location] = "\(realm.prefix)/operator/approvals/\(row.id)"
        return response
    }

    /// Writes the approval that is asked for, with its audit event.
    func keep(_ order: EntityOrder, condition: VersionCondition, actor: AuditActor, requestID: String?) async throws -> EntityRow {
        let now = now()
        let approvalID = UUIDv7.make(at: now)
        return try await store.write { transaction in
            let current = try transaction.snapshot.entity(order.kind, id: order.id)
            guard current == nil || current?.operatorID == operatorID else { throw Problem.unknownObject }
            let before = try current.flatMap(Self.value)
            try condition.check(before == nil ? nil : current?.version)
            _ = try order.result(from: before, course: EntityCatalogue.kind(order.kind)?.course)
            let value: Node = .object([
                ("change", order.document), ("base_version", .integer(current?.version ?? 0)), ("requested_by", .string(actor.subject)),
                ("state", "PENDING"), ("decided_by", .null),
            ])
            return try putApproval(
                approvalID, version: 1, before: nil, after: value, about: order.subject(before), reason: order.reason, actor, at: now,
                requestID, in: transaction)
        }
    }

    /// Carries a change out, or turns it down; the decision, the change and both audit events are one transaction.
    func decide(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        let id = try Self.entityID(request)
        var body = try ObjectReader(body: request)
        let decision = try body.word("decision", of: ["APPROVE", "REJECT"])
        let reason = try body.text("reason", limit: 500)
        try body.finish()
        return try await decide(id, isApproved: decision == "APPROVE", reason: reason, actor: actor(grant), requestID: request.id)
    }

    /// Throws 404, 403 `same-officer`, 409 `approval-decided` and `approval-stale`.
    func decide(_ id: String, isApproved: Bool, reason: String, actor: AuditActor, requestID: String) async throws -> ServerResponse {
        let now = now()
        let mayDecideOwn = mode.effects.contains { effect in
            if case .approvesOwnChanges = effect { return true }
            return false
        }
        if isApproved {
            try await checkErasure(approval: id)
            try await checkKeyChange(approval: id)
        }
        let response = try await store.write { transaction in
            guard let row = try transaction.snapshot.entity(Self.approvalKind, id: id), row.operatorID == operatorID,
                let before = try Self.value(of: row), let order = before["change"].flatMap(EntityOrder.init)
            else {
                throw Problem.unknownObject
            }
            let state = before["state"]?.string ?? ""
            guard state == "PENDING" else { throw Problem.approvalDecided(state) }
            guard mayDecideOwn || before["requested_by"]?.string != actor.subject else { throw Problem.sameOfficer }
            let subject = try trail.subject(of: Self.approvalKind, id: id, operatorID: operatorID, in: transaction.snapshot)
            let after = before.setting("state", .string(isApproved ? "APPROVED" : "REJECTED"))
                .setting("decided_by", .string(actor.subject))
            let decided = try putApproval(
                id, version: row.version + 1, before: before, after: after, about: subject, reason: reason, actor,
                at: now, requestID, in: transaction)
            guard isApproved else { return try Self.answer(decided, record: nil, status: 200) }
            let current = try transaction.snapshot.entity(order.kind, id: order.id)
            guard (current?.version ?? 0) == before["base_version"]?.integer else { throw Problem.approvalStale }
            if order.kind == Self.erasureKind {
                try beginErasure(
                    order, approval: id, requestedBy: before["requested_by"] ?? .null, actor: actor, requestID: requestID, in: transaction)
                return try Self.answer(decided, record: nil, status: 200)
            }
            if order.kind == Self.keyKind {
                try beginKeyChange(
                    order, approval: id, requestedBy: before["requested_by"] ?? .null, actor: actor, in: transaction)
                return try Self.answer(decided, record: nil, status: 200)
            }
            let change = try write(
                order, .none, actor, at: now, requestID: requestID,
                detail: .object([("approval", .string(id)), ("requested_by", before["requested_by"] ?? .null)]), in: transaction)
            return try Self.answer(change.row, record: change.record, status: 200)
        }
        do {
            try await finishErasures()
        } catch {
            // The decision stands; the next decision, or the next start, finishes what it began.
            configuration.logger.error(
                "an erasure was begun and is not finished", metadata: ["request": "\(requestID)", "reason": "\(error)"])
        }
        do {
            try await finishKeyChanges()
        } catch {
            // It is tried again each few seconds, and at the next start.
            configuration.logger.error("a change of keys was agreed to and is not carried out", metadata: ["reason": "\(error)"])
            if try await isKeyChange(approval: id) { throw Problem.keysUnavailable }
        }
        return response
    }

    private func isKeyChange(approval id: String) async throws -> Bool {
        guard let row = try await store.read({ try $0.entity(Self.approvalKind, id: id) }) else { return false }
        return try Self.value(of: row)?["change"].flatMap(EntityOrder.init)?.kind == Self.keyKind
    }

    /// What must hold of a change of keys when it is agreed to, as when it was asked for.
    private func checkKeyChange(approval id: String) async throws {
        guard let row = try await store.read({ try $0.entity(Self.approvalKind, id: id) }), let value = try Self.value(of: row),
            value["state"] == "PENDING", let order = value["change"].flatMap(EntityOrder.init), order.kind == Self.keyKind,
            case .put(let document) = order.step, let change = KeyChange(document)
        else { return }
        try check(change)
    }

    /// What must hold of an erasure when it is agreed to, as when it was asked for.
    private func checkErasure(approval id: String) async throws {
        guard let row = try await store.read({ try $0.entity(Self.approvalKind, id: id) }),
            let order = try Self.value(of: row)?["change"].flatMap(EntityOrder.init), order.kind == Self.erasureKind
        else { return }
        try await checkTerm(ofPlayer: order.id)
    }

    private func putApproval(
        _ id: String, version: Int, before: Node?, after: Node, about subject: AuditSubject, reason: String, _ actor: AuditActor,
        at now: Timestamp, _ requestID: String?, in transaction: Transaction
    ) throws -> EntityRow {
        let row = EntityRow(
            kind: Self.approvalKind, id: id, version: version, operatorID: operatorID, value: try after.canonicalBytes(), changedAt: now)
        try transaction.put(row)
        try trail.record(
            in: transaction,
            AuditEntry(
                at: now, operatorID: operatorID, subject: subject, actor: actor, action: before == nil ? .create : .update,
                entity: row.kind, id: id,
                before: before, after: after, reason: reason, requestID: requestID))
        return row
    }
}
