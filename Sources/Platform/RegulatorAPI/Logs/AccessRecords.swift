import AuditTrail
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
    let trail: AuditTrail
    let reach: Reach
    let restricted: RestrictedColumns
    let from: Timestamp?
    let to: Timestamp?
    /// Only what became of this request.
    let requestID: String?

    /// At most `limit` records after a position, in their order; fewer only at the end.
    func records(after position: RecordPosition?, limit: Int) async throws -> [SourceRecord] {
        var records: [SourceRecord] = []
        var last = position
        while records.count < limit {
            let wanted = filter(after: last)
            let asked = max(limit - records.count, 100)
            let (count, end, shown) = try await store.read { snapshot in
                let decisions = try snapshot.accessDecisions(wanted, limit: asked)
                let events = try snapshot.readEvents(of: decisions.map(\.decision))
                let shown = try decisions.compactMap { try record($0.id, $0.decision, events[$0.decision.requestID], in: snapshot) }
                return (decisions.count, decisions.last.map(Self.position), shown)
            }
            records += shown
            guard count == asked, let end else { break }
            last = end
        }
        return Array(records.prefix(limit))
    }

    private func filter(after position: RecordPosition?) -> AccessDecisionFilter {
        var filter = AccessDecisionFilter(from: from, to: to)
        if case .client(let id) = reach { filter.clientID = id }
        filter.requestID = requestID
        // That somebody looked for suspicions is known to those alone who may know of suspicions, and to whoever looked.
        if restricted == .withheld, reach == .all { filter.leavesOutPathsThatEndWith = "/regulator/logs/\(RecordLog.suspicion.name)" }
        if let position { filter.after = (position.at, position.number) }
        return filter
    }

    private static func position(_ numbered: NumberedAccessDecision) -> RecordPosition {
        RecordPosition(at: numbered.decision.at, source: 0, key: "", number: numbered.id)
    }

    /// Nil for what the reader must not know of: a request that was shown suspicions.
    private func record(
        _ id: Int64, _ decision: AccessDecisionRow, _ event: AuditEventRow?, in snapshot: Snapshot
    ) throws -> SourceRecord? {
        let told = try event.flatMap { try trail.told(by: $0, in: snapshot)?["detail"] } ?? .null
        guard !ReadSecrecy.isConfidential(told) || restricted == .shown else { return nil }
        let detail = try SealedDetail.opened(told, in: snapshot)
        let filter: RecordCell = detail["filter"].flatMap { $0.isNull ? nil : .document($0) } ?? .null
        let cells: [RecordCell] = [
            .text(decision.requestID), .text(decision.method), .text(decision.path), Self.text(decision.clientID), .text(decision.address),
            .integer(Int64(decision.status)), Self.text(decision.refusal), Self.text(event?.entity), Self.text(event?.entityID),
            Self.text(detail["scope"]?.string), filter, detail["rows"]?.integer.map { .integer(Int64($0)) } ?? .null,
        ]
        return SourceRecord(
            position: RecordPosition(at: decision.at, source: 0, key: "", number: id), kind: Self.name,
            members: zip(Self.columns, cells).map { SourceRecord.Member($0, $1) })
    }

    private static func text(_ text: String?) -> RecordCell { text.map { .text($0) } ?? .null }
}
