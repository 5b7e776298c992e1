import Documents
import ServerKit

/// Who is at the other end as far as TLS and the register tell, before any token is looked at.
struct Connection {
    let certificate: PeerCertificate
    let client: RegisteredClient

    /// Checks certificate, register and address, in this order; fills in what it learned of the caller before it throws.
    ///
    /// Throws 401 `certificate-required`, `certificate-expired` (a connection can outlive its certificate), `certificate-not-registered`
    /// or 403 `address-refused`. Only the socket's address counts; forwarding fields are not looked at.
    init(
        _ request: ServerRequest, realm: Realm, clients: ClientDirectory, now: Timestamp, decision: inout AccessDecision
    ) throws(Problem) {
        let certificate = try Self.certificate(of: request, realm: realm, now: now)
        guard let client = clients.client(showing: certificate.thumbprint), client.realms.contains(realm.name) else {
            throw .certificateNotRegistered(realm)
        }
        decision.clientID = client.id
        guard client.mayCome(from: request.remoteAddress) else { throw .addressRefused(request.remoteAddress) }
        self.certificate = certificate
        self.client = client
    }

    /// The certificate of the connection; throws 401 `certificate-required` or `certificate-expired`.
    static func certificate(of request: ServerRequest, realm: Realm, now: Timestamp) throws(Problem) -> PeerCertificate {
        guard let certificate = request.peer else { throw .certificateRequired(realm) }
        guard now.seconds <= certificate.notAfter.seconds else { throw .certificateExpired(realm) }
        return certificate
    }
}
