import Contracts
import Documents
import HTTPTypes
package import Scenarios

/// Serves SMTP for an inbox until the task is cancelled: takes messages at `address` and hands each to `receive`.
package typealias MailServing = @Sendable (MailInbox) async throws -> Void

/// The regulator's mail inbox: keeps what a mail server hands over, one mailbox for each address. Judges nothing and has no socket: whoever
/// speaks SMTP calls `receive`.
package final class MailInbox: Inbox {
    /// What the server is to tell the sender.
    package enum Outcome: Sendable, Hashable {
        /// 250.
        case accepted
        /// 550: no mailbox of any recipient is open.
        case unknownRecipient
        /// 452: the mailbox is full; the sender may try again.
        case full
        /// 554: it is not a message (RFC 5322), or larger than is read.
        case malformed
        /// 451: refused on purpose; the sender may try again.
        case refusedForNow
    }

    private let board = MailboxBoard()
    private let clock: RunClock
    /// Whether a mailbox is opened for each address that a mail comes to.
    private let opensOnDemand: Bool
    private let onReception: @Sendable (Reception) -> Void

    package let address: String

    /// - Parameters:
    ///   - address: host and port of the server, for people.
    ///   - opensOnDemand: takes mail for any address.
    package init(
        address: String, opensOnDemand: Bool = false, clock: RunClock = .system,
        onReception: @escaping @Sendable (Reception) -> Void = { _ in }
    ) {
        self.address = address
        self.opensOnDemand = opensOnDemand
        self.clock = clock
        self.onReception = onReception
    }

    /// Takes one message.
    /// - Parameters:
    ///   - sender: the envelope's reverse path; empty for a bounce.
    ///   - recipients: the envelope's forward paths.
    ///   - remoteAddress: the client's address.
    package func receive(sender: String, recipients: [String], message: [UInt8], remoteAddress: String) -> Outcome {
        guard let mail = MailMessage(message) else { return .malformed }
        var outcome = Outcome.unknownRecipient
        for recipient in recipients {
            let name = recipient.lowercased()
            if opensOnDemand, !board.isOpen(name) { board.open(name, answers: [.accepted]) }
            let arrival = MailboxBoard.Arrival(
                method: "MAIL", targetURI: "mailto:\(name)", fields: mail.fields,
                body: mail.document(sender: sender, recipients: recipients).compactBytes(), receivedAt: clock.now(), peer: nil,
                remoteAddress: remoteAddress, medium: .mail)
            switch board.receive(arrival, in: name) {
            case .unknown: continue
            case .full: if outcome == .unknownRecipient { outcome = .full }
            case .kept(let reception):
                onReception(reception)
                outcome = reception.answer.status < 400 ? .accepted : .refusedForNow
            }
        }
        return outcome
    }

    /// See `Inbox`: the address itself.
    package func address(of mailbox: String) -> String { mailbox }

    /// See `Inbox`.
    package func open(_ mailbox: String, answers: [ScriptedAnswer]) async { board.open(mailbox.lowercased(), answers: answers) }

    /// See `Inbox`: mischief is this inbox's own, a personality answers no mail.
    package func open(_ mailbox: String, manner: InboxManner) async {
        var manner = manner
        manner.answers = [.accepted]
        board.open(mailbox.lowercased(), manner: manner)
    }

    /// See `Inbox`.
    package func receptions(in mailbox: String) async -> [Reception] { board.receptions(in: mailbox.lowercased()) }

    /// See `Inbox`.
    package func expect(
        _ count: Int, in mailbox: String, within: Duration, where matches: @escaping @Sendable (Reception) -> Bool
    ) async throws -> [Reception] {
        try await board.expect(count, in: mailbox.lowercased(), sleep: { [clock] in try await clock.sleep(within) }, where: matches)
    }

    /// See `Inbox`.
    package func close(_ mailbox: String) async { board.close(mailbox.lowercased()) }
}
