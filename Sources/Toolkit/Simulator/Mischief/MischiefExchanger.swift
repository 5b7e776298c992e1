import Documents
package import Scenarios
import Synchronization
package import Transport

/// Stands before the way to the subject and misbehaves as the plan says: requests come late, twice, out of order, or their answers are
/// lost. Only requests that change nothing are made twice.
package final class MischiefExchanger: Exchanger {
    /// The name under which mischief of the client's side is drawn.
    package static let endpoint = "client"
    private static let pause: Duration = .milliseconds(300)

    private struct State {
        var number = 0
        var counts: [Mischief: Int] = [:]
    }

    private let base: any Exchanger
    private let plan: MischiefPlan
    private let sleep: @Sendable (Duration) async throws -> Void
    private let state = Mutex(State())

    package init(_ base: any Exchanger, plan: MischiefPlan, clock: RunClock = .system) {
        self.base = base
        self.plan = plan
        sleep = clock.sleep
    }

    /// What happened so far, by kind.
    package var counts: [Mischief: Int] { state.withLock { $0.counts } }

    /// Sends the request, or what the plan makes of it.
    package func send(_ request: OutgoingRequest, as identity: ClientIdentity?) async throws(TransportError) -> IncomingResponse {
        let isSafe = request.method == "GET" || request.method == "HEAD"
        switch draw(isSafe: isSafe) {
        case .delay, .reorder:
            // A later request overtakes this one.
            do { try await sleep(Self.pause) } catch { throw TransportError(.cancelled, "the run was interrupted") }
        case .duplicate, .drop: _ = try await base.send(request, as: identity)
        case .refuse, .wrongSignature, .slowRead, .unavailable, .tooMany, nil: break
        }
        return try await base.send(request, as: identity)
    }

    private func draw(isSafe: Bool) -> Mischief? {
        state.withLock { state in
            state.number += 1
            guard let drawn = plan.drawn(at: Self.endpoint, number: state.number, counts: state.counts) else { return nil }
            switch drawn {
            case .delay, .reorder: break
            case .duplicate, .drop: if !isSafe { return nil }
            case .refuse, .wrongSignature, .slowRead, .unavailable, .tooMany: return nil
            }
            state.counts[drawn, default: 0] += 1
            return drawn
        }
    }
}
