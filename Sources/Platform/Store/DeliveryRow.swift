package import Documents
import GRDB

/// The delivery of one report run over one channel, from the run's transaction to the receiver's acknowledgement.
package struct DeliveryRow: Sendable, Hashable {
    /// A UUID, the same for every attempt and replay.
    package let deliveryID: String
    package let runID: String
    package let channelID: String
    /// A word of Delivery: `mail-link`, `regulator-api`, `sftp`.
    package let kind: String
    package let template: String
    package let licence: String
    package let regulator: String
    /// `csv`, `xml` …: which of the run's files is sent.
    package let format: String
    /// A word of Delivery: `waiting`, `acknowledged`, `exhausted`.
    package var state: String
    /// When the report was asked for: the deadline's clock starts here.
    package let triggeredAt: Timestamp
    package let dueAt: Timestamp
    /// When attempts began: again at each replay.
    package var openedAt: Timestamp
    /// Attempts since `openedAt`.
    package var attempts: Int
    /// How often an officer had it sent again.
    package var replays: Int
    package var acknowledgedAt: Timestamp?
    /// What the receiver called it.
    package var reference: String?
    /// Why the last attempt failed; no personal data.
    package var lastError: String?
    /// The share of the time until the deadline, in percent, for which an alarm was given: 0, 50, 80 or 100.
    package var alarm: Int

    package init(
        deliveryID: String, runID: String, channelID: String, kind: String, template: String, licence: String, regulator: String,
        format: String, state: String, triggeredAt: Timestamp, dueAt: Timestamp, openedAt: Timestamp
    ) {
        self.deliveryID = deliveryID
        self.runID = runID
        self.channelID = channelID
        self.kind = kind
        self.template = template
        self.licence = licence
        self.regulator = regulator
        self.format = format
        self.state = state
        self.triggeredAt = triggeredAt
        self.dueAt = dueAt
        self.openedAt = openedAt
        attempts = 0
        replays = 0
        alarm = 0
    }

    init(row: Row) {
        deliveryID = row["delivery_id"]
        runID = row["run_id"]
        channelID = row["channel_id"]
        kind = row["kind"]
        template = row["template"]
        licence = row["licence"]
        regulator = row["regulator"]
        format = row["format"]
        state = row["state"]
        triggeredAt = Timestamp(milliseconds: row["triggered_at"])
        dueAt = Timestamp(milliseconds: row["due_at"])
        openedAt = Timestamp(milliseconds: row["opened_at"])
        attempts = row["attempts"]
        replays = row["replays"]
        acknowledgedAt = (row["acknowledged_at"] as Int64?).map(Timestamp.init(milliseconds:))
        reference = row["reference"]
        lastError = row["last_error"]
        alarm = row["alarm"]
    }
}

extension Snapshot {
    /// The delivery with an id, or nil.
    package func delivery(_ deliveryID: String) throws -> DeliveryRow? {
        try Row.fetchOne(database, sql: "SELECT * FROM delivery WHERE delivery_id = ?", arguments: [deliveryID]).map(DeliveryRow.init)
    }

    /// The deliveries of a run, in the order in which they were promised.
    package func deliveries(of runID: String) throws -> [DeliveryRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM delivery WHERE run_id = ? ORDER BY opened_at, delivery_id", arguments: [runID])
            .map(DeliveryRow.init)
    }

    /// Deliveries of some licences, newest trigger first; nil for a filter takes all.
    /// - Parameter after: the delivery after which the page begins; an unknown one gives the first page.
    package func deliveries(
        licences: [String], state: String?, run: String?, channel: String? = nil, after: String?, limit: Int
    ) throws -> [DeliveryRow] {
        let places = databaseQuestionMarks(count: licences.count)
        let arguments: StatementArguments =
            StatementArguments(licences) + [state, state, run, run, channel, channel, after, after, after, limit]
        return try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM delivery d WHERE licence IN (\(places)) AND (? IS NULL OR state = ?) AND (? IS NULL OR run_id = ?)
                AND (? IS NULL OR channel_id = ?)
                AND (? IS NULL OR NOT EXISTS (SELECT 1 FROM delivery WHERE delivery_id = ?) OR (triggered_at, delivery_id) <
                    (SELECT triggered_at, delivery_id FROM delivery WHERE delivery_id = ?))
                ORDER BY triggered_at DESC, delivery_id DESC LIMIT ?
                """, arguments: arguments
        ).map(DeliveryRow.init)
    }

    /// The deliveries that wait and for which the last alarm was not given yet.
    package func deliveriesToWatch() throws -> [DeliveryRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM delivery WHERE state = 'waiting' AND alarm < 100 ORDER BY due_at")
            .map(DeliveryRow.init)
    }

    /// The channels of a licence that were opened at run time and have not ended, each as the JSON that describes it.
    package func deliveryChannels(licence: String, now: Timestamp) throws -> [[UInt8]] {
        try Row.fetchAll(
            database, sql: "SELECT settings FROM delivery_channel WHERE licence = ? AND ends_at > ? ORDER BY channel_id",
            arguments: [licence, now.milliseconds]
        ).map { [UInt8](blob: $0["settings"]) }
    }

    /// The JSON of a channel that was opened at run time, ended or not; nil when there was none.
    package func deliveryChannel(_ channelID: String) throws -> [UInt8]? {
        try Row.fetchOne(database, sql: "SELECT settings FROM delivery_channel WHERE channel_id = ?", arguments: [channelID])
            .map { [UInt8](blob: $0["settings"]) }
    }
}

extension Transaction {
    /// Adds a delivery; false when the run goes over that channel already.
    package func insert(_ delivery: DeliveryRow) throws -> Bool {
        try database.execute(
            sql: """
                INSERT INTO delivery (delivery_id, run_id, channel_id, kind, template, licence, regulator, format, state, triggered_at,
                due_at, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id, channel_id) DO NOTHING
                """,
            arguments: [
                delivery.deliveryID, delivery.runID, delivery.channelID, delivery.kind, delivery.template, delivery.licence,
                delivery.regulator, delivery.format, delivery.state, delivery.triggeredAt.milliseconds, delivery.dueAt.milliseconds,
                delivery.openedAt.milliseconds,
            ])
        return database.changesCount == 1
    }

    /// Writes the members of a delivery that change.
    package func update(_ delivery: DeliveryRow) throws {
        try database.execute(
            sql: """
                UPDATE delivery SET state = ?, opened_at = ?, attempts = ?, replays = ?, acknowledged_at = ?, reference = ?,
                last_error = ?, alarm = ? WHERE delivery_id = ?
                """,
            arguments: [
                delivery.state, delivery.openedAt.milliseconds, delivery.attempts, delivery.replays,
                delivery.acknowledgedAt?.milliseconds, delivery.reference, delivery.lastError, delivery.alarm, delivery.deliveryID,
            ])
    }

    /// Writes only the alarm of a delivery that still waits: an attempt that ends meanwhile keeps what it wrote.
    package func noteAlarm(_ percent: Int, of deliveryID: String) throws {
        try database.execute(
            sql: "UPDATE delivery SET alarm = ? WHERE delivery_id = ? AND state = 'waiting' AND alarm < ?",
            arguments: [percent, deliveryID, percent])
    }

    /// Opens a channel at run time, or prolongs it, and forgets those that have ended.
    /// - Parameter settings: the JSON that describes it.
    package func openDeliveryChannel(
        _ channelID: String, licence: String, settings: [UInt8], until end: Timestamp, now: Timestamp
    ) throws {
        try database.execute(sql: "DELETE FROM delivery_channel WHERE ends_at <= ?", arguments: [now.milliseconds])
        try database.execute(
            sql: """
                INSERT INTO delivery_channel (channel_id, licence, settings, ends_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (channel_id) DO UPDATE SET settings = excluded.settings, ends_at = excluded.ends_at
                """, arguments: [channelID, licence, settings.blob, end.milliseconds])
    }
}
