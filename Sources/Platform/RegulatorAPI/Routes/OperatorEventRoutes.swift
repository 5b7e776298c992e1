import Access
import Documents
import HTTPTypes
import Incidents
import Requests
import ServerKit
import SourceData

/// `POST /operator/events` and the steps of an incident under `/operator/incidents/{id}/`.
extension RealmRoutes {
    func addOperatorEvents(to routes: inout RouteTable) {
        on("POST", "/operator/events", in: &routes) { request, grant in
            try await services.takeEvent(request, grant)
        }
        on("POST", "/operator/incidents/{id}/triage", in: &routes) { request, grant in
            var body = try ObjectReader(body: request)
            let triage = Triage(
                severity: try body.severity("severity"), conditions: try body.conditions("conditions"),
                reason: try body.publicText("reason", limit: 500))
            try body.finish()
            return try await services.step(request, grant) { id, author in
                try await services.desk.triage(id, triage, by: author)
            }
        }
        on("POST", "/operator/incidents/{id}/update", in: &routes) { request, grant in
            var body = try ObjectReader(body: request)
            let update = IncidentUpdate(
                summary: try body.optionalPublicText("summary", limit: 500), playersAffected: try body.count("players_affected"),
                reason: try body.publicText("reason", limit: 500))
            try body.finish()
            return try await services.step(request, grant) { id, author in
                try await services.desk.update(id, update, by: author)
            }
        }
        on("POST", "/operator/incidents/{id}/close", in: &routes) { request, grant in
            var body = try ObjectReader(body: request)
            let closing = IncidentClosing(
                resolution: try body.publicText("resolution", limit: 1500), reason: try body.publicText("reason", limit: 500))
            try body.finish()
            return try await services.step(request, grant) { id, author in
                try await services.desk.close(id, closing, by: author)
            }
        }
        on("POST", "/operator/incidents/{id}/notices", in: &routes) { request, grant in
            let order = try Self.noticeOrder(request)
            return try await services.step(request, grant) { id, author in
                try await services.desk.notify(id, order, by: author)
            }
        }
    }

    private static func noticeOrder(_ request: ServerRequest) throws(Problem) -> NoticeOrder {
        var body = try ObjectReader(body: request)
        let phases: [NoticePhase] = [.initial, .update, .final]
        let notice = try body.text("notice_id", limit: 64)
        let phase = try body.word("phase", of: phases.map(\.rawValue))
        let text = try body.publicText("text", limit: 1500)
        let reason = try body.optionalPublicText("late_reason", limit: 500)
        try body.finish()
        return NoticeOrder(notice: notice, phase: NoticePhase(rawValue: phase) ?? .update, text: text, lateReason: reason)
    }
}

extension RealmServices {
    func takeEvent(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        let event = try OperatorEvent(body: request, catalogue: desk.catalogue, licences: licences.map(\.id), now: now())
        let receipt = try await desk.take(event, by: author(request, grant))
        var response = ServerResponse.json(receipt.document, status: receipt.isNew ? 201 : 200)
        if let incident = receipt.incidentID { response.fields[.location] = "\(realm.prefix)/regulator/incidents/\(incident)" }
        return response
    }

    /// Carries a step of an incident out; an id that cannot be one names nothing.
    func step(
        _ request: ServerRequest, _ grant: Grant, _ work: (String, DeskAuthor) async throws -> Node
    ) async throws -> ServerResponse {
        .json(try await work(try Self.entityID(request), author(request, grant)))
    }

    /// Who acts at the desk.
    func author(_ request: ServerRequest, _ grant: Grant) -> DeskAuthor {
        DeskAuthor(actor: actor(grant), requestID: request.id, at: now())
    }
}
