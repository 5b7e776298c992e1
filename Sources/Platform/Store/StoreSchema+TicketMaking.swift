extension StoreSchema {
    /// Since when a ticket of an incident is being made in the operator's ticket system.
    static let ticketMaking = """
        CREATE TABLE outside_ticket_making (
            incident_id TEXT NOT NULL PRIMARY KEY REFERENCES incident (id),
            since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
