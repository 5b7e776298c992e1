import Documents
import ServerKit

/// What is counted of the callers of a realm: each client, each address whoever calls from it, and requests for tokens; before any token is looked at.
struct RateLimits: Sendable {
    /// Of each registered client, by whichever connection it comes; of each certificate or address that is none's.
    let requests: RateLimiter
    /// Of each address, whoever calls from it. Five clients may be busy behind one; more of them share what it has.
    let addresses: RateLimiter
    /// Of each client at the token endpoint, where signatures are verified and every answer is a new token that lasts for minutes.
    let tokens: RateLimiter

    /// How many clients' worth an address has.
    private static let clientsAtAnAddress = 5
    /// A client that asks for a token before each request still gets all that it may ask.
    private static let requestsForEachToken = 2

    /// Derives all from what one client may ask.
    init(_ client: RateLimitPolicy) {
        requests = RateLimiter(client)
        addresses = RateLimiter(client.times(Self.clientsAtAnAddress), name: "address")
        tokens = RateLimiter(client.divided(by: Self.requestsForEachToken), name: "tokens")
    }

    /// Counts a request. What a client is refused is not counted against its address: others may come from there.
    func take(client: String, address: String, path: String, isForToken: Bool, now: Timestamp, reach: RateLimiter.Reach)
        -> RateLimiter.Verdict
    {
        let request = requests.take(client: client, path: path, now: now, reach: reach)
        if request.isRefused { return request }
        let own = isForToken ? tokens.take(client: client, path: path, now: now) : request
        if own.isRefused { return own }
        let place = addresses.take(client: Self.network(of: address), path: path, now: now)
        return place.isRefused ? place : own
    }

    /// Whoever has one address of IPv6 has the 2^64 of its network (RFC 4291 §2.5.1).
    static func network(of address: String) -> String {
        guard let parsed = IPAddress(address), !parsed.isV4 else { return address }
        return parsed.network.description
    }
}
