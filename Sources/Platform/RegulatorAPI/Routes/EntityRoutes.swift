import Access
import AuditTrail
import Documents
import HTTPTypes
import Requests
import ServerKit
import Store
import TransparencyLog

/// `GET`, `PUT`, `POST` and `DELETE /operator/{entity}/{id}`, for each kind of entity what it allows.
extension RealmRoutes {
    func addEntities(to routes: inout RouteTable) {
        for kind in EntityCatalogue.kinds {
            let path = "/operator/\(kind.kind)/{id}"
            on("GET", path, in: &routes) { request, grant in
                try await services.entity(request, grant, kind)
            }
            on("PUT", path, in: &routes) { request, grant in
                try await services.change(request, grant, kind) { body throws(Problem) in
                    .put(try kind.init(try body.object("value")).document)
                }
            }
            if let course = kind.course {
                on("POST", path, in: &routes) { request, grant in
                    try await services.change(request, grant, kind) { body throws(Problem) in
                        var value = try body.object("value")
                        let state = try value.word(course.member, of: course.states)
                        try value.finish()
                        return .move(state)
                    }
                }
            }
            if kind.isDeletable {
                on("DELETE", path, in: &routes) { request, grant in
                    try await services.change(request, grant, kind) { _ throws(Problem) in .delete }
                }
            }
        }
    }
}

/// A change of an entity as it was written: its new version and where the audit trail has it.
struct EntityChange: Sendable {
    let row: EntityRow
    /// Whether there was none before.
    let isNew: Bool
    let record: AuditRecord
}

extension RealmServices {
    func entity(_ request: ServerRequest, _ grant: Grant, _ kind: any OperatorEntity.Type) async throws -> ServerResponse {
        let id = try Self.entityID(request)
        guard let row = try await store.read({ try $0.entity(kind.kind, id: id) }), row.operatorID == operatorID,
            let value = try Self.value(of: row)
        else {
            throw Problem.unknownObject
        }
        try await recordRead(request, grant, entity: row.kind, id: id, rows: 1, about: EntityCatalogue.subject(of: value))
        return try Self.answer(row, record: nil, status: 200)
    }

    /// Reads a change and carries it out, or keeps it until a second officer agrees.
    func change(
        _ request: ServerRequest, _ grant: Grant, _ kind: any OperatorEntity.Type,
        step: @Sendable (inout ObjectReader) throws(Problem) -> EntityOrder.Step
    ) async throws -> ServerResponse {
        let id = try Self.entityID(request)
        let condition = try VersionCondition(request)
        var body = try ObjectReader(body: request)
        let step = try step(&body)
        let reason = try body.text("reason", limit: 500)
        try body.finish()
        let order = EntityOrder(kind: kind.kind, id: id, step: step, reason: reason)
        if kind.needsApproval { return try await ask(order, condition, grant, request) }
        let change = try await carryOut(order, condition: condition, actor: actor(grant), requestID: request.id)
        var response = try Self.answer(change.row, record: change.record, status: change.isNew ? 201 : 200)
        if change.isNew { response.fields[.location] = "\(realm.prefix)/operator/\(kind.kind)/\(id)" }
        return response
    }

    /// Writes a version of an entity and its audit event in one transaction.
    func carryOut(_ order: EntityOrder, condition: VersionCondition, actor: AuditActor, requestID: String?) async throws -> EntityChange {
        let now = now()
        let isForgotten = mode.effects.contains { effect in
            if case .forgetsChanges = effect { return true }
            return false
        }
        do {
            return try await store.write { transaction in
                let change = try write(order, condition, actor, at: now, requestID: requestID, detail: nil, in: transaction)
                if isForgotten { throw ForgottenChange(change: change) }
                return change
            }
        } catch let forgotten as ForgottenChange {
            return forgotten.change
        }
    }

    /// The part of `carryOut` inside a transaction. What was deleted keeps its row, with the value `null` and the next version.
    func write(
        _ order: EntityOrder, _ condition: VersionCondition, _ actor: AuditActor, at now: Timestamp, requestID: String?, detail: Node?,
        in transaction: Transaction
    ) throws -> EntityChange {
        let current = try transaction.snapshot.entity(order.kind, id: order.id)
        guard current == nil || current?.operatorID == operatorID else { throw Problem.unknownObject }
        let before = try current.flatMap(Self.value)
        try condition.check(before == nil ? nil : current?.version)
        let after = try order.result(from: before, course: EntityCatalogue.kind(order.kind)?.course)
        let row = EntityRow(
            kind: order.kind, id: order.id, version: (current?.version ?? 0) + 1, operatorID: operatorID,
            value: try (after ?? .null).canonicalBytes(), changedAt: now)
        try transaction.put(row)
        let action: AuditAction = after == nil ? .delete : before == nil ? .create : .update
        let entry = AuditEntry(
            at: now, operatorID: operatorID, subject: order.subject(before), actor: actor, action: action, entity: row.kind, id: row.id,
            before: before, after: after,
            reason: order.reason, requestID: requestID, detail: detail)
        return EntityChange(row: row, isNew: before == nil, record: try trail.record(in: transaction, entry))
    }

    /// A change that a fault of the sandbox answers as made and does not make.
    private struct ForgottenChange: Error {
        let change: EntityChange
    }

    /// The value of a version; nil for one that was deleted.
    static func value(of row: EntityRow) throws -> Node? {
        let value = try JSONReader.read(row.value)
        return value.isNull ? nil : value
    }

    static func answer(_ row: EntityRow, record: AuditRecord?, status: Int) throws -> ServerResponse {
        var members: [(String, Node)] = [
            ("entity", .string(row.kind)), ("id", .string(row.id)), ("version", .integer(row.version)),
            ("value", try value(of: row) ?? .null),
        ]
        if let record {
            members.append(
                ("audit", .object([("index", .integer(Int(record.index))), ("leaf_hash", .string(record.leafHash.hex))])))
        }
        var response = ServerResponse.json(.object(members), status: status)
        response.fields[.eTag] = "\"\(row.version)\""
        return response
    }

    static func entityID(_ request: ServerRequest) throws(Problem) -> String {
        guard let id = request.parameters["id"], isEntityID(id) else { throw .unknownObject }
        return id
    }

    /// 1 to 64 letters, digits, `-` and `_`; anything else names nothing.
    static func isEntityID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
