import Access
import Delivery
import Documents
import Requests
import ServerKit
import Store

/// `/regulator/callback-origins`: origins that a regulator's client wants to be called at, and how far it has proved that it controls them.
extension RealmRoutes {
    func addCallbackOrigins(to routes: inout RouteTable) {
        on("GET", "/regulator/callback-origins", in: &routes) { request, grant in
            try request.allowQuery([])
            let origins = try await services.origins.origins(of: grant.clientID)
            try await services.recordRead(request, grant, entity: "callback_origin", id: grant.clientID, rows: origins.count)
            let vouched = services.configuration.clients.callbackOrigins(of: grant.clientID)
            return .json(
                .object([
                    ("origins", .array(origins.map { $0.document(at: services.now()) })),
                    ("vouched", .array(vouched.map { .string($0.description) })),
                ]))
        }
        on("GET", "/regulator/callback-origins/{id}", in: &routes) { request, grant in
            try request.allowQuery([])
            let id = try RealmServices.entityID(request)
            guard let origin = try await services.origins.origins(of: grant.clientID).first(where: { $0.id == id }) else {
                throw Problem.unknownObject
            }
            try await services.recordRead(request, grant, entity: "callback_origin", id: id, rows: 1)
            return .json(origin.document(at: services.now()))
        }
        on("PUT", "/regulator/callback-origins/{id}", in: &routes) { request, grant in
            let id = try RealmServices.entityID(request)
            let address = try await services.addressToProve(request, grant)
            let written = try await services.origins.register(
                id, address: address, of: grant.clientID, by: services.originAuthor(request, grant))
            return .json(written.origin.document(at: services.now()), status: written.isNew ? 201 : 200)
        }
        on("DELETE", "/regulator/callback-origins/{id}", in: &routes) { request, grant in
            let id = try RealmServices.entityID(request)
            guard try await services.origins.remove(id, of: grant.clientID, by: services.originAuthor(request, grant)) else {
                throw Problem.unknownObject
            }
            return ServerResponse(status: 204)
        }
        on("POST", "/regulator/callback-origins/{id}/challenge", in: &routes) { request, grant in
            let id = try RealmServices.entityID(request)
            guard
                let origin = try await services.origins.challenge(
                    id, of: grant.clientID, by: services.originAuthor(request, grant))
            else { throw Problem.unknownObject }
            return .json(origin.document(at: services.now()), status: 202)
        }
    }
}

extension RealmServices {
    /// Reads an address and checks that the client may have messages sent there at all.
    fileprivate func addressToProve(_ request: ServerRequest, _ grant: Grant) async throws -> CallbackURL {
        var body = try ObjectReader(body: request)
        let text = try body.text("address", limit: 2000)
        try body.finish()
        guard let client = addressees.requestingClient(grant.clientID) else { throw Problem.unknownObject }
        do {
            try await addresses.check(text, for: client) { addressees.mayProve($0, grant.clientID) }
        } catch var problem as Problem {
            problem.pointer = body.pointer(to: "address").description
            throw problem
        }
        guard let address = CallbackURL(text) else { throw Problem.invalidMember(body.pointer(to: "address"), "expected an https URL") }
        return address
    }

    fileprivate func originAuthor(_ request: ServerRequest, _ grant: Grant) -> OriginDesk.Author {
        OriginDesk.Author(actor: actor(grant), exchangeID: request.id, at: now())
    }
}
