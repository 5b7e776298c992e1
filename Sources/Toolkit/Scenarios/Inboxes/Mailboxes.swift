import Contracts
import Synchronization

/// The mailboxes that one run opened, so that all of them are closed when it ends.
///
/// They stay open until then: a subject that tries again after its case is over meets the same inbox as before.
final class Mailboxes: Sendable {
    private let opened = Mutex<[(medium: ExpectedRequest.Medium, name: String)]>([])
    private let inboxes: Inboxes

    init(_ inboxes: Inboxes) {
        self.inboxes = inboxes
    }

    /// Opens a mailbox of a name that nobody else uses.
    /// - Returns: its name and address; nil without an inbox.
    func open(_ label: String, unique: String, answers: [ScriptedAnswer] = [.accepted]) async -> (name: String, address: String)? {
        await open("\(Self.tidied(label))-\(unique)", by: .http, manner: InboxManner(answers: answers))
    }

    /// Opens a mailbox of exactly this name.
    func open(
        _ name: String, by medium: ExpectedRequest.Medium, manner: InboxManner
    ) async -> (name: String, address: String)? {
        guard let inbox = inboxes[medium] else { return nil }
        opened.withLock { $0.append((medium, name)) }
        await inbox.open(name, manner: manner)
        return (name, inbox.address(of: name))
    }

    func closeAll() async {
        let names = opened.withLock { names in
            defer { names = [] }
            return names
        }
        for (medium, name) in names { await inboxes[medium]?.close(name) }
    }

    static func tidied(_ label: String) -> String {
        String(
            decoding: label.utf8.map { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    byte
                default: UInt8(ascii: "-")
                }
            }, as: UTF8.self)
    }
}
