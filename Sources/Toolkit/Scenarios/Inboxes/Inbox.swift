/// The place where the subject's callbacks arrive.
///
/// A conformer serves `POST {address}/{mailbox}` for any mailbox that has been opened, keeps what arrives in order of arrival, and answers
/// 404 to anything else. It judges nothing: a wrong signature or a missing field is kept and answered as scripted, because the runner
/// judges. Mailboxes keep runs apart: a scenario opens its own, under a name that nobody else uses.
package protocol Inbox: Sendable {
    /// The absolute URL under which mailboxes lie, without a slash at its end; known before the first mailbox is opened.
    var address: String { get }

    /// Opens a mailbox; `answers` are given in turn and the last one is repeated. Opening an open mailbox replaces its script and keeps
    /// what it holds.
    /// - Parameter mailbox: letters, digits, `-`, `.` and `_`.
    func open(_ mailbox: String, answers: [ScriptedAnswer]) async

    /// Opens a mailbox that answers in this manner; an inbox that has no manners of its own gives the script.
    func open(_ mailbox: String, manner: InboxManner) async

    /// The URL or address to hand to the subject as the address of this mailbox.
    func address(of mailbox: String) -> String

    /// An address of the mailbox at which the certificate's time is over; nil where there is none.
    func expiredAddress(of mailbox: String) -> String?

    /// Everything that came to the mailbox so far, in order of arrival; empty for one that is not open.
    func receptions(in mailbox: String) async -> [Reception]

    /// Waits until at least `count` receptions satisfy the predicate, or the time is over.
    ///
    /// Looks at what has already come first. Returns all that match so far in both cases, so fewer than `count` means that the time is
    /// over.
    /// - Throws: `CancellationError` when the task is cancelled while it waits.
    func expect(
        _ count: Int, in mailbox: String, within: Duration, where matches: @escaping @Sendable (Reception) -> Bool
    ) async throws -> [Reception]

    /// Forgets the mailbox and what it holds; later requests to it are answered 404.
    func close(_ mailbox: String) async
}

extension Inbox {
    /// See the protocol: below `address`.
    package func address(of mailbox: String) -> String { "\(address)/\(mailbox)" }

    /// See the protocol: the script alone.
    package func open(_ mailbox: String, manner: InboxManner) async { await open(mailbox, answers: manner.answers) }

    /// See the protocol: none.
    package func expiredAddress(of mailbox: String) -> String? { nil }
}
