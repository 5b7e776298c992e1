import Documents
import Synchronization

/// Counts the requests of each client of a realm in windows of time. Memory only: a restart begins anew.
final class RateLimiter: Sendable {
    /// What is left to a client after a request.
    struct Verdict: Sendable, Hashable {
        /// The policy's name in the fields: all `requests`, those for one `resource`, those from one `address`, or those for `tokens`.
        let name: String
        let policy: RateLimitPolicy
        /// 0 or more.
        let remaining: Int
        /// Until the allowance is whole again, 1 or more.
        let seconds: Int
        let isRefused: Bool
    }

    /// To whom a used-up allowance applies; everybody only by a fault of the sandbox.
    enum Reach: Sendable {
        case itsClient, everybody
    }

    private struct Window {
        var endsAt: Timestamp
        var used: Int
    }

    private struct Resource: Hashable {
        let client: String
        let path: String
    }

    private struct Counts {
        var windows: [String: Window] = [:]
        var usedUp: [Resource: Timestamp] = [:]
    }

    /// More callers at once than this share one allowance, so that memory has a bound.
    private let maximumCallers: Int
    private let policy: RateLimitPolicy
    private let name: String
    private let counts = Mutex(Counts())

    init(_ policy: RateLimitPolicy, name: String = "requests", maximumCallers: Int = 10_000) {
        self.policy = policy
        self.name = name
        self.maximumCallers = maximumCallers
    }

    /// Counts a request, refused ones too.
    func take(client: String, path: String, now: Timestamp, reach: Reach = .itsClient) -> Verdict {
        counts.withLock { counts in
            let resources = counts.usedUp.filter { resource, end in
                resource.path == path && now < end && (reach == .everybody || resource.client == client)
            }
            if let end = resources.values.max() {
                return Verdict(name: "resource", policy: .usedUp, remaining: 0, seconds: Self.seconds(end - now), isRefused: true)
            }
            let key = key(of: client, in: &counts, now: now)
            let length = Duration.seconds(policy.seconds)
            var window = counts.windows[key] ?? Window(endsAt: now, used: 0)
            // A clock that was set back must not lengthen a window.
            if now >= window.endsAt || window.endsAt - now > length { window = Window(endsAt: now.advanced(by: length), used: 0) }
            let isRefused = window.used >= policy.requests
            if !isRefused { window.used += 1 }
            counts.windows[key] = window
            return Verdict(
                name: name, policy: policy, remaining: policy.requests - window.used, seconds: Self.seconds(window.endsAt - now),
                isRefused: isRefused)
        }
    }

    /// Leaves a client nothing of one resource for a minute.
    func useUp(path: String, of client: String, now: Timestamp) {
        counts.withLock { counts in
            counts.usedUp = counts.usedUp.filter { now < $0.value }
            guard counts.usedUp.count < maximumCallers else { return }
            counts.usedUp[Resource(client: client, path: path)] = now.advanced(by: .seconds(RateLimitPolicy.usedUp.seconds))
        }
    }

    private func key(of client: String, in counts: inout Counts, now: Timestamp) -> String {
        if counts.windows[client] != nil || counts.windows.count < maximumCallers { return client }
        counts.windows = counts.windows.filter { now < $0.value.endsAt }
        return counts.windows.count < maximumCallers ? client : ""
    }

    private static func seconds(_ left: Duration) -> Int {
        let (seconds, fraction) = left.components
        return max(1, Int(seconds) + (fraction > 0 ? 1 : 0))
    }
}
