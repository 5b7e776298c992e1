import Access
import Documents
import Requests
import ServerKit

/// The tools of the sandbox: faults, states, the clock and checks. Any certificate of the realm's authority may use them; no token is asked for.
extension RealmRoutes {
    func addSandboxTools(to routes: inout RouteTable, _ switchboard: FaultSwitchboard) {
        let prefix = services.realm.prefix
        if let clock = services.configuration.clock { addClock(to: &routes, clock) }
        addChecks(to: &routes)
        addKeyTool(to: &routes)
        routes.on("GET", prefix + "/regulator/faults") { [services] request in
            _ = try await services.gatekeeper.certificate(of: request)
            return Self.faultList(switchboard)
        }
        routes.on("PUT", prefix + "/regulator/faults") { [services] request in
            _ = try await services.gatekeeper.certificate(of: request)
            switchboard.enable(try Self.faultNames(request))
            return Self.faultList(switchboard)
        }
        routes.on("GET", prefix + "/regulator/states") { [services] request in
            _ = try await services.gatekeeper.certificate(of: request)
            return .json(["states": .array(SandboxState.all.map(\.document))])
        }
        routes.on("POST", prefix + "/regulator/states") { [services] request in
            let certificate = try await services.gatekeeper.certificate(of: request)
            return try await services.recording {
                .json(["values": try await SandboxStates(services: services).reach(request, certificate: certificate)])
            }
        }
    }

    private static func faultList(_ switchboard: FaultSwitchboard) -> ServerResponse {
        let enabled = switchboard.enabled
        return .json([
            "faults": .array(
                Fault.all.map { fault in
                    .object([
                        ("name", .string(fault.name)), ("title", .string(fault.title)), ("enabled", .bool(enabled.contains(fault.name))),
                    ])
                })
        ])
    }

    /// The member `enabled`: names, each known.
    private static func faultNames(_ request: ServerRequest) throws(Problem) -> Set<String> {
        var body = try ObjectReader(body: request)
        let pointer = body.pointer(to: "enabled")
        guard let names = try body.required("enabled").array else { throw .invalidMember(pointer, "expected an array of names") }
        try body.finish()
        let known = Set(Fault.all.map(\.name))
        var wanted: Set<String> = []
        for (index, node) in names.enumerated() {
            let place = pointer.appending(String(index))
            guard let name = node.string else { throw .invalidMember(place, "expected a name, got \(node.kindName)") }
            guard known.contains(name) else { throw .unknownFault(String(name.prefix(64)), pointer: place.description) }
            wanted.insert(name)
        }
        return wanted
    }
}
