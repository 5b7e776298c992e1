import Access
import AuditTrail
import Delivery
import Documents
import Reporting
import Requests
import ServerKit
import SourceData
import Store

/// `POST /operator/reports/{template}/runs`, `GET /operator/deliveries` and `POST /operator/deliveries/{id}/replay`.
extension RealmRoutes {
    func addDeliveries(to routes: inout RouteTable) {
        on("POST", "/operator/reports/{template}/runs", in: &routes) { request, grant in
            try await services.makeRun(request, grant)
        }
        on("GET", "/operator/deliveries", in: &routes) { request, grant in
            try await services.deliveryList(request, grant)
        }
        on("POST", "/operator/deliveries/{id}/replay", in: &routes) { request, grant in
            try await services.replayDelivery(request, grant)
        }
    }
}

extension RealmServices {
    private static let longestPage = 1000

    /// Makes the report, unless the latest run still fits the data, and sends it wherever it was not promised yet.
    func makeRun(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        var body = try ObjectReader(body: request)
        let licence = try body.text("licence", limit: 64)
        let written = try body.text("period", limit: 10)
        let reason = try body.text("reason", limit: 500)
        try body.finish()
        guard visibleLicences(to: grant).contains(licence) else {
            throw Problem.invalidMember(body.pointer(to: "licence"), "expected one of the operator's licences")
        }
        guard let period = try? Period(parsing: written) else {
            throw Problem.invalidMember(
                body.pointer(to: "period"), "expected a period such as 2026-10-15, 2026-W42, 2026-10, 2026-Q4 or 2026-H2")
        }
        let triggeredAt = now()
        let template = request.parameters["template"] ?? ""
        let (before, run): ([ReportRun], ReportRun)
        do {
            before = try await shelf.service.runs(of: period, licences: [licence], template: template)
            run = try await shelf.service.ensure(
                template: template, licence: licence, period: period,
                cause: ReportCause(actor: actor(grant), reason: reason, requestID: request.id, triggeredAt: triggeredAt))
        } catch let error as ReportingError {
            throw Problem.run(error) ?? error
        }
        let deliveries = try await outbox.promise(recorded: run.runID, triggeredAt: triggeredAt, now: now())
        let isNew = !before.contains { $0.runID == run.runID }
        return .json(
            run.document(prefix: realm.prefix).setting("deliveries", .array(deliveries.map(\.document))), status: isNew ? 201 : 200)
    }

    func deliveryList(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        try request.allowQuery(["state", "run", "channel", "after", "limit"])
        let state = try request.queryValue("state")
        guard state == nil || state.flatMap(DeliveryState.init(rawValue:)) != nil else {
            throw Problem.invalidParameter(
                "state", "expected one of \(DeliveryState.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let written = try request.queryValue("limit")
        guard let limit = written.map({ Int($0) }) ?? 100, (1...Self.longestPage).contains(limit) else {
            throw Problem.invalidParameter("limit", "expected a whole number from 1 to \(Self.longestPage)")
        }
        let (run, channel, after) = (
            try request.queryValue("run"), try request.queryValue("channel"), try request.queryValue("after")
        )
        let licences = visibleLicences(to: grant)
        let rows = try await store.read {
            try $0.deliveries(licences: licences, state: state, run: run, channel: channel, after: after, limit: limit + 1)
        }
        let page = rows.prefix(limit)
        try await recordRead(request, grant, entity: "delivery_list", id: run ?? "all", rows: page.count)
        return .json(
            .object([
                ("deliveries", .array(page.map(\.document))),
                ("next", rows.count > limit ? page.last.map { .string($0.deliveryID) } ?? .null : .null),
            ]))
    }

    func replayDelivery(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        let id = request.parameters["id"]?.lowercased() ?? ""
        var body = try ObjectReader(body: request)
        let reason = try body.text("reason", limit: 500)
        try body.finish()
        do {
            let row = try await outbox.replay(
                id, licences: visibleLicences(to: grant), by: actor(grant), reason: reason, requestID: request.id, now: now())
            return .json(row.document, status: 202)
        } catch let error as DeliveryError where error.code == .unknownDelivery {
            throw Problem.unknownObject
        } catch let error as DeliveryError where error.code == .stillWaiting {
            throw Problem.deliveryUnderWay
        }
    }

    /// The deliveries of runs, by run, for whoever may see the runs.
    func deliveries(of runs: [ReportRun]) async throws -> [String: [DeliveryRow]] {
        let ids = runs.map(\.runID)
        return try await store.read { snapshot in
            try Dictionary(uniqueKeysWithValues: Set(ids).map { ($0, try snapshot.deliveries(of: $0)) })
        }
    }
}

extension DeliveryRow {
    /// What the list of reports tells a regulator of a delivery: how far it has come.
    var stateDocument: Node {
        .object([
            ("delivery_id", .string(deliveryID)), ("kind", .string(kind)), ("format", .string(format)), ("state", .string(state)),
            ("triggered_at", .string(triggeredAt.description)), ("due_at", .string(dueAt.description)), ("attempts", .integer(attempts)),
            ("acknowledged_at", acknowledgedAt.map { .string($0.description) } ?? .null),
            ("reference", reference.map { .string($0) } ?? .null),
        ])
    }
}

extension Problem {
    static let deliveryUnderWay = Problem(
        status: 409, code: "delivery-under-way", title: "The delivery is under way",
        detail: "It is tried again by itself until it is acknowledged or given up; then it can be replayed.")

    /// Why a report cannot be made on demand; nil when that is nobody's fault but ours.
    fileprivate static func run(_ error: ReportingError) -> Problem? {
        switch error.code {
        case .unknownTemplate: unknownTemplate
        case .unknownPeriod, .cadenceNotOffered:
            invalidMember(JSONPointer(["period"]), "no report of this template is made for such a period")
        case .unknownLicence, .regulatorNotServed:
            invalidMember(JSONPointer(["licence"]), "no report of this template is made for the licence")
        case .periodNotComplete:
            Problem(
                status: 409, code: "period-not-complete", title: "The period is not over", detail: "Ask again when it is.",
                pointer: "/period")
        default: nil
        }
    }
}
