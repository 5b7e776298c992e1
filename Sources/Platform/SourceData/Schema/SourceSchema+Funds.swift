extension SourceSchema {
    /// Rates (in 10⁻⁸), the accounts in which player money is kept, jackpots (`amount` and `value_after` in 10⁻¹⁰ major units).
    static let funds = """

        ALTER TABLE operator ADD COLUMN mlro_name TEXT;
        ALTER TABLE operator ADD COLUMN rentity_id TEXT;
        CREATE TABLE fx_rate (
            base TEXT NOT NULL, quote TEXT NOT NULL, rate_date TEXT NOT NULL, rate INTEGER NOT NULL CHECK (rate > 0),
            source TEXT NOT NULL, PRIMARY KEY (base, quote, rate_date)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE funds_account (
            account_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, kind TEXT NOT NULL, institution TEXT NOT NULL,
            currency TEXT NOT NULL, account_masked TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE funds_balance (
            account_id TEXT NOT NULL REFERENCES funds_account, as_of TEXT NOT NULL, balance INTEGER NOT NULL,
            evidence_sha256 TEXT NOT NULL, PRIMARY KEY (account_id, as_of)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE funds_transit (
            transit_id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES funds_account,
            direction TEXT NOT NULL CHECK (direction IN ('IN', 'OUT')), amount INTEGER NOT NULL CHECK (amount >= 0),
            currency TEXT NOT NULL, initiated_at INTEGER NOT NULL, settled_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE jackpot (
            jackpot_id TEXT PRIMARY KEY, licence_id TEXT NOT NULL REFERENCES licence, name TEXT NOT NULL, prize_kind TEXT NOT NULL,
            pool_kind TEXT NOT NULL, currency TEXT NOT NULL, seed INTEGER NOT NULL, increment_rate REAL NOT NULL,
            started_on TEXT NOT NULL, ended_on TEXT, end_kind TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE jackpot_event (
            event_id TEXT PRIMARY KEY, jackpot_id TEXT NOT NULL REFERENCES jackpot, at INTEGER NOT NULL, kind TEXT NOT NULL,
            amount INTEGER NOT NULL, round_id TEXT, value_after INTEGER NOT NULL, actor TEXT
        ) STRICT, WITHOUT ROWID;
        """
}
