package import Documents
import GRDB

/// Who asked for what, and whether it was answered: one row for each request, refused ones too. Holds no query, body or secret.
package struct AccessDecisionRow: Sendable, Hashable {
    package let at: Timestamp
    /// The `X-Request-ID` of the answer.
    package let requestID: String
    package let method: String
    /// Without the query.
    package let path: String
    /// The peer's IP address.
    package let address: String
    /// The authenticated client; nil when it was refused before it was known.
    package let clientID: String?
    /// The thumbprint of the client certificate, nil when none was shown.
    package let certificate: String?
    /// `jti` of the access token that was shown or issued.
    package let tokenID: String?
    /// The HTTP status of the answer.
    package let status: Int
    /// The problem code of a refusal, nil when it was let in.
    package let refusal: String?

    package init(
        at: Timestamp, requestID: String, method: String, path: String, address: String, clientID: String?, certificate: String?,
        tokenID: String?, status: Int, refusal: String?
    ) {
        self.at = at
        self.requestID = requestID
        self.method = method
        self.path = path
        self.address = address
        self.clientID = clientID
        self.certificate = certificate
        self.tokenID = tokenID
        self.status = status
        self.refusal = refusal
    }
}

extension AccessDecisionRow {
    init(row: Row) {
        self.init(
            at: Timestamp(milliseconds: row["at"]), requestID: row["request_id"], method: row["method"], path: row["path"],
            address: row["address"], clientID: row["client_id"], certificate: row["certificate"], tokenID: row["token_id"],
            status: row["status"], refusal: row["refusal"])
    }
}

extension Snapshot {
    /// The newest decisions, newest first, at most `limit`.
    package func accessDecisions(limit: Int) throws -> [AccessDecisionRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM access_decision ORDER BY id DESC LIMIT ?", arguments: [limit]).map { row in
            AccessDecisionRow(row: row)
        }
    }
}

extension Transaction {
    /// Records a decision. A second one about the same request replaces status and refusal: a caller who was let in may still be refused
    /// for what the request says.
    package func record(_ decision: AccessDecisionRow) throws {
        try database.execute(
            sql: """
                INSERT INTO access_decision (at, request_id, method, path, address, client_id, certificate, token_id, status, refusal)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (request_id) DO UPDATE SET status = excluded.status, refusal = excluded.refusal
                """,
            arguments: [
                decision.at.milliseconds, decision.requestID, decision.method, decision.path, decision.address, decision.clientID,
                decision.certificate, decision.tokenID, decision.status, decision.refusal,
            ])
    }
}
