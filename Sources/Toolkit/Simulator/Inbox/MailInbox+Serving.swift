import ServerKit

extension MailInbox {
    /// Serves SMTP with STARTTLS at the inbox's own address, under the certificate of the callbacks' inbox.
    ///
    /// Running it throws `ServerError` or what the TLS library finds wrong with certificate or key, and when the address cannot be had.
    /// `ready` is called once with the port.
    package static func serving(
        _ tls: InboxConfiguration.TLS, ready: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) -> MailServing {
        { inbox in
            let (host, port) = hostAndPort(inbox.address)
            let listener = try MailListener(
                MailListenerConfiguration(host: host, port: port, certificatePEM: tls.certificatePEM, keyPEM: tls.keyPEM)
            ) { mail in
                inbox.receive(
                    sender: mail.sender, recipients: mail.recipients, message: mail.content, remoteAddress: mail.remoteAddress
                ).answer
            }
            try await listener.run(ready: ready)
        }
    }

    /// `host:port`, an IPv6 address in brackets; a profile's reader has checked it.
    static func hostAndPort(_ address: String) -> (host: String, port: Int) {
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]) else { return (address, 0) }
        let host = address[..<colon]
        return (host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : String(host), port)
    }
}

extension MailInbox.Outcome {
    /// What the sender is told.
    var answer: MailAnswer {
        switch self {
        case .accepted: .accepted
        case .unknownRecipient: .unknownRecipient
        case .full: .full
        case .malformed: .refusedForGood
        case .refusedForNow: .refusedForNow
        }
    }
}
