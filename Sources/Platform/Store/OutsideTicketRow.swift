package import Documents
import GRDB

/// The ticket that an incident has in the operator's own ticket system.
package struct OutsideTicketRow: Sendable, Hashable {
    package let incidentID: String
    /// `jira`.
    package let system: String
    /// What the system calls it, `INC-24`.
    package let key: String
    /// Where people read it.
    package let link: String
    package let madeAt: Timestamp

    package init(incidentID: String, system: String, key: String, link: String, madeAt: Timestamp) {
        self.incidentID = incidentID
        self.system = system
        self.key = key
        self.link = link
        self.madeAt = madeAt
    }
}

extension Snapshot {
    /// The ticket of an incident; nil while none is known.
    package func outsideTicket(of incident: String) throws -> OutsideTicketRow? {
        try Row.fetchOne(database, sql: "SELECT * FROM outside_ticket WHERE incident_id = ?", arguments: [incident]).map { row in
            OutsideTicketRow(
                incidentID: row["incident_id"], system: row["system"], key: row["key"], link: row["link"],
                madeAt: Timestamp(milliseconds: row["made_at"]))
        }
    }
}

extension Transaction {
    /// Notes which ticket an incident has; the first one stays.
    package func insert(_ ticket: OutsideTicketRow) throws {
        try database.execute(
            sql: """
                INSERT INTO outside_ticket (incident_id, system, key, link, made_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (incident_id) DO NOTHING
                """, arguments: [ticket.incidentID, ticket.system, ticket.key, ticket.link, ticket.madeAt.milliseconds])
    }
}
