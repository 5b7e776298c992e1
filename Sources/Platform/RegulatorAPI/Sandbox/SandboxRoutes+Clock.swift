import Access
import Documents
import Requests
import ServerKit

/// `/regulator/clock`: what time it is in the sandbox, and moving it forward.
///
/// Everything that the realm decides by the time goes by this clock: schedules, due times, tokens, signatures, audit entries. Who
/// moves it must move his own along.
extension RealmRoutes {
    func addClock(to routes: inout RouteTable, _ clock: SandboxClock) {
        routes.on("GET", services.realm.prefix + "/regulator/clock") { [services] request in
            _ = try await services.gatekeeper.certificate(of: request)
            return Self.shown(clock)
        }
        routes.on("POST", services.realm.prefix + "/regulator/clock") { [services] request in
            _ = try await services.gatekeeper.certificate(of: request)
            var body = try ObjectReader(body: request)
            let pointer = body.pointer(to: "advance_seconds")
            let limit = SandboxClock.longestMove.components.seconds
            guard let seconds = try body.required("advance_seconds").integer, (1...limit).contains(Int64(seconds)) else {
                throw Problem.invalidMember(pointer, "expected a whole number from 1 to \(limit): the clock goes forward only")
            }
            try body.finish()
            let stands = services.mode.effects.contains { if case .stopsClock = $0 { true } else { false } }
            do { if !stands { try clock.advance(by: Int64(seconds)) } } catch { throw Problem.auditUnavailable }
            return Self.shown(clock)
        }
    }

    private static func shown(_ clock: SandboxClock) -> ServerResponse {
        .json([
            "now": .string(clock.now().description), "offset_seconds": .integer(Int(clock.offset.components.seconds)),
        ])
    }
}
