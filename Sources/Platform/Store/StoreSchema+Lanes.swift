extension StoreSchema {
    /// Whom a job reaches (`lane`), and in which order of jobs it has its place (`queue`). Jobs of earlier versions reach nobody in
    /// particular: they share one lane.
    static let lanes = """
        ALTER TABLE job ADD COLUMN lane TEXT NOT NULL DEFAULT '';
        ALTER TABLE job ADD COLUMN queue TEXT;
        CREATE INDEX job_by_kind ON job (kind, state, run_at);
        CREATE INDEX job_by_queue ON job (queue, state, id) WHERE queue IS NOT NULL;
        """
}
