import Documents
import ServerKit
import Synchronization

/// What is under way to each endpoint: so many attempts at a time to one, so many to all, none to one that does not answer.
///
/// It lives as long as its process: after a restart every endpoint is worth an attempt.
package final class EndpointLanes: Sendable {
    private struct Lane {
        var underWay = 0
        var circuit = EndpointCircuit()
    }

    /// How many attempts to one endpoint are under way at a time.
    package let width: Int
    /// How many attempts are under way at a time, to all endpoints together.
    package let total: Int
    private let hasCircuits: Bool
    private let lanes = Mutex<[String: Lane]>([:])

    /// - Parameter hasCircuits: whether an endpoint that fails again and again is left alone for a while; else every attempt is made.
    package init(width: Int = 4, total: Int = 64, hasCircuits: Bool = true) {
        precondition(width >= 1 && total >= width, "a lane has room for at least one, and all together for at least a lane")
        self.width = width
        self.total = total
        self.hasCircuits = hasCircuits
    }

    /// The lane to a web address: its origin, for each receiver apart, so that none holds up another. Paths share a lane, for a receiver may
    /// name as many as it likes.
    package static func web(_ url: String, of receiver: String) -> String {
        guard let read = CallbackURL(url) else { return "web \(receiver)" }
        return "web \(receiver) \(read.host):\(read.port ?? 443)"
    }

    /// The lane of mail to a receiver, by its name in the register and not by its address.
    package static func mail(to receiver: String) -> String { "mail \(receiver)" }

    /// Whether nothing more may begin at all.
    var isFull: Bool { lanes.withLock { $0.values.reduce(0) { $0 + $1.underWay } } >= total }

    /// The lanes in which nothing may begin now.
    func closed(at now: Timestamp) -> [String] {
        lanes.withLock { lanes in
            lanes.filter { $0.value.underWay >= $0.value.circuit.room(limit: width, at: now) }.map(\.key).sorted()
        }
    }

    /// When the next endpoint that was left alone is tried again; nil when there is none.
    func nextProbe(after now: Timestamp) -> Timestamp? {
        lanes.withLock { lanes in
            lanes.values.compactMap { lane in
                if case .open(let until) = lane.circuit.state, until > now { until } else { nil }
            }.min()
        }
    }

    func begin(_ lane: String, at now: Timestamp) {
        lanes.withLock {
            $0[lane, default: Lane()].underWay += 1
            $0[lane, default: Lane()].circuit.begin(at: now)
        }
    }

    /// An endpoint of which there is nothing to remember is forgotten.
    func end(_ lane: String, _ report: EndpointReport, at now: Timestamp) {
        lanes.withLock { lanes in
            guard var known = lanes[lane] else { return }
            known.underWay -= 1
            if hasCircuits { known.circuit.take(report, at: now) }
            lanes[lane] = known.underWay == 0 && known.circuit == EndpointCircuit() ? nil : known
        }
    }
}
