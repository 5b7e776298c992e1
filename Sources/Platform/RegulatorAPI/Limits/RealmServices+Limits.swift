import Access
import Documents
import HTTPTypes
import ServerKit

extension RealmServices {
    /// Answers 429 when the caller has used up its allowance, or the address from which it comes has, before anybody looks at who it is; else what `next` answers; either says what is left.
    ///
    /// The fields are those of the IETF draft "RateLimit header fields for HTTP".
    func limiting(_ request: ServerRequest, _ next: @Sendable (ServerRequest) async -> ServerResponse) async -> ServerResponse {
        var reach = RateLimiter.Reach.itsClient
        var isHeeded = true
        for effect in mode.effects {
            switch effect {
            case .limitsEverybody: reach = .everybody
            case .ignoresLimits: isHeeded = false
            default: break
            }
        }
        let client = limitedCaller(certificate: request.peer, address: request.remoteAddress)
        let verdict = limits.take(
            client: client, address: request.remoteAddress, path: request.path,
            isForToken: request.path.hasPrefix(realm.prefix + "/oauth2/"), now: now(), reach: reach)
        var response =
            if verdict.isRefused, isHeeded {
                Problem.rateLimited(after: verdict.seconds).response(requestID: request.id)
            } else {
                await next(request)
            }
        response.fields[.rateLimitPolicy] = "\"\(verdict.name)\";q=\(verdict.policy.requests);w=\(verdict.policy.seconds)"
        response.fields[.rateLimit] = "\"\(verdict.name)\";r=\(verdict.remaining);t=\(verdict.seconds)"
        return response
    }

    /// Throws 403 `client-blocked` while the caller is blocked at a resource.
    func refuseBlocked(_ grant: Grant, at path: String) throws(Problem) {
        guard let end = blocks.end(for: grant.clientID, at: path, now: now()) else { return }
        for case .ignoresBlocks in mode.effects { return }
        throw .clientBlocked(until: end.description)
    }

    /// Whose allowance a request takes from: the registered client's, else the certificate's, else the address's.
    func limitedCaller(certificate: PeerCertificate?, address: String) -> String {
        guard let certificate else { return "address:\(RateLimits.network(of: address))" }
        return configuration.clients.current.client(showing: certificate).map { "client:\($0.id)" }
            ?? "certificate:\(certificate.thumbprint)"
    }
}

extension Problem {
    fileprivate static func clientBlocked(until end: String) -> Problem {
        Problem(
            status: 403, code: "client-blocked", title: "The client is blocked",
            detail: "Nothing is answered to this client at this resource until \(end).")
    }

    static func rateLimited(after seconds: Int) -> Problem {
        Problem(
            status: 429, code: "rate-limited", title: "The caller has made too many requests",
            detail: "Nothing was done. Ask again in \(seconds) seconds; RateLimit-Policy names what is used up.",
            fields: [.retryAfter: String(seconds)])
    }
}

extension HTTPField.Name {
    static let rateLimit = limit("RateLimit")
    static let rateLimitPolicy = limit("RateLimit-Policy")

    private static func limit(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a token") }
        return name
    }
}
