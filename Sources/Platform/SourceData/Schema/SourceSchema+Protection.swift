extension SourceSchema {
    /// Player protection: limits, exclusions, register checks, interactions, complaints.
    static let protection = """

        CREATE TABLE rg_limit (
            limit_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, player_id TEXT NOT NULL REFERENCES player,
            kind TEXT NOT NULL, "window" TEXT NOT NULL, value INTEGER NOT NULL, requested_at INTEGER NOT NULL,
            effective_at INTEGER NOT NULL, superseded_at INTEGER, change TEXT NOT NULL, set_by TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE limit_hit (
            hit_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, limit_id TEXT NOT NULL REFERENCES rg_limit,
            at INTEGER NOT NULL, attempted INTEGER NOT NULL, blocked INTEGER NOT NULL CHECK (blocked IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE exclusion (
            exclusion_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, player_id TEXT NOT NULL REFERENCES player,
            kind TEXT NOT NULL, register TEXT NOT NULL, requested_at INTEGER NOT NULL, started_at INTEGER NOT NULL,
            min_end_at INTEGER NOT NULL, ended_at INTEGER, reinstated_at INTEGER, balance_returned INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE register_check (
            check_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, register TEXT NOT NULL,
            player_id TEXT NOT NULL REFERENCES player, at INTEGER NOT NULL, "trigger" TEXT NOT NULL, result TEXT NOT NULL,
            latency_ms INTEGER NOT NULL, external_ref TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE interaction (
            interaction_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, player_id TEXT NOT NULL REFERENCES player,
            at INTEGER NOT NULL, marker TEXT NOT NULL, channel TEXT NOT NULL,
            automated INTEGER NOT NULL CHECK (automated IN (0, 1)), action TEXT NOT NULL, evaluated_at INTEGER, outcome TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE complaint (
            complaint_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, player_id TEXT NOT NULL REFERENCES player,
            received_at INTEGER NOT NULL, channel TEXT NOT NULL, category TEXT NOT NULL, state TEXT NOT NULL,
            first_stage_resolved INTEGER NOT NULL CHECK (first_stage_resolved IN (0, 1)), acknowledged_at INTEGER,
            extended_until INTEGER, decided_at INTEGER, outcome TEXT, amount_claimed INTEGER, amount_awarded INTEGER,
            adr_provider TEXT, adr_opened_at INTEGER, adr_decided_at INTEGER, adr_outcome TEXT
        ) STRICT, WITHOUT ROWID;
        """
}
