import Access
import Documents
import Requests
import ServerKit
import Store

/// `POST /webhook/regulator/request`, `GET /regulator/requests/{id}` and `POST /operator/requests/{id}/replay`.
extension RealmRoutes {
    func addRequests(to routes: inout RouteTable) {
        on("POST", "/webhook/regulator/request", in: &routes) { request, grant in
            try await services.acceptRequest(request, grant)
        }
        on("GET", "/regulator/requests/{id}", in: &routes) { request, grant in
            try await services.requestState(request, grant)
        }
        on("POST", "/operator/requests/{id}/replay", in: &routes) { request, grant in
            try await services.replayRequest(request, grant)
        }
    }
}

extension RealmServices {
    func acceptRequest(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        guard var client = addressees.requestingClient(grant.clientID) else {
            throw Problem.notForAnAuthority
        }
        // What the register allows, the token must carry as well.
        client.mayReadSuspicions = client.mayReadSuspicions && grant.scopes.contains(.regulatorAMLRead)
        var demand = SignatureDemand.demanded
        for case .requestSignatures(let changed) in mode.effects { demand = changed }
        return try await intake.accept(request, from: client, now: now(), signatures: demand)
    }

    func requestState(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        try request.allowQuery([])
        let id = request.parameters["id"]?.lowercased() ?? ""
        let rows = try await store.read { try $0.requests(id) }
        // The officer sees every request to the own operator, a regulator its own.
        guard let row = rows.first(where: { grant.regulator == nil || $0.clientID == grant.clientID }) else { throw Problem.unknownObject }
        try await recordRead(request, grant, entity: "request", id: id, rows: 1)
        return .json(row.document)
    }

    /// Has the answer to a request sent again.
    func replayRequest(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        let id = request.parameters["id"]?.lowercased() ?? ""
        var body = try ObjectReader(body: request)
        let reason = try body.text("reason", limit: 500)
        try body.finish()
        switch try await intake.replay(id, by: actor(grant), reason: reason, exchangeID: request.id, now: now()) {
        case .begun(let row): return .json(row.document, status: 202)
        case .unknown: throw Problem.unknownObject
        case .underWay: throw Problem.deliveryUnderWay
        case .nothingToSend: throw Problem.nothingToSend
        }
    }
}

extension Problem {
    fileprivate static let nothingToSend = Problem(
        status: 409, code: "nothing-to-send", title: "The request has no file that could be sent",
        detail: "It could not be filled, or its file was erased; the authority may ask anew.")

    fileprivate static let notForAnAuthority = Problem(
        status: 403, code: "role-missing", title: "The caller does not have the role",
        detail: "Only a client that acts for an authority may ask for files.")
}
