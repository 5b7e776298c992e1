extension StoreSchema {
    /// Events, tickets, notices and the messages that tell of them. `number` is the order of opening, by which lists are paged.
    static let incidents = """
        CREATE TABLE operator_event (
            event_id TEXT PRIMARY KEY, operator TEXT NOT NULL, digest TEXT NOT NULL, type TEXT NOT NULL, subject TEXT, action TEXT,
            occurred_at INTEGER NOT NULL, received_at INTEGER NOT NULL, value BLOB NOT NULL, incident_id TEXT REFERENCES incident (id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX operator_event_by_subject ON operator_event (type, subject, occurred_at);
        CREATE TABLE incident (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, operator TEXT NOT NULL, type TEXT NOT NULL,
            severity TEXT NOT NULL, state TEXT NOT NULL, is_confidential INTEGER NOT NULL, aware_at INTEGER NOT NULL,
            opened_at INTEGER NOT NULL, version INTEGER NOT NULL, value BLOB NOT NULL
        ) STRICT;
        CREATE TABLE incident_regulator (
            incident_number INTEGER NOT NULL REFERENCES incident (number), regulator TEXT NOT NULL, PRIMARY KEY (incident_number, regulator)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE incident_notice (
            position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, incident_id TEXT NOT NULL REFERENCES incident (id),
            authority TEXT NOT NULL, clock TEXT NOT NULL, state TEXT NOT NULL, due_at INTEGER NOT NULL, first_sent_at INTEGER,
            value BLOB NOT NULL
        ) STRICT;
        CREATE INDEX incident_notice_by_incident ON incident_notice (incident_id, position);
        CREATE INDEX incident_notice_by_time ON incident_notice (state, due_at);
        CREATE TABLE notice_dispatch (
            position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, incident_id TEXT NOT NULL REFERENCES incident (id),
            channel TEXT NOT NULL, recipient TEXT NOT NULL, client_id TEXT, target TEXT NOT NULL, phase TEXT NOT NULL, state TEXT NOT NULL,
            made_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, first_attempt_at INTEGER, delivered_at INTEGER, reason TEXT,
            body BLOB NOT NULL
        ) STRICT;
        CREATE INDEX notice_dispatch_by_incident ON notice_dispatch (incident_id, position);
        CREATE TABLE notice_address (
            client_id TEXT NOT NULL, id TEXT NOT NULL, regulator TEXT NOT NULL, webhook TEXT, mail TEXT, changed_at INTEGER NOT NULL,
            PRIMARY KEY (client_id, id)
        ) STRICT, WITHOUT ROWID;
        """
}
