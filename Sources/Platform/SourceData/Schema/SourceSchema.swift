/// The operator's tables in SQLite.
///
/// Money is an integer of minor units (`*_contrib` of 10⁻¹⁰ major units), an instant an integer of milliseconds since 1970 UTC,
/// a date `YYYY-MM-DD`, a flag 0 or 1, a code upper-case text. Rows are only ever added: a correction is a new row that names
/// the one it replaces. Tables of later versions are in `SourceSchema+….swift`; their columns are named as in the data model.
enum SourceSchema {
    /// Written into the file's header (`PRAGMA application_id`, "ASrc"), so that another database is not taken for one.
    static let applicationID: Int32 = 0x4153_7263
    /// Raised with every change of the tables (`PRAGMA user_version`).
    static let version: Int32 = 3

    /// Everything, for a new file.
    static var tables: String { firstTables + additions }
    /// What version 2 added to version 1.
    static var additions: String { funds + people + protection + games + operations + feeds }

    private static let firstTables = """
        CREATE TABLE operator (operator_id TEXT PRIMARY KEY, legal_name TEXT NOT NULL, country TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE licence (
            licence_id TEXT PRIMARY KEY, operator_id TEXT NOT NULL REFERENCES operator, regulator TEXT NOT NULL,
            licence_no TEXT NOT NULL, kind TEXT NOT NULL, gaming_day_tz TEXT NOT NULL, base_ccy TEXT NOT NULL,
            valid_from TEXT NOT NULL, valid_to TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE domain (
            domain_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, fqdn TEXT NOT NULL, brand TEXT NOT NULL,
            status TEXT NOT NULL, active_from INTEGER NOT NULL, active_to INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE player (
            player_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, player_ref TEXT NOT NULL,
            registered_at INTEGER NOT NULL, dob TEXT NOT NULL, country TEXT NOT NULL, region TEXT NOT NULL, status TEXT NOT NULL,
            status_since INTEGER NOT NULL, risk_band TEXT NOT NULL, currency TEXT NOT NULL,
            is_test INTEGER NOT NULL CHECK (is_test IN (0, 1)), vip INTEGER NOT NULL CHECK (vip IN (0, 1)), affiliate_id TEXT,
            last_login_at INTEGER, last_stake_at INTEGER, closed_at INTEGER, UNIQUE (licence_id, player_ref)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE wallet (
            wallet_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, player_id TEXT NOT NULL REFERENCES player,
            kind TEXT NOT NULL CHECK (kind IN ('CASH', 'BONUS')), currency TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE payment (
            payment_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, player_id TEXT NOT NULL REFERENCES player,
            kind TEXT NOT NULL, method TEXT NOT NULL, instrument_token TEXT NOT NULL, instrument_country TEXT NOT NULL,
            psp_id TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, status TEXT NOT NULL,
            requested_at INTEGER NOT NULL, settled_at INTEGER, reject_reason TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE bonus (
            bonus_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, player_id TEXT NOT NULL REFERENCES player,
            campaign TEXT NOT NULL, granted_at INTEGER NOT NULL, amount INTEGER NOT NULL, wagering_required INTEGER NOT NULL,
            wagering_done INTEGER NOT NULL, state TEXT NOT NULL, ended_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE game (
            game_id TEXT PRIMARY KEY, supplier_id TEXT NOT NULL, name TEXT NOT NULL, vertical TEXT NOT NULL, mga_type TEXT NOT NULL,
            ukgc_category TEXT NOT NULL, rtp_theoretical REAL NOT NULL, stake_sd REAL NOT NULL, max_win_multiple INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE game_version (
            game_version_id TEXT PRIMARY KEY, game_id TEXT NOT NULL REFERENCES game, version TEXT NOT NULL,
            artefact_sha256 TEXT NOT NULL, change_class TEXT NOT NULL, live_from INTEGER NOT NULL, live_to INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE game_session (
            session_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, login_id TEXT,
            player_id TEXT NOT NULL REFERENCES player, game_version_id TEXT NOT NULL REFERENCES game_version,
            started_at INTEGER NOT NULL, ended_at INTEGER, end_reason TEXT, rounds INTEGER NOT NULL,
            balance_start INTEGER NOT NULL, balance_end INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE rng (
            rng_id TEXT PRIMARY KEY, kind TEXT NOT NULL, algorithm TEXT NOT NULL, certificate_id TEXT, status TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE game_round (
            round_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence,
            session_id TEXT NOT NULL REFERENCES game_session DEFERRABLE INITIALLY DEFERRED,
            player_id TEXT NOT NULL REFERENCES player, game_version_id TEXT NOT NULL REFERENCES game_version,
            started_at INTEGER NOT NULL, settled_at INTEGER, state TEXT NOT NULL, currency TEXT NOT NULL,
            stake_cash INTEGER NOT NULL, stake_bonus INTEGER NOT NULL, win_cash INTEGER NOT NULL, win_bonus INTEGER NOT NULL,
            jackpot_contrib INTEGER NOT NULL, jackpot_win INTEGER NOT NULL, channel TEXT NOT NULL, outcome_code TEXT,
            outcome_json TEXT, rng_id TEXT REFERENCES rng, draw_first INTEGER, draw_count INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE wallet_tx (
            tx_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, wallet_id TEXT NOT NULL REFERENCES wallet,
            player_id TEXT NOT NULL REFERENCES player, seq INTEGER NOT NULL, occurred_at INTEGER NOT NULL,
            posted_at INTEGER NOT NULL, type TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount >= 0),
            sign INTEGER NOT NULL CHECK (sign IN (-1, 0, 1)), balance_before INTEGER NOT NULL, balance_after INTEGER NOT NULL,
            round_id TEXT REFERENCES game_round, payment_id TEXT REFERENCES payment DEFERRABLE INITIALLY DEFERRED,
            bonus_id TEXT REFERENCES bonus DEFERRABLE INITIALLY DEFERRED, jackpot_id TEXT,
            replaces_id TEXT REFERENCES wallet_tx, reason TEXT, actor TEXT, idempotency_key TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE rng_draw (
            rng_id TEXT NOT NULL REFERENCES rng, draw_no INTEGER NOT NULL, licence_id TEXT NOT NULL REFERENCES licence,
            round_id TEXT NOT NULL, at INTEGER NOT NULL, range_lo INTEGER NOT NULL, range_hi INTEGER NOT NULL, n INTEGER NOT NULL,
            values_scaled TEXT NOT NULL, raw_sha256 TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL,
            PRIMARY KEY (rng_id, draw_no)
        ) STRICT, WITHOUT ROWID;
        """

    /// Made after the rows of a new file: sorting once costs less than keeping order at each insertion.
    static var indexes: String { firstIndexes + addedIndexes }

    private static let firstIndexes = """
        CREATE UNIQUE INDEX wallet_tx_by_wallet ON wallet_tx (wallet_id, seq);
        CREATE UNIQUE INDEX wallet_tx_by_key ON wallet_tx (idempotency_key);
        CREATE INDEX wallet_tx_by_day ON wallet_tx (licence_id, occurred_at);
        CREATE INDEX wallet_tx_by_replaced ON wallet_tx (replaces_id) WHERE replaces_id IS NOT NULL;
        CREATE INDEX game_round_by_day ON game_round (licence_id, settled_at);
        """

    /// Those of versions 2 and 3.
    static var addedIndexes: String { secondIndexes + lookupIndexes }

    private static let secondIndexes = """

        CREATE INDEX wallet_tx_by_payment ON wallet_tx (payment_id) WHERE payment_id IS NOT NULL;
        CREATE INDEX wallet_tx_by_bonus ON wallet_tx (bonus_id) WHERE bonus_id IS NOT NULL;
        CREATE INDEX wallet_by_licence ON wallet (licence_id, kind);
        CREATE INDEX status_event_by_player ON player_status_event (player_id, at);
        CREATE INDEX exclusion_by_player ON exclusion (player_id, started_at);
        CREATE INDEX jackpot_event_by_time ON jackpot_event (jackpot_id, at);
        CREATE INDEX cdd_state_by_player ON cdd_state (player_id, since);
        """
}
