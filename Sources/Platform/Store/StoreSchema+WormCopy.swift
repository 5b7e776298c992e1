extension StoreSchema {
    /// What of the log lies in a bucket with Object Lock. A destination is a bucket's address with its prefix: another one begins anew.
    static let wormCopy = """
        CREATE TABLE worm_copy (
            destination TEXT PRIMARY KEY, copied_size INTEGER NOT NULL, sealed_size INTEGER NOT NULL, objects INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE worm_object (
            destination TEXT NOT NULL REFERENCES worm_copy (destination), key TEXT NOT NULL, version_id TEXT, sha256 TEXT NOT NULL,
            retain_until INTEGER NOT NULL, PRIMARY KEY (destination, key)
        ) STRICT, WITHOUT ROWID;
        """
}
