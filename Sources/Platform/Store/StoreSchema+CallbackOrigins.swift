extension StoreSchema {
    /// Origins of which clients prove that they control them, and when challenges were begun, by which their number is limited. `challenge`
    /// names the one that counts: jobs of earlier ones find that they are out of date.
    static let callbackOrigins = """
        CREATE TABLE callback_origin (
            client_id TEXT NOT NULL, id TEXT NOT NULL, origin TEXT NOT NULL, address TEXT NOT NULL, state TEXT NOT NULL,
            challenge TEXT NOT NULL, challenged_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, reason TEXT, proved_at INTEGER,
            proved_until INTEGER, PRIMARY KEY (client_id, id), UNIQUE (client_id, origin)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE origin_challenge (
            id TEXT PRIMARY KEY, client_id TEXT NOT NULL, begun_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX origin_challenge_by_client ON origin_challenge (client_id, begun_at);
        """
}
