import CCurl

/// What the server said when it took a mail over; from then on it answers for it (RFC 5321 §4.2.5).
package struct MailReceipt: Sendable, Hashable {
    /// 250.
    package let reply: Int
    /// The line of the reply, printable, at most 512 characters: servers name their queue's identifier in it.
    package let text: String

    package init(reply: Int, text: String) {
        self.reply = reply
        self.text = text
    }
}

/// Hands mails to one server over TLS 1.2 or later (RFC 5321), each on a connection of its own. Any number of tasks may send at a time.
package struct MailClient: Sendable {
    /// Larger messages are not handed in: mails carry a link, not data.
    package static let maximumMessageBytes = 1 << 20

    private let server: MailServer
    private let trust: Trust
    private let timeout: Duration

    /// `timeout` spans one mail from connecting to the server's acceptance.
    package init(server: MailServer, trust: Trust, timeout: Duration = .seconds(60)) {
        self.server = server
        self.trust = trust
        self.timeout = timeout
    }

    /// All recipients or none: a server that refuses one of them gets no message.
    ///
    /// Throws `refusedForNow` and `refusedForGood` by the server's reply. After `connectionLost` and `timedOut` the server may have the
    /// message all the same; sending it again is safe where the receiver looks at its `Message-ID`.
    package func send(_ message: MailMessage) async throws(TransportError) -> MailReceipt {
        guard message.bytes.count <= MailClient.maximumMessageBytes else {
            throw .badMail("it has more than \(MailClient.maximumMessageBytes) bytes")
        }
        let (server, trust, timeout) = (server, trust, timeout)
        let outcome = try await LoneTransfer.run(upload: message.bytes) { (easy: inout CurlEasy) throws(TransportError) in
            try easy.configure(server, trust: trust, timeout: timeout, message: message)
        }
        guard outcome.code == CURLE_OK else { throw .mailFailure(outcome, server: server, timeout: timeout) }
        // QUIT is answered after the message is.
        return MailReceipt(reply: outcome.reply, text: outcome.lines.last { $0.hasPrefix("250") } ?? "")
    }
}

extension CurlEasy {
    fileprivate mutating func configure(
        _ server: MailServer, trust: Trust, timeout: Duration, message: MailMessage
    ) throws(TransportError) {
        try confine(to: "smtp,smtps", url: server.url, timeout: timeout)
        try setTLS(trust: trust, identity: nil)
        try set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        if let login = server.login {
            try set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN")
            try set(CURLOPT_USERNAME, login.name)
            try set(CURLOPT_PASSWORD, login.password)
        }
        try set(CURLOPT_MAIL_FROM, "<\(message.sender.text)>")
        try set(CURLOPT_MAIL_RCPT, list: message.recipients.map { "<\($0.text)>" })
        try set(CURLOPT_UPLOAD, 1)
        try set(CURLOPT_INFILESIZE_LARGE, offset: message.bytes.count)
    }
}
