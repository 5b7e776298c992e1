extension StoreSchema {
    /// The place of a delivery among those of its endpoint, for clients that want order: `sequence` counts from 1, `previous_id` is the
    /// delivery before it. Deliveries of earlier versions have none.
    static let deliveryOrder = """

        ALTER TABLE request ADD COLUMN endpoint TEXT;
        ALTER TABLE request ADD COLUMN sequence INTEGER;
        ALTER TABLE request ADD COLUMN previous_id TEXT;
        CREATE UNIQUE INDEX request_by_sequence ON request (endpoint, sequence) WHERE sequence IS NOT NULL;
        CREATE INDEX request_by_time ON request (client_id, accepted_at);
        """
}
