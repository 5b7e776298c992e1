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

extension Snapshot {
    /// Since when a ticket of an incident is being made, of which nobody knows whether it was; nil when none is.
    package func outsideTicketMaking(of incident: String) throws -> Timestamp? {
        try Int64.fetchOne(database, sql: "SELECT since FROM outside_ticket_making WHERE incident_id = ?", arguments: [incident])
            .map(Timestamp.init(milliseconds:))
    }
}

extension Transaction {
    /// Notes that a ticket of an incident is about to be made.
    package func beginOutsideTicket(of incident: String, at now: Timestamp) throws {
        try database.execute(
            sql: """
                INSERT INTO outside_ticket_making (incident_id, since) VALUES (?, ?)
                ON CONFLICT (incident_id) DO UPDATE SET since = excluded.since
                """, arguments: [incident, now.milliseconds])
    }

    /// Notes which ticket an incident has; the first one stays.
    package func insert(_ ticket: OutsideTicketRow) throws {
        try database.execute(sql: "DELETE FROM outside_ticket_making WHERE incident_id = ?", arguments: [ticket.incidentID])
        try database.execute(
            sql: """
                INSERT INTO outside_ticket (incident_id, system, key, link, made_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (incident_id) DO NOTHING
                """, arguments: [ticket.incidentID, ticket.system, ticket.key, ticket.link, ticket.madeAt.milliseconds])
    }
}
