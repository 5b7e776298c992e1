import Synchronization
package import Transport

/// The real way to the subject: one keep-alive client per certificate, all with the same trust.
package final class HTTPExchanger: Exchanger {
    private let trust: Trust
    private let clients = Mutex<[ClientIdentity?: HTTPClient]>([:])

    /// - Parameter trust: the authorities that every server of the run must chain to.
    package init(trust: Trust) {
        self.trust = trust
    }

    /// Trusts what the profile trusts.
    /// - Throws: `RunError` `secretUnreadable` when the authorities cannot be read.
    package convenience init(profile: Profile, secrets: SecretStore) throws(RunError) {
        if let reference = profile.platform.trust {
            self.init(trust: .pem(try secrets.read(reference)))
        } else {
            self.init(trust: .system)
        }
    }

    /// Sends the request over a kept connection of that identity.
    package func send(
        _ request: OutgoingRequest, as identity: ClientIdentity?
    ) async throws(TransportError) -> IncomingResponse {
        try await client(for: identity).send(request)
    }

    /// Closes every connection; later requests open new ones.
    package func close() {
        let open = clients.withLock { clients in
            defer { clients = [:] }
            return clients.values.map { $0 }
        }
        for client in open { client.close() }
    }

    private func client(for identity: ClientIdentity?) -> HTTPClient {
        clients.withLock { clients in
            if let client = clients[identity] { return client }
            let client = HTTPClient(trust: trust, identity: identity)
            clients[identity] = client
            return client
        }
    }
}
