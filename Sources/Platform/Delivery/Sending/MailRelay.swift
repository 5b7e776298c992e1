package import Transport

/// The operator's own mail server, which takes mails over and answers for them from then on, and the address they come from.
package struct MailRelay: Sendable, Hashable {
    package let server: MailServer
    package let sender: MailAddress

    package init(server: MailServer, sender: MailAddress) {
        self.server = server
        self.sender = sender
    }
}
