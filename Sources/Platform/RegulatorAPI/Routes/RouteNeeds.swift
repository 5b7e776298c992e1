import Access

/// A route of a realm, below its prefix, and who may call it.
struct RouteNeed: Sendable {
    /// Who is answered at all.
    enum Caller: Sendable, Hashable {
        /// Everybody: documents that say how to become a caller.
        case anyone
        /// A client that shows its certificate and proves by an assertion who it is (RFC 7523).
        case assertion
        /// Whoever shows a certificate of the realm's authority: the tools of the sandbox.
        case certificate
        /// A client with a token that carries this role or scope.
        case need(Need)
    }

    let method: String
    let template: String
    let caller: Caller

    init(_ method: String, _ template: String, _ caller: Caller) {
        self.method = method
        self.template = template
        self.caller = caller
    }
}

/// Every route with who may call it. A route that is not here cannot be added, and `CI/checks/openapi` holds the description against it.
enum RouteNeeds {
    static let all: [RouteNeed] = regulators + officers + entities + access + tools

    private static let regulators = [
        RouteNeed("GET", "/regulator/reports/{period}", .need(.reading)),
        RouteNeed("GET", "/regulator/reports/{period}/{template}", .need(.reading)),
        RouteNeed("GET", "/regulator/logs/{type}", .need(.reading)),
        RouteNeed("GET", "/regulator/logs/aml", .need(.scope(.regulatorAMLRead))),
        RouteNeed("GET", "/regulator/player/{id}", .need(.reading)),
        RouteNeed("GET", "/regulator/audit", .need(.reading)),
        RouteNeed("GET", "/regulator/audit/changes", .need(.reading)),
        RouteNeed("GET", "/regulator/audit/checkpoint", .need(.reading)),
        RouteNeed("GET", "/regulator/audit/tile/{path...}", .need(.reading)),
        RouteNeed("GET", "/regulator/incidents", .need(.reading)),
        RouteNeed("GET", "/regulator/incidents/{id}", .need(.reading)),
        RouteNeed("GET", "/regulator/incidents/{id}/attachments/{attachment}", .need(.reading)),
        RouteNeed("GET", "/regulator/requests/{id}", .need(.reading)),
        RouteNeed("GET", "/regulator/notice-addresses", .need(.role(.regulatorRead))),
        RouteNeed("PUT", "/regulator/notice-addresses/{id}", .need(.role(.regulatorRead))),
        RouteNeed("DELETE", "/regulator/notice-addresses/{id}", .need(.role(.regulatorRead))),
        RouteNeed("GET", "/regulator/callback-origins", .need(.role(.regulatorRead))),
        RouteNeed("GET", "/regulator/callback-origins/{id}", .need(.role(.regulatorRead))),
        RouteNeed("PUT", "/regulator/callback-origins/{id}", .need(.role(.regulatorRead))),
        RouteNeed("DELETE", "/regulator/callback-origins/{id}", .need(.role(.regulatorRead))),
        RouteNeed("POST", "/regulator/callback-origins/{id}/challenge", .need(.role(.regulatorRead))),
        RouteNeed("POST", "/regulator/callbacks/replay", .need(.role(.regulatorRead))),
        RouteNeed("POST", "/webhook/regulator/request", .need(.scope(.regulatorRequest))),
    ]

    private static let officers = [
        RouteNeed("GET", "/operator/approvals/{id}", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/approvals/{id}", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/players/{id}/erasure", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/keys/{purpose}/rotation", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/keys/{purpose}/revocation", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/reports/{template}/runs", .need(.role(.complianceOfficer))),
        RouteNeed("GET", "/operator/deliveries", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/deliveries/{id}/replay", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/requests/{id}/replay", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/callbacks/replay", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/events", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/incidents/{id}/triage", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/incidents/{id}/update", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/incidents/{id}/close", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/incidents/{id}/notices", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/incidents/{id}/owner", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/incidents/{id}/comments", .need(.role(.complianceOfficer))),
        RouteNeed("POST", "/operator/incidents/{id}/attachments", .need(.role(.complianceOfficer))),
    ]

    /// Each kind of entity has those that it allows.
    private static let entities = EntityCatalogue.kinds.flatMap { kind in
        ["GET", "PUT", "POST", "DELETE"].map { method in
            RouteNeed(method, "/operator/\(kind.kind)/{id}", .need(.role(.complianceOfficer)))
        }
    }

    private static let access = [
        RouteNeed("POST", "/oauth2/token", .assertion),
        RouteNeed("POST", "/oauth2/revoke", .assertion),
        RouteNeed("POST", "/oauth2/introspect", .assertion),
        RouteNeed("GET", "/.well-known/oauth-authorization-server", .anyone),
        RouteNeed("GET", "/.well-known/oauth-protected-resource", .anyone),
        RouteNeed("GET", "/.well-known/jwks.json", .anyone),
        RouteNeed("GET", "/.well-known/assay-log-key", .anyone),
        RouteNeed("GET", "/webhook-keys", .anyone),
        RouteNeed("GET", "/openapi.yaml", .certificate),
        RouteNeed("GET", "/schemas/json/{name}", .certificate),
    ]

    private static let tools = [
        RouteNeed("GET", "/regulator/faults", .certificate),
        RouteNeed("PUT", "/regulator/faults", .certificate),
        RouteNeed("GET", "/regulator/states", .certificate),
        RouteNeed("POST", "/regulator/states", .certificate),
        RouteNeed("GET", "/regulator/clock", .certificate),
        RouteNeed("POST", "/regulator/clock", .certificate),
        RouteNeed("POST", "/regulator/keys", .certificate),
        RouteNeed("POST", "/regulator/validate", .certificate),
        RouteNeed("POST", "/regulator/signature", .certificate),
    ]

    /// What a route asks of a caller with a token.
    /// - Precondition: the table has the route, with a need: without it nobody would know who may call it.
    static func need(_ method: String, _ template: String) -> Need {
        guard case .need(let need) = all.first(where: { $0.method == method && $0.template == template })?.caller else {
            preconditionFailure("\(method) \(template) has no row with a role or scope in RouteNeeds")
        }
        return need
    }
}
