extension SourceSchema {
    /// Players beyond their account: personal data under a key of their own, status, logins, checks, suspicion.
    static let people = """

        CREATE TABLE player_key (
            player_id TEXT PRIMARY KEY REFERENCES player, key BLOB CHECK (key IS NULL OR length(key) = 32), created_at INTEGER NOT NULL,
            destroyed_at INTEGER, CHECK ((key IS NULL) = (destroyed_at IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE player_pii (
            player_id TEXT PRIMARY KEY REFERENCES player, licence_id TEXT NOT NULL REFERENCES licence, first_name BLOB NOT NULL,
            last_name BLOB NOT NULL, email BLOB NOT NULL, phone BLOB NOT NULL, address_lines BLOB NOT NULL, postcode BLOB NOT NULL,
            national_id BLOB NOT NULL, id_doc_no BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE player_status_event (
            event_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, player_id TEXT NOT NULL REFERENCES player,
            at INTEGER NOT NULL, from_status TEXT, to_status TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE login_session (
            login_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, player_id TEXT NOT NULL REFERENCES player,
            started_at INTEGER NOT NULL, ended_at INTEGER, end_reason TEXT, ip TEXT NOT NULL, device TEXT NOT NULL,
            geo_country TEXT NOT NULL, geo_ok INTEGER NOT NULL CHECK (geo_ok IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE kyc_check (
            check_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, player_id TEXT NOT NULL REFERENCES player,
            kind TEXT NOT NULL, "trigger" TEXT NOT NULL, provider TEXT NOT NULL, requested_at INTEGER NOT NULL, completed_at INTEGER,
            outcome TEXT, expires_on TEXT, doc_sha256 TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE cdd_state (
            player_id TEXT NOT NULL REFERENCES player, since INTEGER NOT NULL, licence_id TEXT NOT NULL REFERENCES licence,
            level TEXT NOT NULL, cumulative_tx INTEGER NOT NULL, threshold_crossed_at INTEGER,
            funds_locked INTEGER NOT NULL CHECK (funds_locked IN (0, 1)), PRIMARY KEY (player_id, since)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE aml_alert (
            alert_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, player_id TEXT NOT NULL REFERENCES player,
            rule_code TEXT NOT NULL, created_at INTEGER NOT NULL, window_from INTEGER NOT NULL, window_to INTEGER NOT NULL,
            amount INTEGER NOT NULL, currency TEXT NOT NULL, severity TEXT NOT NULL, state TEXT NOT NULL, analyst TEXT,
            closed_at INTEGER, rationale TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE aml_report (
            aml_report_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, fiu TEXT NOT NULL, report_code TEXT NOT NULL,
            player_id TEXT NOT NULL REFERENCES player, alert_ids TEXT NOT NULL, internal_at INTEGER NOT NULL, mlro_decided_at INTEGER,
            filed_at INTEGER, fiu_reference TEXT, state TEXT NOT NULL, indicators TEXT NOT NULL, payload_sha256 TEXT
        ) STRICT, WITHOUT ROWID;
        """
}
