extension StoreSchema {
    /// What audit events tell lies beside the log's leaves, each under a key of its subject. `number` is what events name a key by: a
    /// destroyed key keeps its number and nothing else, so that its subject is not named any more.
    ///
    /// The one change that an event may go through is erasure: its leaf, its place and its time stay.
    static let sealedEvents = """
        CREATE TABLE subject_key (
            number INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT UNIQUE, wrapped_by TEXT, wrapped BLOB, made_at INTEGER NOT NULL,
            destroyed_at INTEGER, CHECK ((subject IS NULL) = (destroyed_at IS NOT NULL) AND (wrapped IS NULL) = (subject IS NULL))
        ) STRICT;
        ALTER TABLE audit_event ADD COLUMN request_id TEXT;
        ALTER TABLE audit_event ADD COLUMN key INTEGER REFERENCES subject_key (number);
        ALTER TABLE audit_event ADD COLUMN document BLOB;
        CREATE INDEX audit_event_by_key ON audit_event (key) WHERE key IS NOT NULL;
        DROP TRIGGER audit_event_is_final;
        CREATE TRIGGER audit_event_is_final BEFORE UPDATE ON audit_event
            WHEN NEW.seq IS NOT OLD.seq OR NEW.event_id IS NOT OLD.event_id OR NEW.at IS NOT OLD.at OR NEW.operator IS NOT OLD.operator
                OR NEW.action IS NOT OLD.action OR NEW.entity IS NOT OLD.entity OR NEW.leaf IS NOT OLD.leaf OR NEW.key IS NOT OLD.key
                OR NEW.key IS NULL OR NEW.entity_id <> '' OR NEW.request_id IS NOT NULL OR NEW.document IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'an audit event is never changed'); END;
        """
}
