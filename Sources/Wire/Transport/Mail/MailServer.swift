/// Where mail is handed in, and as whom. The password is in no description, mirror or message.
package struct MailServer: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// How the connection is secured; there is no way without.
    package enum Security: String, Sendable, CaseIterable {
        /// In the clear until `STARTTLS` (RFC 3207); a server that does not offer it gets nothing.
        case startTLS = "starttls"
        /// TLS from the first byte (RFC 8314 §3.3).
        case implicitTLS = "tls"
    }

    /// For AUTH PLAIN (RFC 4616).
    package struct Login: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
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

    /// A host name or IPv4 address.
    package let host: String
    /// 1…65535.
    package let port: Int
    package let security: Security
    /// What the client calls itself in EHLO.
    package let clientName: String
    /// Nil hands in without a login.
    package let login: Login?

    /// Throws `unsupported` for names that are no host names and ports out of range.
    package init(host: String, port: Int, security: Security, clientName: String, login: Login? = nil) throws(TransportError) {
        guard MailAddress.isHostName(host[...]), MailAddress.isHostName(clientName[...]) else {
            throw .badServer("a name is not a host name")
        }
        guard (1...65_535).contains(port) else { throw .badServer("its port is not between 1 and 65535") }
        self.host = host
        self.port = port
        self.security = security
        self.clientName = clientName
        self.login = login
    }

    /// `host:port`, for messages.
    package var origin: String { "\(host):\(port)" }
    package var description: String { "MailServer(\(origin), \(security.rawValue), login: \(login == nil ? "none" : "redacted"))" }
    package var customMirror: Mirror { Mirror(self, children: ["origin": origin, "security": security.rawValue]) }

    var url: String { "\(security == .implicitTLS ? "smtps" : "smtp")://\(origin)/\(clientName)" }
}
