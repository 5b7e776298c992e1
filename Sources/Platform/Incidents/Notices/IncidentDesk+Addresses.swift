import AuditTrail
package import Documents
import ServerKit
package import Store

/// Where regulators want to be told.
extension IncidentDesk {
    /// The most addresses that one client may register.
    package static let addressLimit = 16

    /// The addresses of a client.
    package func addresses(of clientID: String) async throws -> [Node] {
        try await store.read { try $0.noticeAddresses(clientID: clientID) }.map(Self.node)
    }

    /// Registers an address under an id of the client's choosing, in place of what it had there. The caller has checked both addresses.
    /// - Throws: 409 `too-many-addresses`.
    package func register(_ address: NoticeAddressRow, by author: DeskAuthor) async throws -> (address: Node, isNew: Bool) {
        try await store.write { transaction in
            let known = try transaction.snapshot.noticeAddresses(clientID: address.clientID)
            let before = known.first { $0.id == address.id }
            guard before != nil || known.count < Self.addressLimit else { throw Problem.tooManyAddresses }
            try transaction.put(address)
            try record(address.id, of: address.clientID, before: before.map(Self.node), after: Self.node(address), author, transaction)
            return (Self.node(address), before == nil)
        }
    }

    /// Takes an address away; false when the client has none of that id.
    package func removeAddress(_ id: String, of clientID: String, by author: DeskAuthor) async throws -> Bool {
        try await store.write { transaction in
            guard let before = try transaction.snapshot.noticeAddresses(clientID: clientID).first(where: { $0.id == id }) else {
                return false
            }
            try record(id, of: clientID, before: Self.node(before), after: nil, author, transaction)
            return try transaction.removeNoticeAddress(id, clientID: clientID)
        }
    }

    /// The log commits to an address by its hash: a mail address may be a person's.
    private func record(
        _ id: String, of clientID: String, before: Node?, after: Node?, _ author: DeskAuthor, _ transaction: Transaction
    ) throws {
        func hidden(_ node: Node?) throws -> Node? {
            try node.map { .object([("client_id", .string(clientID)), ("sha256", .string(Self.sha256(try $0.canonicalBytes())))]) }
        }
        try trail.record(
            in: transaction,
            AuditEntry(
                at: author.at, operatorID: operatorID, subject: .client(clientID), actor: author.actor,
                action: after == nil ? .delete : before == nil ? .create : .update,
                entity: "notice_address", id: id, before: try hidden(before), after: try hidden(after), requestID: author.requestID))
    }

    private static func node(_ address: NoticeAddressRow) -> Node {
        .object([
            ("id", .string(address.id)), ("webhook", address.webhook.map { .string($0) } ?? .null),
            ("mail", address.mail.map { .string($0) } ?? .null), ("changed_at", .string(address.changedAt.description)),
        ])
    }
}

extension Problem {
    static let tooManyAddresses = Problem(
        status: 409, code: "too-many-addresses", title: "The client has as many addresses as it may have",
        detail: "A client registers \(IncidentDesk.addressLimit) addresses at most: take one away first.")
}
