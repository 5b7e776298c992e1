extension StoreSchema {
    /// What changed, in the order of the log, without the reads between. Times are in it so that a period is found without opening events.
    static let history = """
        CREATE INDEX audit_event_by_change ON audit_event (operator, seq, at) WHERE action IN ('create', 'update', 'delete');
        """
}
