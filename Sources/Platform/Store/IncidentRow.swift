package import Documents
import GRDB

/// An incident as the operator keeps it: its ticket.
package struct IncidentRow: Sendable, Hashable {
    package let id: String
    /// The operator whose incident it is (the tenant).
    package let operatorID: String
    /// A code of the catalogue, `GAM-RNG`.
    package let type: String
    /// `P1` to `P4`.
    package var severity: String
    /// A word of Incidents: `OPEN`, `TRIAGED`, `CLOSED`.
    package var state: String
    /// Whether only readers with a right of their own may know of it.
    package let isConfidential: Bool
    /// The regulators whose licences it touches, sorted.
    package let regulators: [String]
    /// When the operator became aware.
    package let awareAt: Timestamp
    package let openedAt: Timestamp
    /// 1 for the first; each change adds one.
    package var version: Int
    /// Canonical JSON: what else is known of it.
    package var value: [UInt8]
    /// Its place in the order of opening, 1-based; 0 before it is stored.
    package private(set) var number: Int64 = 0

    package init(
        id: String, operatorID: String, type: String, severity: String, state: String, isConfidential: Bool, regulators: [String],
        awareAt: Timestamp, openedAt: Timestamp, version: Int, value: [UInt8]
    ) {
        self.id = id
        self.operatorID = operatorID
        self.type = type
        self.severity = severity
        self.state = state
        self.isConfidential = isConfidential
        self.regulators = regulators.sorted()
        self.awareAt = awareAt
        self.openedAt = openedAt
        self.version = version
        self.value = value
    }

    init(row: Row) {
        self.init(
            id: row["id"], operatorID: row["operator"], type: row["type"], severity: row["severity"], state: row["state"],
            isConfidential: row["is_confidential"], regulators: (row["regulators"] as String? ?? "").split(separator: " ").map(String.init),
            awareAt: Timestamp(milliseconds: row["aware_at"]), openedAt: Timestamp(milliseconds: row["opened_at"]),
            version: row["version"], value: [UInt8](blob: row["value"]))
        number = row["number"]
    }
}

/// Which incidents are asked for.
package struct IncidentQuery: Sendable, Hashable {
    package var operatorID: String
    /// Only those that touch licences of this regulator; nil: all.
    package var regulator: String?
    /// Whether confidential ones are among them.
    package var showsConfidential: Bool
    package var type: String?
    package var severity: String?
    package var state: String?
    /// Opened at or after, and before.
    package var from: Timestamp?
    package var to: Timestamp?

    package init(operatorID: String, regulator: String?, showsConfidential: Bool) {
        self.operatorID = operatorID
        self.regulator = regulator
        self.showsConfidential = showsConfidential
    }
}

extension Snapshot {
    private static let columns = """
        incident.*, (SELECT group_concat(regulator, ' ') FROM incident_regulator WHERE incident_number = incident.number) AS regulators
        """

    /// The incident of that id, or nil.
    package func incident(_ id: String) throws -> IncidentRow? {
        try Row.fetchOne(database, sql: "SELECT \(Self.columns) FROM incident WHERE id = ?", arguments: [id]).map(IncidentRow.init)
    }

    /// Incidents whose details name a player, in the order of opening.
    package func incidents(ofPlayer player: String) throws -> [IncidentRow] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(Self.columns) FROM incident WHERE json_extract(CAST(value AS TEXT), '$.details.player_id') = ? ORDER BY number
                """, arguments: [player]
        ).map(IncidentRow.init)
    }

    /// Incidents in the order of opening, with a number above `after`, at most `limit`.
    package func incidents(_ query: IncidentQuery, after: Int64, limit: Int) throws -> [IncidentRow] {
        var conditions = ["operator = ?", "number > ?"]
        var arguments: StatementArguments = [query.operatorID, after]
        func add(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        add("EXISTS (SELECT 1 FROM incident_regulator r WHERE r.incident_number = number AND r.regulator = ?)", query.regulator)
        if !query.showsConfidential { conditions.append("is_confidential = 0") }
        add("type = ?", query.type)
        add("severity = ?", query.severity)
        add("state = ?", query.state)
        add("opened_at >= ?", query.from?.milliseconds)
        add("opened_at < ?", query.to?.milliseconds)
        arguments += [limit]
        return try Row.fetchAll(
            database,
            sql: "SELECT \(Self.columns) FROM incident WHERE \(conditions.joined(separator: " AND ")) ORDER BY number LIMIT ?",
            arguments: arguments
        ).map(IncidentRow.init)
    }
}

extension Transaction {
    /// Stores a new incident with the next number.
    package func insert(_ incident: IncidentRow) throws {
        try database.execute(
            sql: """
                INSERT INTO incident (id, operator, type, severity, state, is_confidential, aware_at, opened_at, version, value)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                incident.id, incident.operatorID, incident.type, incident.severity, incident.state, incident.isConfidential,
                incident.awareAt.milliseconds, incident.openedAt.milliseconds, incident.version, incident.value.blob,
            ])
        let number = database.lastInsertedRowID
        for regulator in incident.regulators {
            try database.execute(
                sql: "INSERT INTO incident_regulator (incident_number, regulator) VALUES (?, ?)", arguments: [number, regulator])
        }
    }

    /// Writes the members of a stored incident that change: severity, state, version and value.
    package func update(_ incident: IncidentRow) throws {
        try database.execute(
            sql: "UPDATE incident SET severity = ?, state = ?, version = ?, value = ? WHERE id = ?",
            arguments: [incident.severity, incident.state, incident.version, incident.value.blob, incident.id])
    }
}
