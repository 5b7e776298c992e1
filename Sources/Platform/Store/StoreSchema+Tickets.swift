extension StoreSchema {
    /// What people add to an incident's ticket, and the ticket in the operator's own system. The bytes of an attachment lie in a vault;
    /// here is what they are known by. `sha256` stays after an erasure: it is what the audit trail holds.
    static let tickets = """
        CREATE TABLE incident_comment (
            position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, incident_id TEXT NOT NULL REFERENCES incident (id),
            author TEXT NOT NULL, written_at INTEGER NOT NULL, is_internal INTEGER NOT NULL, text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX incident_comment_by_incident ON incident_comment (incident_id, position);
        CREATE TABLE incident_attachment (
            position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, incident_id TEXT NOT NULL REFERENCES incident (id),
            author TEXT NOT NULL, added_at INTEGER NOT NULL, is_internal INTEGER NOT NULL, name TEXT NOT NULL, media_type TEXT NOT NULL,
            bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, erased_at INTEGER
        ) STRICT;
        CREATE INDEX incident_attachment_by_incident ON incident_attachment (incident_id, position);
        CREATE INDEX incident_attachment_by_content ON incident_attachment (sha256);
        CREATE TABLE outside_ticket (
            incident_id TEXT PRIMARY KEY REFERENCES incident (id), system TEXT NOT NULL, key TEXT NOT NULL, link TEXT NOT NULL,
            made_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
