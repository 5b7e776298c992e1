extension StoreSchema {
    /// Who writes the log, and under which number its size was intended. `published_at` is of the clock on the wall, whatever a realm's own
    /// clock says.
    static let logLease = """
        CREATE TABLE log_lease (
            id INTEGER PRIMARY KEY CHECK (id = 1), owner TEXT NOT NULL, fence INTEGER NOT NULL CHECK (fence > 0), until INTEGER NOT NULL
        ) STRICT;
        CREATE TRIGGER log_fence_only_grows BEFORE UPDATE ON log_lease
            WHEN NEW.fence < OLD.fence OR (NEW.fence = OLD.fence AND NEW.owner IS NOT OLD.owner)
            BEGIN SELECT RAISE(ABORT, 'a fence is never given twice'); END;
        CREATE TRIGGER log_lease_stays BEFORE DELETE ON log_lease
            BEGIN SELECT RAISE(ABORT, 'the fence of a log is never forgotten'); END;
        ALTER TABLE log_state ADD COLUMN intended_fence INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE log_state ADD COLUMN published_at INTEGER;
        """
}
