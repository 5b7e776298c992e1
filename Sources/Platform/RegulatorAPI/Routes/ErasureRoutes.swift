import Access
import AuditTrail
import Documents
import HTTPTypes
import Incidents
import Requests
import Sealing
import ServerKit
import SourceData
import Store

/// `POST /operator/players/{id}/erasure`: what the operator keeps of a player is made unreadable, when it need not be kept any more and a
/// second officer agrees.
extension RealmRoutes {
    func addErasures(to routes: inout RouteTable) {
        on("POST", "/operator/players/{id}/erasure", in: &routes) { request, grant in
            try await services.askErasure(request, grant)
        }
    }
}

extension RealmServices {
    /// The kind of a change that an approval waits for, and of what is left of it.
    static let erasureKind = "erasure"

    func askErasure(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        let player = try Self.entityID(request)
        var body = try ObjectReader(body: request)
        let reason = try body.text("reason", limit: 500)
        try body.finish()
        try await checkTerm(ofPlayer: player)
        let order = EntityOrder(
            kind: Self.erasureKind, id: player, step: .put(.object([("player_id", .string(player))])), reason: reason)
        return try await ask(order, .none, grant, request)
    }

    /// Throws 404 for a player of nobody, 409 `retention-runs` while a record of the player must be kept: that is a legal duty
    /// (Regulation (EU) 2016/679, Article 17(3)(b)).
    func checkTerm(ofPlayer player: String) async throws {
        for case .forgetsRetention in mode.effects { return }
        guard let record = try await source.lastRecord(ofPlayer: player) else { throw Problem.unknownObject }
        let (change, years) = try await store.read { [operatorID] snapshot in
            (
                try snapshot.lastChange(ofPlayer: player, subject: AuditSubject.player(player).name),
                try Self.longestRetention(snapshot, operatorID)
            )
        }
        let end = max(record, change ?? record).advanced(by: .seconds(years * 366 * 86_400))
        guard now() >= end else { throw Problem.retentionRuns(until: end) }
    }

    /// In years: of all rules the longest, seven at least.
    private static func longestRetention(_ snapshot: Snapshot, _ operatorID: String) throws -> Int {
        try snapshot.entities(RetentionRule.kind).filter { $0.operatorID == operatorID }
            .compactMap { try Self.value(of: $0)?["years"]?.integer }.reduce(7, max)
    }

    /// The part of an erasure inside the transaction of the decision. That it was begun is durable with it; `finishErasures` does the rest.
    func beginErasure(
        _ order: EntityOrder, approval: String, requestedBy: Node, actor: AuditActor, requestID: String, in transaction: Transaction
    ) throws {
        let now = now()
        let author = DeskAuthor(actor: actor, requestID: requestID, at: now)
        let rows = try desk.recordErasure(ofPlayer: order.id, by: author, in: transaction) {
            try transaction.eraseTraces(ofPlayer: order.id, at: now)
        }
        let entry = AuditEntry(
            at: now, operatorID: operatorID, subject: .own, actor: actor, action: .delete, entity: Self.erasureKind, id: approval,
            reason: order.reason, requestID: requestID, detail: .object([("requested_by", requestedBy), ("rows", .integer(rows))]))
        try trail.erase(.player(order.id), by: entry, in: transaction)
        try transaction.put(erasure(approval, version: 1, state: "BEGUN", player: order.id, at: now))
    }

    /// Destroys the keys of players whose erasure was begun, by this process or an earlier one, and empties the logs of the databases.
    func finishErasures() async throws {
        let begun = try await store.read { try $0.entities(Self.erasureKind) }.compactMap { row in
            (try Self.value(of: row)?["player_id"]?.string).map { (row, $0) }
        }
        guard !begun.isEmpty else { return }
        // Before anything is called done: what was erased is in neither the databases' files nor their logs.
        try await store.settle()
        for sha256 in try await store.read({ try $0.erasedAttachments() }) {
            _ = try attachmentKeys.destroyKeys(of: sha256, at: now())
        }
        for (row, player) in begun {
            _ = try await source.erasePersonalData(of: player, at: now())
            let done = erasure(row.id, version: row.version + 1, state: "DONE", player: nil, at: now())
            try await store.write { try $0.put(done) }
        }
        try await store.settle()
    }

    private func erasure(_ id: String, version: Int, state: String, player: String?, at instant: Timestamp) -> EntityRow {
        let value = Node.object([("state", .string(state))] + (player.map { [("player_id", .string($0))] } ?? []))
        return EntityRow(
            kind: Self.erasureKind, id: id, version: version, operatorID: operatorID, value: value.compactBytes(), changedAt: instant)
    }
}
