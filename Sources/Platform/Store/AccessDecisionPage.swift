package import Documents
import GRDB

/// Which access decisions are wanted.
package struct AccessDecisionFilter: Sendable {
    /// The first instant, inclusive; nil is open.
    package var from: Timestamp?
    /// The last instant, exclusive; nil is open.
    package var to: Timestamp?
    /// Of this client only; nil takes refusals of strangers too.
    package var clientID: String?
    /// The one about this request.
    package var requestID: String?
    package var leavesOutPathsThatEndWith: String?
    /// What comes after the decision with this time and id.
    package var after: (at: Timestamp, id: Int64)?

    package init(from: Timestamp? = nil, to: Timestamp? = nil) {
        self.from = from
        self.to = to
    }
}

/// A decision with the number that tells it from others of the same instant.
package struct NumberedAccessDecision: Sendable, Hashable {
    package let id: Int64
    package let decision: AccessDecisionRow
}

extension Snapshot {
    /// At most `limit` decisions, by time and then id. What is written later with an earlier time may be missed by whoever reads on from a
    /// position; a decision is written before its request is answered.
    package func accessDecisions(_ filter: AccessDecisionFilter, limit: Int) throws -> [NumberedAccessDecision] {
        var conditions = ["TRUE"]
        var arguments: [(any DatabaseValueConvertible)?] = []
        func add(_ condition: String, _ values: (any DatabaseValueConvertible)?...) {
            conditions.append(condition)
            arguments += values
        }
        if let from = filter.from { add("at >= ?", from.milliseconds) }
        if let to = filter.to { add("at < ?", to.milliseconds) }
        if let client = filter.clientID { add("client_id = ?", client) }
        if let request = filter.requestID { add("request_id = ?", request) }
        if let ending = filter.leavesOutPathsThatEndWith { add("substr(path, -length(?)) <> ?", ending, ending) }
        if let after = filter.after { add("(at, id) > (?, ?)", after.at.milliseconds, after.id) }
        arguments.append(limit)
        return try Row.fetchAll(
            database, sql: "SELECT * FROM access_decision WHERE \(conditions.joined(separator: " AND ")) ORDER BY at, id LIMIT ?",
            arguments: StatementArguments(arguments)
        ).map { NumberedAccessDecision(id: $0["id"], decision: AccessDecisionRow(row: $0)) }
    }

    /// What was shown by the requests of these decisions: the audit event of each, by request id; none where nothing was shown.
    ///
    /// Events stand in the order of their commits, which is that of their times but for the moments between a decision and its commit: so
    /// they are searched for within a minute before the first and ten minutes after the last decision.
    package func readEvents(of decisions: [AccessDecisionRow]) throws -> [String: AuditEventRow] {
        guard let first = decisions.map(\.at).min(), let last = decisions.map(\.at).max() else { return [:] }
        let wanted = Set(decisions.map(\.requestID))
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT *, CASE WHEN key IS NULL THEN json_extract(CAST(leaf AS TEXT), '$.request_id') ELSE request_id END AS asked
                FROM audit_event WHERE seq >= ? AND seq < ? AND action IN ('read', 'export', 'request') ORDER BY seq
                """,
            arguments: [
                try sequence(ofFirstEventAt: first.advanced(by: .seconds(-60))),
                try sequence(ofFirstEventAt: last.advanced(by: .seconds(600))),
            ])
        var found: [String: AuditEventRow] = [:]
        while let row = try rows.next() {
            guard let id = row["asked"] as String?, wanted.contains(id), found[id] == nil else { continue }
            found[id] = AuditEventRow(row: row)
        }
        return found
    }

    /// The index of the first event at an instant or later, the count of events when there is none. O(log² n).
    private func sequence(ofFirstEventAt time: Timestamp) throws -> Int64 {
        var (low, high) = (Int64(0), try auditEventCount())
        while low < high {
            let middle = low + (high - low) / 2
            guard let event = try auditEvent(at: middle) else { return high }
            if event.at < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
