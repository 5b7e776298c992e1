import AuditTrail
import Documents
import Incidents
import Requests
import ServerKit
import SourceData
import Store

extension SandboxStates {
    /// A new incident of a type, as the same event at `/operator/events` would open it: by default of all licences, known since now.
    ///
    /// Answers `incident`, and `notice`, the first one that is due in any case.
    func incident(_ params: inout ObjectReader, certificate: String, requestID: String) async throws -> Node {
        let type = try params.optionalText("type", limit: 40) ?? "GAM-DISP"
        let licence = try params.optionalText("licence", limit: 64)
        let now = services.now()
        let aware = params.value("aware_at") == nil ? now : try params.time("aware_at")
        try params.finish()
        guard services.desk.catalogue.types.contains(where: { $0.code == type }) else {
            throw Problem.stateNotReached("no kind of incident is \(type)")
        }
        if let licence, !services.licences.contains(where: { $0.id == licence }) {
            throw Problem.stateNotReached("no licence is \(licence)")
        }
        let id = UUIDv7.make(at: now)
        let event = OperatorEvent(
            id: id, type: type, meaning: .incident(code: type), occurredAt: aware, awareAt: aware, licences: licence.map { [$0] } ?? [],
            summary: "state asked for by a contract", playersAffected: 0, severity: nil, details: .null,
            document: .object([("event_id", .string(id)), ("type", .string(type))]))
        let author = DeskAuthor(actor: AuditActor(subject: "sandbox", certificate: certificate), requestID: requestID, at: now)
        let receipt = try await services.desk.take(event, by: author)
        let reader = IncidentReader(regulator: nil, seesConfidential: true)
        guard let incident = receipt.incidentID, let document = try await services.desk.incident(incident, for: reader, now: now) else {
            throw Problem.stateNotReached("the event opened no incident")
        }
        let due = document["notices"]?.array?.first { $0["condition"]?.isNull == true }
        return .object([("incident", .string(incident)), ("notice", due?["notice_id"] ?? .null), ("type", .string(type))])
    }
}
