import Access
import Documents
import HTTPTypes
import Incidents
import Requests
import ServerKit
import Store
import Transport

/// `/regulator/notice-addresses`: where a regulator's client wants to be told of incidents.
extension RealmRoutes {
    func addNoticeAddresses(to routes: inout RouteTable) {
        on("GET", "/regulator/notice-addresses", in: &routes) { request, grant in
            try request.allowQuery([])
            let addresses = try await services.desk.addresses(of: grant.clientID)
            try await services.recordRead(request, grant, entity: "notice_address", id: grant.clientID, rows: addresses.count)
            return .json(.object([("addresses", .array(addresses))]))
        }
        on("PUT", "/regulator/notice-addresses/{id}", in: &routes) { request, grant in
            let address = try await services.noticeAddress(request, grant)
            let written = try await services.desk.register(address, by: services.author(request, grant))
            return .json(written.address, status: written.isNew ? 201 : 200)
        }
        on("DELETE", "/regulator/notice-addresses/{id}", in: &routes) { request, grant in
            let id = try RealmServices.entityID(request)
            guard try await services.desk.removeAddress(id, of: grant.clientID, by: services.author(request, grant)) else {
                throw Problem.unknownObject
            }
            return ServerResponse(status: 204)
        }
    }
}

extension RealmServices {
    /// Reads and checks an address: a webhook within the client's registered origins, mail within its registered domains.
    func noticeAddress(_ request: ServerRequest, _ grant: Grant) async throws -> NoticeAddressRow {
        let id = try Self.entityID(request)
        var body = try ObjectReader(body: request)
        let webhook = try body.optionalText("webhook", limit: 2000)
        let mail = try body.optionalText("mail", limit: 254)
        try body.finish()
        guard webhook != nil || mail != nil else {
            throw Problem.invalidMember(JSONPointer([]), "expected a webhook, a mail address or both")
        }
        guard let client = addressees.noticeClient(grant.clientID), let requesting = addressees.requestingClient(grant.clientID) else {
            throw Problem.unknownObject
        }
        if let webhook { try await addresses.check(webhook, for: requesting) }
        if let mail {
            guard let address = try? MailAddress(mail) else {
                throw Problem.invalidMember(body.pointer(to: "mail"), "expected a mail address")
            }
            guard client.mailDomains.contains(address.domain.lowercased()) else { throw Problem.mailNotRegistered(grant.clientID) }
        }
        return NoticeAddressRow(
            id: id, clientID: grant.clientID, regulator: client.regulator, webhook: webhook, mail: mail, changedAt: now())
    }
}

extension Problem {
    fileprivate static func mailNotRegistered(_ client: String) -> Problem {
        Problem(
            status: 422, code: "mail-not-registered", title: "Mail may not be sent to this address",
            detail: "The address does not lie within a domain that is registered for mail to \(client).", pointer: "/mail")
    }
}
