import Access
import Delivery
import Documents
import Incidents
import Requests
import ServerKit

/// The clients as those who send to them know them: where each may have messages sent to now.
struct Addressees: Sendable {
    let clients: ClientRegistry
    let proofs: ProvedOrigins
    let mode: RealmMode
    let now: @Sendable () -> Timestamp

    /// The client as requests know it; nil for one that is not registered or acts for no authority.
    @Sendable func requestingClient(_ id: String) -> RequestingClient? {
        RequestingClient(registered: clients.current.client(id)) { origin, client in holds(origin, of: client) }
    }

    /// The client as notices know it; nil for one that is not registered or acts for no authority.
    @Sendable func noticeClient(_ id: String) -> NoticeClient? {
        guard let client = clients.current.client(id), let regulator = client.regulator, client.roles.contains(.regulatorRead),
            let requesting = requestingClient(id)
        else { return nil }
        return NoticeClient(
            id: client.id, regulator: regulator, seesConfidential: client.scopes.contains(.regulatorAMLRead),
            mailDomains: client.mailDomains, isRegistered: requesting.isRegistered)
    }

    /// Whether reports may be uploaded to a URL of a client.
    @Sendable func isRegistered(_ url: String, of id: String) -> Bool {
        guard let client = clients.current.client(id) else { return false }
        return RequestingClient.isRegistered(url, for: client) { origin, client in holds(origin, of: client) }
    }

    /// Whether a client may have messages sent to a URL, with proof where proof is asked for.
    @Sendable func mayProve(_ url: String, _ id: String) -> Bool { clients.current.client(id)?.mayProve(url) ?? false }

    private func holds(_ origin: String, of client: String) -> Bool {
        for case .callsWithoutProof in mode.effects { return true }
        return proofs.holds(origin, of: client, at: now())
    }
}

extension RequestingClient {
    /// Nil for a client that is not registered or acts for no authority.
    /// - Parameter isProved: whether a client has proved that it controls an origin.
    init?(
        registered client: RegisteredClient?,
        isProved: @escaping @Sendable (_ origin: String, _ clientID: String) -> Bool = { _, _ in false }
    ) {
        guard let client, let regulator = client.regulator else { return nil }
        self.init(
            id: client.id, regulator: regulator, keys: client.keys, mayReadSuspicions: client.scopes.contains(.regulatorAMLRead)
        ) { url in Self.isRegistered(url, for: client, isProved: isProved) }
        wantsOrder = client.ordersCallbacks
        unprovedOrigin = { url in
            guard client.mayProve(url), !Self.isRegistered(url, for: client, isProved: isProved) else { return nil }
            return CallbackURL(url)?.origin
        }
    }

    fileprivate static func isRegistered(
        _ url: String, for client: RegisteredClient, isProved: (_ origin: String, _ clientID: String) -> Bool
    ) -> Bool {
        if client.isVouched(url) { return true }
        guard client.mayProve(url), let origin = CallbackURL(url)?.origin else { return false }
        return isProved(origin, client.id)
    }
}
