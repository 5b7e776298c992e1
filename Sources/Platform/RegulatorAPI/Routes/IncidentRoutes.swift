import Access
import Documents
import HTTPTypes
import Incidents
import ServerKit
import Store

/// `GET /regulator/incidents` and `/regulator/incidents/{id}`.
extension RealmRoutes {
    func addIncidents(to routes: inout RouteTable) {
        on("GET", "/regulator/incidents", in: &routes) { request, grant in
            try await services.incidents(request, grant)
        }
        on("GET", "/regulator/incidents/{id}", in: &routes) { request, grant in
            try await services.incident(request, grant)
        }
    }
}

extension RealmServices {
    /// What a caller may see of incidents: a regulator those that touch its own licences, confidential ones with a scope of their own.
    func incidentReader(_ grant: Grant) -> IncidentReader {
        let seesAll = mode.effects.contains { effect in
            if case .showsAllIncidents = effect { return true }
            return false
        }
        let seesInternal = mode.effects.contains { effect in
            if case .showsInternalComments = effect { return true }
            return false
        }
        return IncidentReader(
            regulator: seesAll ? nil : grant.regulator,
            seesConfidential: grant.regulator == nil || grant.scopes.contains(.regulatorAMLRead),
            seesInternal: seesInternal ? true : nil)
    }

    func incidents(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        try request.allowQuery(["type", "severity", "state", "from", "to", "cursor", "limit"])
        let reader = incidentReader(grant)
        var query = reader.query(operatorID: operatorID)
        query.type = try request.queryValue("type")
        query.severity = try word(request, "severity", of: IncidentType.Severity.allCases.map(\.rawValue))
        query.state = try word(request, "state", of: IncidentState.allCases.map(\.rawValue))
        query.from = try time(request, "from")
        query.to = try time(request, "to")
        let (first, limit) = (try cursor(request), try limit(request))
        let page = try await desk.incidents(query, for: reader, after: first, limit: limit, now: now())
        try await recordRead(
            request, grant, entity: "incident_list", id: operatorID, rows: page.lines.count,
            secrecy: reader.seesConfidential ? .confidential : .open)
        return .json(
            .object([("incidents", .array(page.lines)), ("next", page.next.map { .string("n\($0)") } ?? .null)]))
    }

    func incident(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        try request.allowQuery([])
        let id = try Self.entityID(request)
        guard let document = try await desk.incident(id, for: incidentReader(grant), now: now()) else { throw Problem.unknownObject }
        // That somebody read of a suspicion is known to those alone who may know of suspicions.
        let isConfidential = desk.catalogue.types.contains { $0.code == document["type"]?.string && $0.isConfidential }
        try await recordRead(request, grant, entity: "incident", id: id, rows: 1, secrecy: isConfidential ? .confidential : .open)
        return .json(document)
    }

    private func word(_ request: ServerRequest, _ name: String, of words: [String]) throws(Problem) -> String? {
        guard let text = try request.queryValue(name) else { return nil }
        guard words.contains(text) else { throw .invalidParameter(name, "expected one of \(words.joined(separator: ", "))") }
        return text
    }

    private func time(_ request: ServerRequest, _ name: String) throws(Problem) -> Timestamp? {
        guard let text = try request.queryValue(name) else { return nil }
        do {
            return try Timestamp(parsing: text)
        } catch {
            throw .invalidParameter(name, "expected a time, as in 2026-10-15T12:00:00Z")
        }
    }

    private func cursor(_ request: ServerRequest) throws(Problem) -> Int64 {
        guard let text = try request.queryValue("cursor") else { return 0 }
        guard text.hasPrefix("n"), let number = Int64(text.dropFirst()), number >= 0 else {
            throw .invalidParameter("cursor", "expected the value of next in an earlier answer")
        }
        return number
    }

    private func limit(_ request: ServerRequest) throws(Problem) -> Int {
        guard let text = try request.queryValue("limit") else { return 100 }
        guard let limit = Int(text), (1...1000).contains(limit) else { throw .invalidParameter("limit", "expected 1 to 1000") }
        return limit
    }
}
