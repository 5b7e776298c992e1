import Logging
import ServerKit
import Transport

extension KeyRing {
    private static let listenerFiles = ["platform.pem", "platform.key", "ca.pem"]

    /// The platform's certificate and key, and the authority of its clients. Throws `PlatformStartError`.
    func listenerMaterial() throws -> TLSMaterial {
        TLSMaterial(certificatePEM: try bytes("platform.pem"), keyPEM: try secret("platform.key"), clientTrustPEM: try bytes("ca.pem"))
    }

    /// The same, read again when a file changes, which is logged; `renewal` gets what is new.
    func listenerCredentials(logger: Logger, renewal: CredentialRenewal) throws -> ListenerCredentials {
        try ListenerCredentials(
            files: Self.listenerFiles.map { "\(directory)/\($0)" }, clientCertificates: .optional, read: { try listenerMaterial() }
        ) { event in
            switch event {
            case .replaced(let material, let generation):
                renewal.renew(material, generation: generation)
                logger.notice("certificate, key or authorities of the listener changed", metadata: ["event": "credentials-replaced"])
            case .refused(let reason):
                logger.warning(
                    "certificate, key and authorities of the listener stay as they were: the files do not fit together",
                    metadata: ["event": "credentials-refused", "reason": "\(reason)"])
            }
        }
    }
}

extension TLSMaterial {
    /// As what the platform presents itself to others.
    var identity: ClientIdentity { ClientIdentity(certificatePEM: certificatePEM, keyPEM: keyPEM) }

    /// Whom it believes when it calls.
    var trust: Trust { .pem(clientTrustPEM) }
}
