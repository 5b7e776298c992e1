extension StoreSchema {
    /// When attempts to answer a request began, which a replay moves (null: when it was accepted), and how often it was sent again.
    static let replays = """
        ALTER TABLE request ADD COLUMN opened_at INTEGER;
        ALTER TABLE request ADD COLUMN replays INTEGER NOT NULL DEFAULT 0;
        """
}
