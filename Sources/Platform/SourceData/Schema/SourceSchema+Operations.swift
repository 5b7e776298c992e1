extension SourceSchema {
    /// Incidents, changes, and figures that a person put in the place of calculated ones in a return (`return_override`, money in minor units).
    static let operations = """

        CREATE TABLE incident (
            incident_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, type_code TEXT NOT NULL, severity TEXT NOT NULL,
            started_at INTEGER NOT NULL, detected_at INTEGER NOT NULL, aware_at INTEGER NOT NULL, contained_at INTEGER,
            ended_at INTEGER, affected_players INTEGER NOT NULL, affected_value INTEGER NOT NULL,
            confidentiality INTEGER NOT NULL CHECK (confidentiality IN (0, 1)), access_lost_minutes INTEGER NOT NULL,
            summary TEXT NOT NULL, root_cause TEXT, corrective_action TEXT, state TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE incident_notice (
            notice_id TEXT PRIMARY KEY, incident_id TEXT NOT NULL REFERENCES incident, regulator TEXT NOT NULL, phase TEXT NOT NULL,
            due_at INTEGER NOT NULL, submitted_at INTEGER, reference TEXT, late_reason TEXT, payload_sha256 TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE change_record (
            change_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, at INTEGER NOT NULL, component TEXT NOT NULL,
            kind TEXT NOT NULL, old_value TEXT, new_value TEXT, approver TEXT NOT NULL, ticket TEXT NOT NULL,
            critical INTEGER NOT NULL CHECK (critical IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE return_override (
            licence_id TEXT NOT NULL REFERENCES licence, template TEXT NOT NULL, period TEXT NOT NULL, ggy_gb INTEGER NOT NULL,
            ggy_non_gb INTEGER NOT NULL, ggy_total INTEGER NOT NULL, reason TEXT NOT NULL CHECK (length(reason) > 0),
            entered_by TEXT NOT NULL, entered_at INTEGER NOT NULL, PRIMARY KEY (licence_id, template, period),
            CHECK (ggy_total = ggy_gb + ggy_non_gb)
        ) STRICT, WITHOUT ROWID;
        """

    /// What came from the feeds: how far each is complete for a licence, every drop with its counts, and the rows that were not taken.
    static let feeds = """

        CREATE TABLE feed_watermark (
            feed TEXT NOT NULL, licence_id TEXT NOT NULL REFERENCES licence, starts_at INTEGER NOT NULL, complete_until INTEGER NOT NULL,
            closed INTEGER NOT NULL CHECK (closed IN (0, 1)), PRIMARY KEY (feed, licence_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE feed_drop (
            drop_id TEXT PRIMARY KEY, feed TEXT NOT NULL, licence_id TEXT NOT NULL, received_at INTEGER NOT NULL,
            complete_until INTEGER NOT NULL, stated INTEGER NOT NULL, accepted INTEGER NOT NULL, duplicates INTEGER NOT NULL,
            rejected INTEGER NOT NULL, late INTEGER NOT NULL, late_from INTEGER, late_to INTEGER,
            corrected_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE feed_rejection (
            drop_id TEXT NOT NULL REFERENCES feed_drop, file TEXT NOT NULL, line INTEGER NOT NULL, reason TEXT NOT NULL,
            content TEXT NOT NULL, PRIMARY KEY (drop_id, file, line)
        ) STRICT, WITHOUT ROWID;
        """
}
