import HTTPTypes
import ServerKit
import TransparencyLog

/// The witness over HTTP (c2sp.org/tlog-witness), under one prefix for logs and for who watches them.
struct WitnessRoutes: Sendable {
    /// Below which both routes lie.
    static let prefix = "/witness"

    let witness: Witness

    /// Adds both routes.
    func add(to routes: inout RouteTable) {
        routes.on("POST", "\(Self.prefix)/\(WitnessPath.submission)") { request in try await answer(request) }
        routes.on("GET", "\(Self.prefix)/{log}/checkpoint") { request in
            guard let note = try await kept({ try await witness.latest(of: request.parameters["log"] ?? "") }) else {
                throw Problem.notWitnessed
            }
            return .bytes(note, mediaType: "text/plain; charset=utf-8")
        }
    }

    private func answer(_ request: ServerRequest) async throws -> ServerResponse {
        let asked: WitnessRequest
        do { asked = try WitnessRequest(parsing: request.body) } catch {
            throw Problem.malformedWitnessRequest(error)
        }
        switch try await kept({ try await witness.answer(to: asked) }) {
        case .cosigned(let lines): return .text(lines)
        case .refused(let decision): return try response(to: decision)
        }
    }

    private func response(to decision: WitnessDecision) throws -> ServerResponse {
        switch decision {
        case .conflict(let size): return .text("\(size)\n", status: decision.status, mediaType: WitnessPath.sizeMediaType)
        case .cosign, .backwards, .unknownOrigin, .untrusted, .unproven: throw Problem.refusedCheckpoint(decision)
        }
    }

    /// What the store gives; its failures say nothing of paths.
    private func kept<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch is LogError { throw Problem.witnessDamaged }
    }
}
