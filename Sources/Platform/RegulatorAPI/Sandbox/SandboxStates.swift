import Access
import AuditTrail
import Documents
import Requests
import ServerKit
import Store

/// Brings the sandbox into a state that a contract presupposes, by the same ways that the platform itself goes, and tells the values that a
/// contract needs to refer to it. Reaching a state that holds already changes nothing. `SandboxState` lists them all.
struct SandboxStates: Sendable {
    let services: RealmServices

    /// Reads `{"state", "params"}` and answers the values of the state.
    /// - Throws: 400 for the body, 422 `unknown-state` or `state-not-reached`.
    func reach(_ request: ServerRequest, certificate: PeerCertificate) async throws -> Node {
        var body = try ObjectReader(body: request)
        let state = try body.text("state", limit: 120)
        var params = try ObjectReader(body.value("params") ?? .object([]), at: body.pointer(to: "params"))
        try body.finish()
        switch state {
        case SandboxState.completedDay, SandboxState.emptyPeriod, SandboxState.lateReport, SandboxState.player,
            SandboxState.playerWithoutRounds, SandboxState.suspectedPlayer:
            return try await ofLicence(state, &params)
        case SandboxState.waitingChange, SandboxState.rejectedChange:
            return try await change(state, &params, certificate: certificate, requestID: request.id)
        case SandboxState.incident: return try await incident(&params, certificate: certificate, requestID: request.id)
        case SandboxState.incidentWithTicket: return try await ticket(&params, certificate: certificate, requestID: request.id)
        case SandboxState.returnThatIsOff, SandboxState.unevenDraws, SandboxState.excludedAct, SandboxState.paymentsUnderThreshold,
            SandboxState.uncoveredFunds:
            return try await detectable(state, &params)
        case SandboxState.openDay: return try await openDay(&params)
        case SandboxState.deliveredReports: return try await deliveredReports(&params)
        case SandboxState.usedUpAllowance, SandboxState.blockedClient: return try ofCaller(state, &params, certificate: certificate)
        default:
            guard let sample = SampleEntity.all.first(where: { $0.state == state }) else {
                throw Problem.unknownState(SandboxState.all.map(\.name))
            }
            let id =
                if sample.kind == BonusRule.kind {
                    try params.text("id", limit: 64)
                } else {
                    try params.optionalText("id", limit: 64) ?? UUIDv7.make(at: services.now())
                }
            let licence = sample.namesPlayer ? try params.optionalText("licence", limit: 64) : nil
            try params.finish()
            let value = try await value(of: sample, licence: licence)
            return try await entity(
                sample, value, id, actor: AuditActor(subject: "sandbox", certificate: certificate.thumbprint), requestID: request.id)
        }
    }

    private func ofLicence(_ state: String, _ params: inout ObjectReader) async throws -> Node {
        let licence = try params.text("licence", limit: 64)
        let isOfDay = state == SandboxState.completedDay || state == SandboxState.lateReport
        let day = isOfDay ? try params.text("day", limit: 10) : ""
        try params.finish()
        switch state {
        case SandboxState.completedDay: return try await completedDay(licence: licence, day: day)
        case SandboxState.lateReport: return try await lateReport(licence: licence, day: day)
        case SandboxState.emptyPeriod: return try await emptyPeriod(licence: licence)
        case SandboxState.playerWithoutRounds:
            return try await player(
                of: licence, where: "player_id NOT IN (SELECT player_id FROM game_round)", else: "has not played")
        case SandboxState.suspectedPlayer:
            return try await player(
                of: licence, where: "player_id IN (SELECT player_id FROM aml_alert)", else: "is the subject of an alert")
        default: return try await player(of: licence, where: "last_stake_at IS NOT NULL", else: "has played")
        }
    }

    /// What holds for the caller's own client, at one resource, so that nobody else who asks at the same time is held up.
    private func ofCaller(_ state: String, _ params: inout ObjectReader, certificate: PeerCertificate) throws -> Node {
        let resource = try params.text("resource", limit: 256)
        try params.finish()
        guard resource.hasPrefix("/"), !resource.contains("?") else { throw Problem.stateNotReached("a resource is a path") }
        let path = services.realm.prefix + resource
        guard state == SandboxState.blockedClient else {
            let client = services.limitedCaller(certificate: certificate, address: "")
            services.limits.requests.useUp(path: path, of: client, now: services.now())
            return .object([("resource", .string(resource))])
        }
        guard let client = services.configuration.clients.current.client(showing: certificate) else {
            throw Problem.stateNotReached("the caller's certificate is no client's")
        }
        services.blocks.block(client.id, at: path, now: services.now())
        return .object([("resource", .string(resource)), ("client", .string(client.id))])
    }

    /// The sample's value; where it names a player and a licence is asked for, with a player of that licence.
    private func value(of sample: SampleEntity, licence: String?) async throws -> Node {
        guard let licence else { return sample.value }
        let found = try await player(of: licence, where: "last_stake_at IS NOT NULL", else: "has played")
        return sample.value.setting("player_id", found["player"] ?? .null)
    }

    /// The entity exists in the sample's state; a new one gets a first version like any other change.
    private func entity(
        _ sample: SampleEntity, _ wanted: Node, _ id: String, actor: AuditActor, requestID: String
    ) async throws -> Node {
        guard RealmServices.isEntityID(id) else { throw Problem.stateNotReached("an id has 1 to 64 letters, digits, - and _") }
        if let row = try await services.store.read({ try $0.entity(sample.kind, id: id) }), let value = try RealmServices.value(of: row),
            sample.holds(value)
        {
            return Self.values(of: row, value)
        }
        let order = EntityOrder(kind: sample.kind, id: id, step: .put(wanted), reason: "state asked for by a contract")
        let change = try await services.carryOut(order, condition: .none, actor: actor, requestID: requestID)
        return Self.values(of: change.row, wanted)
    }

    private static func values(of row: EntityRow, _ value: Node) -> Node {
        let player = value["player_id"].map { [("player", $0)] } ?? []
        return .object([("entity", .string(row.kind)), ("id", .string(row.id)), ("version", .integer(row.version))] + player)
    }

    /// A limit whose first version a named officer asked for: nobody has decided yet, or the sandbox has rejected it.
    private func change(_ state: String, _ params: inout ObjectReader, certificate: PeerCertificate, requestID: String) async throws -> Node
    {
        let limit = try params.optionalText("limit", limit: 64) ?? UUIDv7.make(at: services.now())
        let officer = try params.text("by", limit: 64)
        try params.finish()
        guard RealmServices.isEntityID(limit) else { throw Problem.stateNotReached("an id has 1 to 64 letters, digits, - and _") }
        let order = EntityOrder(kind: PlayerLimit.kind, id: limit, step: .put(SampleEntity.limit), reason: "state asked for by a contract")
        let row = try await services.keep(
            order, condition: .none, actor: AuditActor(subject: officer, certificate: certificate.thumbprint), requestID: requestID)
        if state == SandboxState.rejectedChange {
            _ = try await services.decide(
                row.id, isApproved: false, reason: "state asked for by a contract",
                actor: AuditActor(subject: "sandbox", certificate: certificate.thumbprint), requestID: requestID)
        }
        return .object([("approval", .string(row.id)), ("limit", .string(limit)), ("requested_by", .string(officer))])
    }
}
