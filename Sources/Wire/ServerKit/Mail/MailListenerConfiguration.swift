/// What a mail listener is; read once when it is made. No mail is taken before `STARTTLS`.
package struct MailListenerConfiguration: Sendable {
    /// The one login that AUTH PLAIN (RFC 4616) accepts.
    package struct Login: Sendable, CustomStringConvertible, CustomReflectable {
        let name: String
        let password: String

        package init(name: String, password: String) {
            self.name = name
            self.password = password
        }

        /// Says nothing of the login.
        package var description: String { "Login(redacted)" }
        /// See `description`.
        package var customMirror: Mirror { Mirror(self, children: ["login": "redacted"]) }
    }

    /// An address of this machine.
    package var host: String
    /// 0: the system chooses, `MailListener.run` reports which.
    package var port: Int
    /// What the listener calls itself in its greeting.
    package var name: String
    /// The chain's leaf first.
    package var certificatePEM: [UInt8]
    package var keyPEM: [UInt8]
    /// Nil takes mail from anybody.
    package var login: Login?
    /// More is refused with 552, inclusive.
    package var maximumMessageBytes: Int
    /// More are refused with 452.
    package var maximumRecipients: Int
    /// A longer line, its end not counted, ends the connection with 500.
    package var maximumLineBytes: Int
    /// So many refusals end a connection with 421.
    package var maximumErrors: Int
    /// Further connections are refused with 421.
    package var maximumConnections: Int
    /// A connection on which nothing happens, handshake included, is closed after this.
    package var idleTimeout: Duration

    package init(
        host: String = "127.0.0.1", port: Int = 0, name: String = "localhost", certificatePEM: [UInt8], keyPEM: [UInt8],
        login: Login? = nil, maximumMessageBytes: Int = 32 << 20, maximumRecipients: Int = 100, maximumLineBytes: Int = 4096,
        maximumErrors: Int = 20, maximumConnections: Int = 64, idleTimeout: Duration = .seconds(60)
    ) {
        self.host = host
        self.port = port
        self.name = name
        self.certificatePEM = certificatePEM
        self.keyPEM = keyPEM
        self.login = login
        self.maximumMessageBytes = maximumMessageBytes
        self.maximumRecipients = maximumRecipients
        self.maximumLineBytes = maximumLineBytes
        self.maximumErrors = maximumErrors
        self.maximumConnections = maximumConnections
        self.idleTimeout = idleTimeout
    }
}
