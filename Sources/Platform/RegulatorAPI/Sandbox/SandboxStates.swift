import Access
import AuditTrail
import Documents
import GRDB
import Reporting
import Requests
import ServerKit
import SourceData
import Store

/// Brings the sandbox into a state that a contract presupposes, by the same ways that the platform itself goes, and tells the values that a
/// contract needs to refer to it. Reaching a state that holds already changes nothing.
struct SandboxStates: Sendable {
    let services: RealmServices

    private static let openDay = "a gaming day that is not over"

    private static let known =
        [
            "a completed gaming day", "a change that waits for approval", "an incident", "a player", "a used-up allowance",
            deliveredReports, openDay,
        ]
        + SampleEntity.all.map(\.state)

    /// Reads `{"state", "params"}` and answers the values of the state.
    /// - Throws: 400 for the body, 422 `unknown-state` or `state-not-reached`.
    func reach(_ request: ServerRequest, certificate: String) async throws -> Node {
        var body = try ObjectReader(body: request)
        let state = try body.text("state", limit: 120)
        var params = try ObjectReader(body.value("params") ?? .object([]), at: body.pointer(to: "params"))
        try body.finish()
        switch state {
        case "a completed gaming day":
            let licence = try params.text("licence", limit: 64)
            let day = try params.text("day", limit: 10)
            try params.finish()
            return try await completedDay(licence: licence, day: day)
        case "a change that waits for approval":
            let limit = try params.optionalText("limit", limit: 64) ?? UUIDv7.make(at: services.now())
            let officer = try params.text("by", limit: 64)
            try params.finish()
            return try await waitingChange(of: limit, by: officer, certificate: certificate, requestID: request.id)
        case "an incident": return try await incident(&params, certificate: certificate, requestID: request.id)
        case Self.openDay: return try await openDay(&params)
        case Self.deliveredReports: return try await deliveredReports(&params)
        case "a used-up allowance":
            let resource = try params.text("resource", limit: 256)
            try params.finish()
            guard resource.hasPrefix("/"), !resource.contains("?") else { throw Problem.stateNotReached("a resource is a path") }
            let client = services.limitedCaller(certificate: certificate, address: "")
            services.limiter.useUp(path: services.realm.prefix + resource, of: client, now: services.now())
            return .object([("resource", .string(resource))])
        case "a player":
            let licence = try params.text("licence", limit: 64)
            try params.finish()
            return try await player(of: licence)
        default:
            guard let sample = SampleEntity.all.first(where: { $0.state == state }) else { throw Problem.unknownState(Self.known) }
            // A rule belongs to the profile, which names it; of the others each contract gets its own.
            let id =
                if sample.kind == BonusRule.kind {
                    try params.text("id", limit: 64)
                } else {
                    try params.optionalText("id", limit: 64) ?? UUIDv7.make(at: services.now())
                }
            try params.finish()
            return try await entity(sample, id, actor: AuditActor(subject: "sandbox", certificate: certificate), requestID: request.id)
        }
    }

    /// A player of the licence who has played with money of their own, the first by the alphabet of ids.
    private func player(of licence: String) async throws -> Node {
        let found = try await services.source.read { database in
            try String.fetchOne(
                database, sql: "SELECT MIN(player_id) FROM player WHERE licence_id = ? AND is_test = 0 AND last_stake_at IS NOT NULL",
                arguments: [licence])
        }
        guard let player = found else { throw Problem.stateNotReached("no player of \(licence) has played") }
        return .object([("player", .string(player)), ("licence", .string(licence))])
    }

    /// Every daily report of the licence is made.
    private func completedDay(licence id: String, day: String) async throws -> Node {
        guard let licence = services.licences.first(where: { $0.id == id }) else { throw Problem.stateNotReached("no licence is \(id)") }
        guard let period = try? Period(parsing: day), period.kind == .day else { throw Problem.stateNotReached("\(day) is not a day") }
        var runs: [ReportRun] = []
        for template in services.shelf.service.templates.templates
        where template.cadences.contains(.day) && template.regulators.contains(licence.regulator) {
            do {
                runs.append(try await services.shelf.service.ensure(template: template.id, licence: id, period: period))
            } catch let error as ReportingError where error.code == .periodNotComplete {
                throw Problem.stateNotReached("\(day) is not over")
            }
        }
        return .object([
            ("licence", .string(id)), ("regulator", .string(licence.regulator)), ("period", .string(day)), ("day", .string(day)),
            ("month", .string(String(day.prefix(7)))), ("templates", .array(runs.map { .string($0.name) })),
            ("run_ids", .array(runs.map { .string($0.runID) })),
        ])
    }

    /// The entity exists in the sample's state; a new one gets a first version like any other change.
    private func entity(_ sample: SampleEntity, _ id: String, actor: AuditActor, requestID: String) async throws -> Node {
        guard RealmServices.isEntityID(id) else { throw Problem.stateNotReached("an id has 1 to 64 letters, digits, - and _") }
        if let row = try await services.store.read({ try $0.entity(sample.kind, id: id) }), let value = try RealmServices.value(of: row),
            sample.holds(value)
        {
            return .object([("entity", .string(row.kind)), ("id", .string(id)), ("version", .integer(row.version))])
        }
        let order = EntityOrder(kind: sample.kind, id: id, step: .put(sample.value), reason: "state asked for by a contract")
        let change = try await services.carryOut(order, condition: .none, actor: actor, requestID: requestID)
        return .object([("entity", .string(change.row.kind)), ("id", .string(id)), ("version", .integer(change.row.version))])
    }

    /// A limit whose first version a named officer asked for and nobody decided yet.
    private func waitingChange(of limit: String, by officer: String, certificate: String, requestID: String) async throws -> Node {
        guard RealmServices.isEntityID(limit) else { throw Problem.stateNotReached("an id has 1 to 64 letters, digits, - and _") }
        let order = EntityOrder(kind: PlayerLimit.kind, id: limit, step: .put(SampleEntity.limit), reason: "state asked for by a contract")
        let row = try await services.keep(
            order, condition: .none, actor: AuditActor(subject: officer, certificate: certificate), requestID: requestID)
        return .object([("approval", .string(row.id)), ("limit", .string(limit)), ("requested_by", .string(officer))])
    }
}
