package import Documents
import GRDB

/// A regulator's request for a file, from acceptance to acknowledgement.
package struct RequestRow: Sendable, Hashable {
    /// Chosen by the regulator; unique for its client.
    package let requestID: String
    package let clientID: String
    /// SHA-256 of the request's body, lower-case hex: what makes a repetition the same request.
    package let digest: String
    /// `report` …
    package let kind: String
    /// Canonical JSON of the request's `parameters`.
    package let parameters: [UInt8]
    /// `csv` or `xml`.
    package let format: String
    package let callbackURL: String
    /// A word of Requests: `accepted`, `delivering`, `acknowledged`, `failed`, `exhausted`.
    package var state: String
    package let acceptedAt: Timestamp
    package let dueBy: Timestamp
    /// When attempts began: again at each replay.
    package var openedAt: Timestamp
    /// How often an officer had it sent again.
    package var replays: Int
    /// Callbacks that were tried.
    package var attempts: Int
    package var deliveredAt: Timestamp?
    /// The same for every attempt.
    package var deliveryID: String?
    /// Its place among the deliveries of its endpoint; nil where no order was asked for.
    package var place: DeliveryPlace?
    /// The callback's body, made once and never changed; empty before.
    package var delivery: [UInt8]
    package var fileFormat: String?
    /// Of the file inside the delivery, lower-case hex.
    package var fileSHA256: String?
    /// The length of the file inside the delivery.
    package var fileBytes: Int?

    package init(
        requestID: String, clientID: String, digest: String, kind: String, parameters: [UInt8], format: String, callbackURL: String,
        state: String, acceptedAt: Timestamp, dueBy: Timestamp
    ) {
        self.requestID = requestID
        self.clientID = clientID
        self.digest = digest
        self.kind = kind
        self.parameters = parameters
        self.format = format
        self.callbackURL = callbackURL
        self.state = state
        self.acceptedAt = acceptedAt
        self.dueBy = dueBy
        openedAt = acceptedAt
        replays = 0
        attempts = 0
        delivery = []
    }

    init(row: Row) {
        requestID = row["request_id"]
        clientID = row["client_id"]
        digest = row["digest"]
        kind = row["kind"]
        parameters = [UInt8](blob: row["parameters"])
        format = row["format"]
        callbackURL = row["callback_url"]
        state = row["state"]
        acceptedAt = Timestamp(milliseconds: row["accepted_at"])
        dueBy = Timestamp(milliseconds: row["due_by"])
        openedAt = (row["opened_at"] as Int64?).map(Timestamp.init(milliseconds:)) ?? acceptedAt
        replays = row["replays"]
        attempts = row["attempts"]
        deliveredAt = (row["delivered_at"] as Int64?).map(Timestamp.init(milliseconds:))
        deliveryID = row["delivery_id"]
        if let endpoint = row["endpoint"] as String?, let sequence = row["sequence"] as Int? {
            place = DeliveryPlace(endpoint: endpoint, sequence: sequence, previousID: row["previous_id"])
        }
        delivery = [UInt8](blob: row["delivery"])
        fileFormat = row["file_format"]
        fileSHA256 = row["file_sha256"]
        fileBytes = row["file_bytes"]
    }
}

extension Snapshot {
    /// A client's own request, or nil.
    package func request(_ requestID: String, clientID: String) throws -> RequestRow? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM request WHERE client_id = ? AND request_id = ?", arguments: [clientID, requestID]
        ).map(RequestRow.init)
    }
}

extension Snapshot {
    /// The requests of all clients with an id, oldest first.
    package func requests(_ requestID: String) throws -> [RequestRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM request WHERE request_id = ? ORDER BY accepted_at", arguments: [requestID])
            .map(RequestRow.init)
    }
}

extension Transaction {
    /// Stores a new request; a second one of the same client and id is refused by the key.
    package func insert(_ request: RequestRow) throws {
        try database.execute(
            sql: """
                INSERT INTO request (request_id, client_id, digest, kind, parameters, format, callback_url, state, accepted_at, due_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                request.requestID, request.clientID, request.digest, request.kind, request.parameters.blob, request.format,
                request.callbackURL, request.state, request.acceptedAt.milliseconds, request.dueBy.milliseconds,
            ])
    }

    /// Writes the members of a stored request that change: state, attempts, delivery and file. What an erasure took out of it meanwhile does
    /// not come back.
    /// - Parameter isNewDelivery: whether the delivery was just made; else one that is gone stays so.
    package func update(_ request: RequestRow, isNewDelivery: Bool = false) throws {
        try database.execute(
            sql: """
                UPDATE request SET state = ?, opened_at = ?, replays = ?, attempts = ?, delivered_at = ?, delivery_id = ?,
                delivery = CASE WHEN parameters = ? AND (? OR delivery IS NOT NULL) THEN ? END, file_format = ?, file_sha256 = ?, file_bytes = ?,
                endpoint = ?, sequence = ?, previous_id = ?
                WHERE client_id = ? AND request_id = ?
                """,
            arguments: [
                request.state, request.openedAt.milliseconds, request.replays, request.attempts, request.deliveredAt?.milliseconds,
                request.deliveryID, request.parameters.blob, isNewDelivery, request.delivery.isEmpty ? nil : request.delivery.blob,
                request.fileFormat, request.fileSHA256, request.fileBytes,
                request.place?.endpoint, request.place?.sequence, request.place?.previousID,
                request.clientID, request.requestID,
            ])
    }
}
