import AuditTrail
import Documents
import Incidents
import Requests
import ServerKit
import SourceData
import Store

extension SandboxStates {
    /// An incident of a type or severity, as the same event at `/operator/events` would open it: by default of all licences, known since now.
    ///
    /// Answers `incident`, and `notice`, the first one that is due in any case.
    func incident(_ params: inout ObjectReader, certificate: PeerCertificate, requestID: String) async throws -> Node {
        let severity = try severity(&params)
        let type = try params.optionalText("type", limit: 40) ?? severity.flatMap(commonType) ?? "GAM-DISP"
        let licence = try params.optionalText("licence", limit: 64)
        let now = services.now()
        let aware = params.value("aware_at") == nil ? now : try params.time("aware_at")
        let eventID = try params.optionalText("event", limit: 64)
        try params.finish()
        guard let kind = services.desk.catalogue.types.first(where: { $0.code == type }) else {
            throw Problem.stateNotReached("no kind of incident is \(type)")
        }
        if let severity, kind.severity != severity {
            throw Problem.stateNotReached("an incident \(type) is \(kind.severity.rawValue)")
        }
        if let eventID, !RealmServices.isEntityID(eventID) {
            throw Problem.stateNotReached("an id has 1 to 64 letters, digits, - and _")
        }
        if let licence, !services.licences.contains(where: { $0.id == licence }) {
            throw Problem.stateNotReached("no licence is \(licence)")
        }
        let id = eventID ?? UUIDv7.make(at: now)
        let event = OperatorEvent(
            id: id, type: type, meaning: .incident(code: type), occurredAt: aware, awareAt: aware, licences: licence.map { [$0] } ?? [],
            summary: "state asked for by a contract", playersAffected: 0, severity: nil, details: .null,
            document: .object([("event_id", .string(id)), ("type", .string(type))]))
        let author = DeskAuthor(actor: AuditActor(subject: "sandbox", certificate: certificate.thumbprint), requestID: requestID, at: now)
        let receipt = try await services.desk.take(event, by: author)
        let reader = IncidentReader(regulator: nil, seesConfidential: true)
        guard let incident = receipt.incidentID, let document = try await services.desk.incident(incident, for: reader, now: now) else {
            throw Problem.stateNotReached("the event opened no incident")
        }
        let due = document["notices"]?.array?.first { $0["condition"]?.isNull == true }
        return .object([
            ("incident", .string(incident)), ("notice", due?["notice_id"] ?? .null), ("type", .string(type)),
            ("severity", document["severity"] ?? .null),
        ])
    }

    private func severity(_ params: inout ObjectReader) throws(Problem) -> IncidentType.Severity? {
        guard let text = try params.optionalText("severity", limit: 2) else { return nil }
        guard let severity = IncidentType.Severity(rawValue: text) else {
            let known = IncidentType.Severity.allCases.map(\.rawValue).joined(separator: ", ")
            throw .stateNotReached("a severity is one of \(known)")
        }
        return severity
    }

    /// The first type of a severity that every reader of incidents may know of.
    private func commonType(_ severity: IncidentType.Severity) -> String? {
        services.desk.catalogue.types.first { $0.severity == severity && !$0.isConfidential }?.code
    }
}
