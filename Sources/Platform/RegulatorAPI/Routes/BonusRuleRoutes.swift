import Access
import AuditTrail
import Documents
import HTTPTypes
import Requests
import ServerKit
import Store
import TransparencyLog

/// `GET` and `PUT /operator/bonus_rule/{id}`.
extension RealmRoutes {
    func addBonusRules(to routes: inout RouteTable) {
        on("GET", "/operator/bonus_rule/{id}", needs: .role(.complianceOfficer), in: &routes) { request, grant in
            try await services.bonusRule(request, grant)
        }
        on("PUT", "/operator/bonus_rule/{id}", needs: .role(.complianceOfficer), in: &routes) { request, grant in
            try await services.changeBonusRule(request, grant)
        }
    }
}

/// A change of an entity as it was written: its new version and where the audit trail has it.
struct EntityChange: Sendable {
    let row: EntityRow
    let record: AuditRecord
}

extension RealmServices {
    static let bonusRuleKind = "bonus_rule"

    func bonusRule(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        let id = try Self.entityID(request)
        guard let row = try await store.read({ try $0.entity(Self.bonusRuleKind, id: id) }), row.operatorID == operatorID else {
            throw Problem.unknownObject
        }
        try await recordRead(request, grant, entity: row.kind, id: id, rows: 1)
        return try Self.answer(row, record: nil, status: 200)
    }

    func changeBonusRule(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        let id = try Self.entityID(request)
        let condition = try VersionCondition(request)
        var body = try ObjectReader(body: request)
        let rule = try BonusRule(body.object("value"))
        let reason = try body.text("reason", limit: 500)
        try body.finish()
        let change = try await putBonusRule(
            id, rule.document, reason: reason, condition: condition, actor: actor(grant), requestID: request.id)
        var response = try Self.answer(change.row, record: change.record, status: change.row.version == 1 ? 201 : 200)
        if change.row.version == 1 { response.fields[.location] = "\(realm.prefix)/operator/bonus_rule/\(id)" }
        return response
    }

    /// Writes a version of a rule and its audit event in one transaction.
    func putBonusRule(
        _ id: String, _ value: Node, reason: String, condition: VersionCondition, actor: AuditActor, requestID: String?
    ) async throws -> EntityChange {
        let (now, operatorID, bytes) = (now(), operatorID, try value.canonicalBytes())
        let isForgotten = mode.effects.contains { effect in
            if case .forgetsChanges = effect { return true }
            return false
        }
        let work: @Sendable (Transaction) throws -> EntityChange = { [trail] transaction in
            let current = try transaction.snapshot.entity(Self.bonusRuleKind, id: id)
            try condition.check(current?.version)
            let row = EntityRow(
                kind: Self.bonusRuleKind, id: id, version: (current?.version ?? 0) + 1, operatorID: operatorID, value: bytes, changedAt: now
            )
            try transaction.put(row)
            let entry = AuditEntry(
                at: now, operatorID: operatorID, actor: actor, action: current == nil ? .create : .update, entity: row.kind, id: id,
                before: try current.map { try JSONReader.read($0.value) }, after: value, reason: reason, requestID: requestID)
            let change = EntityChange(row: row, record: try trail.record(in: transaction, entry))
            if isForgotten { throw ForgottenChange(change: change) }
            return change
        }
        do {
            return try await store.write(work)
        } catch let forgotten as ForgottenChange {
            return forgotten.change
        }
    }

    /// A change that a fault of the sandbox answers as made and does not make.
    private struct ForgottenChange: Error {
        let change: EntityChange
    }

    private static func answer(_ row: EntityRow, record: AuditRecord?, status: Int) throws -> ServerResponse {
        var members: [(String, Node)] = [
            ("entity", .string(row.kind)), ("id", .string(row.id)), ("version", .integer(row.version)),
            ("value", try JSONReader.read(row.value)),
        ]
        if let record {
            members.append(
                ("audit", .object([("index", .integer(Int(record.index))), ("leaf_hash", .string(record.leafHash.hex))])))
        }
        var response = ServerResponse.json(.object(members), status: status)
        response.fields[.eTag] = "\"\(row.version)\""
        return response
    }

    private static func entityID(_ request: ServerRequest) throws(Problem) -> String {
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

/// What `If-Match` (RFC 9110 §13.1.1) demands of the current version.
enum VersionCondition: Sendable, Hashable {
    case none
    /// `*`: there must be one.
    case any
    case version(Int)

    /// Throws 400 `malformed-if-match`.
    init(_ request: ServerRequest) throws(Problem) {
        guard let field = request.fields[.ifMatch] else {
            self = .none
            return
        }
        if field == "*" {
            self = .any
            return
        }
        guard field.count >= 3, field.hasPrefix("\""), field.hasSuffix("\""), let version = Int(field.dropFirst().dropLast()) else {
            throw .malformedIfMatch
        }
        self = .version(version)
    }

    /// Throws 412 `version-conflict`.
    func check(_ current: Int?) throws(Problem) {
        switch self {
        case .none: return
        case .any: if current == nil { throw .versionConflict(nil) }
        case .version(let wanted): if current != wanted { throw .versionConflict(current) }
        }
    }
}
