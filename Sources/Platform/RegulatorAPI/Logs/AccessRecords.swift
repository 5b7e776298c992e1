import Documents
import SourceData
import Store

/// The log of who asked this interface for what and what they were shown, as records like those of the operator's systems.
struct AccessRecords: Sendable {
    static let name = "access"
    static let columns = [
        "request_id", "method", "path", "client_id", "address", "status", "refusal", "entity", "entity_id", "scope", "filter", "rows",
    ]
    static var tableColumns: [String] { ["record", "at"] + columns }

    /// Whose requests are shown.
    enum Reach: Sendable, Hashable {
        /// Those of one client.
        case client(String)
        /// Everybody's.
        case all
    }

    let store: PlatformStore
    let reach: Reach
    let restricted: RestrictedColumns
    let from: Timestamp?
    let to: Timestamp?
    /// Only what became of this request.
    let requestID: String?

    /// At most `limit` records after a position, in their order.
    func records(after position: RecordPosition?, limit: Int) async throws -> [SourceRecord] {
        var filter = AccessDecisionFilter(from: from, to: to)
        if case .client(let id) = reach { filter.clientID = id }
        // That somebody looked for suspicions is known to those alone who may know of suspicions, and to whoever looked.
        if restricted == .withheld, reach == .all { filter.leavesOutPathsThatEndWith = "/regulator/logs/aml" }
        filter.requestID = requestID
        if let position { filter.after = (position.at, position.number) }
        let wanted = filter
        return try await store.read { snapshot in
            let decisions = try snapshot.accessDecisions(wanted, limit: limit)
            let shown = try snapshot.readEvents(of: decisions.map(\.decision))
            return try decisions.map { try record($0.id, $0.decision, shown[$0.decision.requestID]) }
        }
    }

    private func record(_ id: Int64, _ decision: AccessDecisionRow, _ event: AuditEventRow?) throws -> SourceRecord {
        let detail = try event.map { try JSONReader.read($0.leaf)["detail"] ?? .null } ?? .null
        let cells: [RecordCell] = [
            .text(decision.requestID), .text(decision.method), .text(decision.path), Self.text(decision.clientID), .text(decision.address),
            .integer(Int64(decision.status)), Self.text(decision.refusal), Self.text(event?.entity), Self.text(event?.entityID),
            Self.text(detail["scope"]?.string), filter(detail), detail["rows"]?.integer.map { .integer(Int64($0)) } ?? .null,
        ]
        return SourceRecord(
            position: RecordPosition(at: decision.at, source: 0, key: "", number: id), kind: Self.name,
            members: zip(Self.columns, cells).map { SourceRecord.Member($0, $1) })
    }

    /// Not shown to others where it names the part of a dossier that they must not know of.
    private func filter(_ detail: Node) -> RecordCell {
        guard let filter = detail["filter"], !filter.isNull else { return .null }
        if restricted == .withheld, reach == .all, filter["part"] == "aml" { return .null }
        return .document(filter)
    }

    private static func text(_ text: String?) -> RecordCell { text.map { .text($0) } ?? .null }
}
