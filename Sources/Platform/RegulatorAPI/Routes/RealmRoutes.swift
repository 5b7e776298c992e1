import Access
import AuditTrail
import Documents
import ServerKit
import SourceData
import Store

/// Adds the routes of one realm below its prefix: each asks the gatekeeper first, and answers 503 when the store cannot record.
struct RealmRoutes: Sendable {
    typealias Handler = @Sendable (ServerRequest, Grant) async throws -> ServerResponse

    let services: RealmServices

    /// Adds all of them.
    func add(to routes: inout RouteTable) {
        services.authorization.addRoutes(to: &routes, insteadOf: services.configuration.externalIssuer)
        addDescription(to: &routes)
        addReports(to: &routes)
        addAudit(to: &routes)
        addLogs(to: &routes)
        addPlayers(to: &routes)
        addRequests(to: &routes)
        addEntities(to: &routes)
        addApprovals(to: &routes)
        addErasures(to: &routes)
        addKeys(to: &routes)
        addDeliveries(to: &routes)
        addOperatorEvents(to: &routes)
        addIncidents(to: &routes)
        addTickets(to: &routes)
        addNoticeAddresses(to: &routes)
        addCallbackOrigins(to: &routes)
        addRangeReplays(to: &routes)
        if case .sandbox(let switchboard) = services.mode { addSandboxTools(to: &routes, switchboard) }
    }

    /// Adds a route that only those reach whom `RouteNeeds` lets in. It takes bodies of `maximumBodyBytes`, or what the listener says.
    func on(
        _ method: String, _ path: String, in routes: inout RouteTable, maximumBodyBytes: Int? = nil, _ handler: @escaping Handler
    ) {
        let need = RouteNeeds.need(method, path)
        routes.on(method, services.realm.prefix + path, maximumBodyBytes: maximumBodyBytes) { [services] request in
            let grant = try await services.gatekeeper.admit(request, needs: services.need(need))
            try services.refuseBlocked(grant, at: request.path)
            await services.holdAnswer()
            return try await services.recording { try await handler(services.withoutToken(request), grant) }
        }
    }
}

/// Whether those who may not know of suspicions may know of a read.
enum ReadSecrecy: Sendable {
    case open
    /// What was read tells by itself that somebody is under suspicion.
    case confidential

    private static let member = "confidential"

    /// The detail of an event of such a read.
    func marking(_ detail: Node) -> Node { self == .confidential ? detail.setting(Self.member, true) : detail }

    /// Whether an event's detail was marked, or sealed as those of the first schema were.
    static func isConfidential(_ detail: Node) -> Bool { detail[member]?.bool == true || SealedDetail.isSealed(detail) }
}

extension RealmServices {
    /// What a route asks for, unless a fault of the sandbox forgets to.
    func need(_ need: Need) -> Need {
        for case .needs(let change) in mode.effects { return change(need) }
        return need
    }

    /// The request without the token of its query, which the gate took: only a fault of the sandbox lets it come so far.
    func withoutToken(_ request: ServerRequest) -> ServerRequest {
        guard mode.accessWeaknesses.contains(.tokensAnywhere) else { return request }
        var request = request
        request.query.removeAll { $0.name == "access_token" }
        return request
    }

    /// Waits while a fault of the sandbox makes answers slow.
    func holdAnswer() async {
        guard case .sandbox(let switchboard) = mode else { return }
        await switchboard.hold { effect in
            if case .slowAnswer(let limit) = effect { limit } else { nil }
        }
    }

    /// Runs the work of a route; a store that cannot be written becomes 503 `audit-unavailable`: nothing was changed.
    func recording(_ work: () async throws -> ServerResponse) async throws -> ServerResponse {
        do {
            return try await work()
        } catch is StoreError {
            throw Problem.auditUnavailable
        } catch is AuditError {
            throw Problem.auditUnavailable
        }
    }

    /// The licences whose data a caller may see: a regulator those that it granted, the officer all of the own operator.
    func visibleLicences(to grant: Grant) -> [String] {
        let own =
            if let regulator = grant.regulator {
                licences.filter { $0.regulator == regulator }
            } else {
                licences.filter { $0.operatorID == grant.operatorID }
            }
        var visible = own.map(\.id)
        for case .licences(let change) in mode.effects { visible = change(visible, licences.map(\.id)) }
        return visible
    }

    /// Puts on record what a caller is shown, before it is shown: who, with which scopes, which filter, how many rows (REQ-API-006).
    ///
    /// - Parameters:
    ///   - filter: what was asked for, as it was understood; without it the query's parameters by name. Cursors are left out.
    ///   - subject: whom the event is about; without it a player who is read or asked for, else the caller.
    ///   - secrecy: whether the detail itself would tell of a suspicion.
    func recordRead(
        _ request: ServerRequest, _ grant: Grant, entity: String, id: String, rows: Int, filter: Node? = nil,
        about subject: AuditSubject? = nil, secrecy: ReadSecrecy = .open
    ) async throws {
        for case .forgetsReads in mode.effects { return }
        let asked = Node.object(request.query.filter { $0.name != "cursor" }.map { ($0.name, .string($0.value)) })
        let detail = Node.object([
            ("scope", .string(grant.scopes.text)), ("filter", filter ?? asked), ("rows", .integer(rows)),
            ("path", .string(PercentCoding.canonical(path: request.path))),
        ])
        let player = entity == "player" ? id : (filter ?? asked)["player"]?.string
        let entry = AuditEntry(
            at: now(), operatorID: operatorID, subject: subject ?? player.map { .player($0) } ?? .client(grant.clientID),
            actor: actor(grant), action: .read, entity: entity, id: id, requestID: request.id, detail: secrecy.marking(detail))
        try await store.write { [trail] transaction in _ = try trail.record(in: transaction, entry) }
    }

    /// The caller as the audit trail names it.
    func actor(_ grant: Grant) -> AuditActor {
        AuditActor(subject: grant.clientID, clientID: grant.clientID, certificate: grant.certificateThumbprint, address: grant.address)
    }
}
