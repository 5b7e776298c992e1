import Documents
import ServerKit

/// Who is at the other end as far as TLS and the register tell, before any token is looked at.
struct Connection {
    let certificate: PeerCertificate
    let client: RegisteredClient

    /// Checks certificate, register and address, in this order; fills in what it learned of the caller before it throws.
    ///
    /// Throws 401 as `certificate(of:realm:revoked:now:)` does, 401 `certificate-not-registered` or 403 `address-refused`. The address is
    /// the socket's, or what a listed proxy said of the connection; forwarding fields are not looked at.
    init(
        _ request: ServerRequest, realm: Realm, clients: ClientDirectory, revoked: RevokedCertificates, now: Timestamp,
        decision: inout AccessDecision
    ) throws(Problem) {
        let certificate = try Self.certificate(of: request, realm: realm, revoked: revoked, now: now)
        guard let client = clients.client(showing: certificate), client.realms.contains(realm.name) else {
            throw .certificateNotRegistered(realm)
        }
        decision.clientID = client.id
        guard client.mayCome(from: request.remoteAddress) else { throw .addressRefused(request.remoteAddress) }
        self.certificate = certificate
        self.client = client
    }

    /// The certificate of the connection, which can outlive its certificate's validity and good standing.
    ///
    /// Throws 401 `certificate-required`, `certificate-expired`, `certificate-revoked` or `revocation-list-expired`.
    static func certificate(
        of request: ServerRequest, realm: Realm, revoked: RevokedCertificates, now: Timestamp
    ) throws(Problem) -> PeerCertificate {
        guard let certificate = request.peer else { throw .certificateRequired(realm) }
        guard now.seconds <= certificate.notAfter.seconds else { throw .certificateExpired(realm) }
        try checkStanding(of: certificate, realm: realm, revoked: revoked)
        return certificate
    }

    /// Throws 401 `certificate-revoked` or `revocation-list-expired` as things are now.
    static func checkStanding(of certificate: PeerCertificate, realm: Realm, revoked: RevokedCertificates) throws(Problem) {
        switch revoked.standing(of: certificate) {
        case .good: break
        case .revoked: throw .certificateRevoked(realm)
        case .unknown: throw .revocationListExpired(realm)
        }
    }
}
