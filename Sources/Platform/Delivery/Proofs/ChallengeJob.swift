import Documents
import Store

/// What the job of a challenge names.
struct ChallengeJob: Sendable, Hashable {
    /// The kind of the job.
    static let kind = "challenge-origin"

    /// Why an origin is challenged.
    enum Cause: String, Sendable {
        /// Somebody asked: the origin or its address is new, or the client wants to know.
        case asked
        /// A proof will be over soon.
        case renewal
    }

    let clientID: String
    let id: String
    /// The challenge of the row for which the job was added.
    let challenge: String
    let cause: Cause

    init(_ row: CallbackOriginRow, _ cause: Cause) {
        clientID = row.clientID
        id = row.id
        challenge = row.challenge
        self.cause = cause
    }

    /// Nil when the payload was not written by this type.
    init?(payload: [UInt8]) {
        guard let node = try? JSONReader.read(payload), let client = node["client_id"]?.string, let id = node["id"]?.string,
            let challenge = node["challenge"]?.string, let cause = node["cause"]?.string.flatMap(Cause.init(rawValue:))
        else { return nil }
        clientID = client
        self.id = id
        self.challenge = challenge
        self.cause = cause
    }

    /// Adds the job, in the transaction that writes the row.
    func add(in transaction: Transaction, to address: String, runAt: Timestamp) throws {
        try transaction.addJob(
            kind: Self.kind, key: "\(Self.kind):\(challenge)",
            payload: Node.object([
                ("client_id", .string(clientID)), ("id", .string(id)), ("challenge", .string(challenge)),
                ("cause", .string(cause.rawValue)),
            ]).compactBytes(), runAt: runAt, lane: EndpointLanes.web(address, of: clientID))
    }

    /// The row, if this is still the challenge that counts.
    func row(in snapshot: Snapshot) throws -> CallbackOriginRow? {
        try snapshot.callbackOrigins(clientID: clientID).first { $0.id == id && $0.challenge == challenge }
    }
}
