import Documents
import Incidents
import Requests
import ServerKit

/// Reads what `POST /operator/events` takes: the three words of the operator's systems, and every code of the catalogue.
extension OperatorEvent {
    /// How far ahead of the platform's clock a reporter's may be.
    private static let skew = Duration.seconds(300)

    /// - Throws: 400 with the pointer of what is not right; nothing that is sent is ignored.
    init(body request: ServerRequest, catalogue: IncidentCatalogue, licences: [String], now: Timestamp) throws(Problem) {
        var body = try ObjectReader(body: request)
        let id = try body.uuid("event_id")
        let type = try body.text("type", limit: 40)
        let occurred = try body.time("occurred_at")
        let aware = try body.time("aware_at")
        guard aware <= now.advanced(by: Self.skew) else {
            throw .invalidMember(body.pointer(to: "aware_at"), "expected a time that is not in the future")
        }
        guard occurred <= aware else {
            throw .invalidMember(body.pointer(to: "occurred_at"), "expected a time not after aware_at")
        }
        let summary = try body.publicText("summary", limit: 500)
        let touched = try body.licences("licences", among: licences)
        let players = try body.count("players_affected")
        let severity = try body.severity("severity")
        let (meaning, details) = try Self.meaning(of: type, &body, catalogue)
        let document = try Self.document(of: request)
        try body.finish()
        self.init(
            id: id, type: type, meaning: meaning, occurredAt: occurred, awareAt: aware, licences: touched, summary: summary,
            playersAffected: players, severity: severity, details: details, document: document)
    }

    private static func document(of request: ServerRequest) throws(Problem) -> Node {
        do {
            return try JSONReader.read(request.body, limits: .request)
        } catch {
            throw .malformedJSON(error.description)
        }
    }

    private static func meaning(
        of type: String, _ body: inout ObjectReader, _ catalogue: IncidentCatalogue
    ) throws(Problem) -> (Meaning, details: Node) {
        switch type {
        case "AML_incident":
            var details = try body.object("details")
            let kinds = ["SUSPICIOUS_TRANSACTION", "MONITORING_FAILURE", "MISSED_REPORT", "SANCTIONS_MISS"]
            let kind = try details.word("kind", of: kinds)
            if details.value("player_id") != nil { _ = try details.reference("player_id") }
            try details.finish()
            return (.incident(code: kind == "SUSPICIOUS_TRANSACTION" ? "AML-STR" : "AML-FAIL"), .object([("kind", .string(kind))]))
        case "RNG_anomaly":
            var details = try body.object("details")
            let generator = try details.reference("generator_id")
            let finding = try details.word("finding", of: ["HEALTH_FAILURE", "FAILOVER", "DRAW_GAP"])
            try details.finish()
            return (.incident(code: "GAM-RNG"), .object([("generator_id", generator), ("finding", .string(finding))]))
        case "self_exclusion_event":
            var details = try body.object("details")
            let player = try details.reference("player_id")
            let action = try details.word("action", of: Exclusion.allCases.map(\.rawValue))
            try details.finish()
            let exclusion = Exclusion(rawValue: action) ?? .excluded
            return (.exclusion(exclusion, player: player.string ?? ""), .object([("action", .string(action))]))
        default:
            guard catalogue.types.contains(where: { $0.code == type }) else {
                let words = ["AML_incident", "RNG_anomaly", "self_exclusion_event"] + catalogue.types.map(\.code)
                throw .invalidMember(body.pointer(to: "type"), "expected one of \(words.joined(separator: ", "))")
            }
            return (.incident(code: type), try breach(type, &body))
        }
    }

    /// A breach of security says where it came from and whether it was meant.
    private static func breach(_ code: String, _ body: inout ObjectReader) throws(Problem) -> Node {
        guard code.hasPrefix("SEC-") else { return .null }
        var details = try body.object("details")
        let origin = try details.word("origin", of: ["INTERNAL", "EXTERNAL"])
        let intent = try details.word("intent", of: ["MALICIOUS", "NON_MALICIOUS"])
        try details.finish()
        return .object([("origin", .string(origin)), ("intent", .string(intent))])
    }
}
