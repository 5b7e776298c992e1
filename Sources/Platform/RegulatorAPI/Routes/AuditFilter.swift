import AuditTrail
import Documents
import ServerKit
import Store

/// Which of the changes of a history are asked for. Time, action and operator are columns in the clear; who did it is told by the sealed
/// event alone, and so compared after it was opened.
struct AuditFilter: Sendable, Hashable {
    static let names: Set<String> = ["from", "to", "actor", "action", "operator"]

    private let from: Timestamp?
    private let to: Timestamp?
    private let actor: String?
    private let action: AuditAction?
    private let operatorID: String?

    /// Throws 400 `invalid-parameter` or `duplicate-parameter`.
    init(_ request: ServerRequest) throws(Problem) {
        from = try Self.time(request, "from")
        to = try Self.time(request, "to")
        if let from, let to, from >= to { throw .invalidParameter("to", "expected a time after from") }
        actor = try Self.name(request, "actor")
        operatorID = try Self.name(request, "operator")
        if let text = try request.queryValue("action") {
            guard let action = AuditAction(rawValue: text), AuditAction.changes.contains(action) else {
                throw .invalidParameter(
                    "action", "expected one of \(AuditAction.changes.map(\.rawValue).joined(separator: ", "))")
            }
            self.action = action
        } else {
            action = nil
        }
    }

    /// Whether nothing is asked for.
    var isEmpty: Bool { from == nil && to == nil && actor == nil && action == nil && operatorID == nil }

    /// Whether an operator's changes are among what is asked for.
    func isOf(_ operatorID: String) -> Bool { self.operatorID.map { $0 == operatorID } ?? true }

    func query(operatorID: String, entity: String?, id: String?) -> AuditQuery {
        AuditQuery(
            operatorID: operatorID, entity: entity, id: id, actions: (action.map { [$0] } ?? AuditAction.changes).map(\.rawValue),
            from: from, to: to)
    }

    /// Whether who did it is who is asked for: the person or service, or its client.
    @Sendable func fits(_ document: Node) -> Bool {
        guard let actor else { return true }
        return document["actor"]?["sub"]?.string == actor || document["actor"]?["client_id"]?.string == actor
    }

    /// A time; nil when the parameter is absent.
    static func time(_ request: ServerRequest, _ name: String) throws(Problem) -> Timestamp? {
        guard let text = try request.queryValue(name) else { return nil }
        do {
            return try Timestamp(parsing: text)
        } catch {
            throw .invalidParameter(name, "expected a time, as in 2026-10-15T12:00:00Z")
        }
    }

    private static func name(_ request: ServerRequest, _ name: String) throws(Problem) -> String? {
        guard let text = try request.queryValue(name) else { return nil }
        let scalars = text.unicodeScalars
        guard (1...128).contains(scalars.count), scalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }) else {
            throw .invalidParameter(name, "expected 1 to 128 characters, none of them a control character")
        }
        return text
    }
}

/// Which histories a caller may read, each asked for once in an answer.
actor HistoriesSeen {
    private var answers: [[String]: Bool] = [:]

    func answer(_ entity: String, _ id: String, _ ask: @Sendable () async throws -> Bool) async throws -> Bool {
        if let known = answers[[entity, id]] { return known }
        let answer = try await ask()
        answers[[entity, id]] = answer
        return answer
    }
}

extension Problem {
    static let stateIsWhole = Problem(
        status: 400, code: "invalid-parameter", title: "A query parameter is not right",
        detail: "at: expected without from, to, actor, action, operator and cursor, because a state follows from all changes before it")

    static let historyTooLong = Problem(
        status: 422, code: "history-too-long", title: "The entity has too many changes to tell its state",
        detail: "At most \(AuditTrail.mostFolded) changes are folded; read the history by page and fold it yourself.")
}
