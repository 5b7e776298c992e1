extension SourceSchema {
    /// What is known of games and random number generators beside their rules: certificates, events, measurements, tests.
    static let games = """

        CREATE TABLE game_certificate (
            cert_id TEXT PRIMARY KEY, game_version_id TEXT NOT NULL REFERENCES game_version, test_house TEXT NOT NULL,
            cert_no TEXT NOT NULL, standard TEXT NOT NULL, regulator TEXT NOT NULL, issued_on TEXT NOT NULL, expires_on TEXT,
            document_sha256 TEXT NOT NULL, rng_id TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE rng_event (
            rng_id TEXT NOT NULL REFERENCES rng, event_id INTEGER NOT NULL, licence_id TEXT NOT NULL REFERENCES licence,
            at INTEGER NOT NULL, kind TEXT NOT NULL, entropy_source TEXT, entropy_bits INTEGER, seed_commitment TEXT,
            draws_since_seed INTEGER NOT NULL, test_code TEXT, statistic REAL, p_value REAL, actor TEXT NOT NULL,
            prev_hash TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (rng_id, event_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE rtp_measurement (
            measure_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence,
            game_version_id TEXT NOT NULL REFERENCES game_version, stratum TEXT NOT NULL, stratum_value TEXT NOT NULL,
            window_from INTEGER NOT NULL, window_to INTEGER NOT NULL, n INTEGER NOT NULL, turnover INTEGER NOT NULL,
            win INTEGER NOT NULL, rtp_actual REAL, rtp_theoretical REAL NOT NULL, n_eff REAL NOT NULL, tolerance REAL, z REAL,
            verdict TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE integrity_test (
            test_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, scope TEXT NOT NULL, scope_id TEXT NOT NULL,
            test_code TEXT NOT NULL, at INTEGER NOT NULL, n INTEGER NOT NULL, df INTEGER NOT NULL, statistic REAL NOT NULL,
            p_value REAL NOT NULL, alpha REAL NOT NULL, verdict TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
