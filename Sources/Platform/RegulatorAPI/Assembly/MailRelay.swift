import Documents
import Foundation
import Incidents
package import Transport

/// The server that takes the platform's mail, and who sends it.
package struct MailSettings: Sendable {
    package var server: MailServer
    package var sender: MailAddress

    package init(server: MailServer, sender: MailAddress) {
        self.server = server
        self.sender = sender
    }
}

/// Hands mails about incidents to a server.
struct MailRelay: Sendable {
    private let client: MailClient
    private let sender: MailAddress

    init(_ settings: MailSettings, trust: Trust) throws {
        client = MailClient(server: settings.server, trust: trust, timeout: .seconds(20))
        sender = settings.sender
    }

    /// Throws `TransportError`; `refusedForGood` when the server wants no more of it.
    func send(_ mail: NoticeWorker.Mail) async throws {
        let message = try MailMessage(
            from: sender, to: [try MailAddress(mail.recipient)], identifier: mail.id,
            sentAt: Date(timeIntervalSince1970: Double(mail.madeAt.milliseconds) / 1000), subject: mail.subject, fields: mail.fields,
            text: mail.text)
        _ = try await client.send(message)
    }
}
