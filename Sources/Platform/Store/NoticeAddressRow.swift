package import Documents
import GRDB

/// Where a regulator's client wants to be told of incidents.
package struct NoticeAddressRow: Sendable, Hashable {
    /// Chosen by the client; unique for it.
    package let id: String
    package let clientID: String
    /// The authority that the client acts for.
    package let regulator: String
    /// An `https` URL, or nil.
    package let webhook: String?
    /// A mail address, or nil.
    package let mail: String?
    package let changedAt: Timestamp

    package init(id: String, clientID: String, regulator: String, webhook: String?, mail: String?, changedAt: Timestamp) {
        self.id = id
        self.clientID = clientID
        self.regulator = regulator
        self.webhook = webhook
        self.mail = mail
        self.changedAt = changedAt
    }

    init(row: Row) {
        self.init(
            id: row["id"], clientID: row["client_id"], regulator: row["regulator"], webhook: row["webhook"], mail: row["mail"],
            changedAt: Timestamp(milliseconds: row["changed_at"]))
    }
}

extension Snapshot {
    /// The addresses of a client, by id.
    package func noticeAddresses(clientID: String) throws -> [NoticeAddressRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM notice_address WHERE client_id = ? ORDER BY id", arguments: [clientID])
            .map(NoticeAddressRow.init)
    }

    /// The addresses of all clients of a regulator, by client and id.
    package func noticeAddresses(regulator: String) throws -> [NoticeAddressRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM notice_address WHERE regulator = ? ORDER BY client_id, id", arguments: [regulator])
            .map(NoticeAddressRow.init)
    }
}

extension Transaction {
    /// Writes an address over the one of the same client and id.
    package func put(_ address: NoticeAddressRow) throws {
        try database.execute(
            sql: """
                INSERT INTO notice_address (id, client_id, regulator, webhook, mail, changed_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (client_id, id) DO UPDATE SET
                regulator = excluded.regulator, webhook = excluded.webhook, mail = excluded.mail, changed_at = excluded.changed_at
                """,
            arguments: [
                address.id, address.clientID, address.regulator, address.webhook, address.mail, address.changedAt.milliseconds,
            ])
    }

    /// Takes an address away; false when there was none.
    package func removeNoticeAddress(_ id: String, clientID: String) throws -> Bool {
        try database.execute(sql: "DELETE FROM notice_address WHERE client_id = ? AND id = ?", arguments: [clientID, id])
        return database.changesCount == 1
    }
}
