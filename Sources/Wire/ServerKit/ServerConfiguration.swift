/// What a listener is; read once when the server is made.
package struct ServerConfiguration: Sendable {
    /// What the listener asks of the client's certificate.
    package enum ClientCertificates: String, Sendable, CaseIterable {
        /// No certificate, no handshake.
        case required
        /// A client may come without one (handlers see nil and refuse in HTTP); a bad one still ends the handshake.
        case optional
        /// Never asked for.
        case none
    }

    /// What happens to a request whose body is compressed (`Content-Encoding`). A body is undone nowhere.
    package enum ContentCodings: Sendable {
        /// 415 before the body is read: nothing of it could be understood, and nothing can unfold.
        case refused
        /// The body is handed on as it came, for whoever keeps it as evidence.
        case kept
    }

    /// How bytes travel.
    package enum Channel: Sendable {
        /// TLS 1.2 (ECDHE with an AEAD suite) or 1.3. Certificates and key in PEM; the chain's leaf first. Clients are verified against
        /// `clientTrustPEM` alone, never against the system's roots.
        case tls(certificatePEM: [UInt8], keyPEM: [UInt8], clientTrustPEM: [UInt8], clientCertificates: ClientCertificates)
        /// The same by files that may be replaced while the listener runs.
        case credentials(ListenerCredentials)
        /// No TLS: for the operations listener; refused on anything but a loopback address.
        case plainText
    }

    /// An address of this machine.
    package var host: String
    /// 0: the system chooses, `Server.run` reports which.
    package var port: Int
    package var channel: Channel
    /// More is refused with 413, but at routes that have a limit of their own (`RouteTable.on`).
    package var maximumBodyBytes: Int
    package var contentCodings: ContentCodings
    /// The size of all fields of a head together; more ends the connection with 400.
    package var maximumHeaderBytes: Int
    /// How many fields a head may have; more ends the connection with 400.
    package var maximumHeaderFields = 128
    /// How long a handshake may take, and the head of a request from its first byte on; then the connection ends.
    package var headTimeout = Duration.seconds(10)
    /// What must come of a body, and be taken of an answer that waits, in each `paceWindow`; else 408, or the connection ends.
    package var minimumBytesPerSecond = 1000
    package var paceWindow = Duration.seconds(10)
    /// The balancers in front of the listener. Each must begin every connection with a PROXY header, which says whose it is; one from
    /// elsewhere is no header. Forwarding fields are never looked at: with TLS to its end, they are the client's own word.
    package var trustedProxies: [AddressBlock] = []
    /// From the head until the handler must have answered; then 408 (body incomplete) or 503 (no answer) is sent and the handler cancelled.
    package var requestTimeout: Duration
    /// A connection on which nothing happens is closed after this.
    package var idleTimeout: Duration
    /// How long answers in flight may take when the server stops.
    package var shutdownTimeout: Duration
    /// Further connections wait in the system's queue.
    package var maximumConnections: Int
    /// Further connections from an address that holds so many are closed; those of listed proxies are not.
    package var maximumConnectionsPerAddress = 512

    package init(
        host: String = "127.0.0.1", port: Int = 0, channel: Channel, maximumBodyBytes: Int = 8 << 20,
        contentCodings: ContentCodings = .refused, maximumHeaderBytes: Int = 32 << 10,
        requestTimeout: Duration = .seconds(30), idleTimeout: Duration = .seconds(60), shutdownTimeout: Duration = .seconds(10),
        maximumConnections: Int = 1024
    ) {
        self.host = host
        self.port = port
        self.channel = channel
        self.maximumBodyBytes = maximumBodyBytes
        self.contentCodings = contentCodings
        self.maximumHeaderBytes = maximumHeaderBytes
        self.requestTimeout = requestTimeout
        self.idleTimeout = idleTimeout
        self.shutdownTimeout = shutdownTimeout
        self.maximumConnections = maximumConnections
    }

    /// A TLS listener with the default limits.
    package init(
        host: String = "127.0.0.1", port: Int = 0, certificatePEM: [UInt8], keyPEM: [UInt8], clientTrustPEM: [UInt8]? = nil,
        clientCertificates: ClientCertificates
    ) {
        self.init(
            host: host, port: port,
            channel: .tls(
                certificatePEM: certificatePEM, keyPEM: keyPEM, clientTrustPEM: clientTrustPEM ?? [],
                clientCertificates: clientCertificates))
    }
}
