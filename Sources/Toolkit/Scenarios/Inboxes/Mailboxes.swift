import Synchronization

/// The mailboxes that one run opened, so that all of them are closed when it ends.
///
/// They stay open until then: a subject that tries again after its case is over meets the same inbox as before.
final class Mailboxes: Sendable {
    private let opened = Mutex<[String]>([])
    private let inbox: (any Inbox)?

    init(inbox: (any Inbox)?) {
        self.inbox = inbox
    }

    /// Opens a mailbox of a name that nobody else uses.
    /// - Returns: its name and address; nil without an inbox.
    func open(_ label: String, unique: String, answers: [ScriptedAnswer] = [.accepted]) async -> (name: String, address: String)? {
        guard let inbox else { return nil }
        let name = "\(Self.tidied(label))-\(unique)"
        opened.withLock { $0.append(name) }
        await inbox.open(name, answers: answers)
        return (name, inbox.address(of: name))
    }

    func closeAll() async {
        let names = opened.withLock { names in
            defer { names = [] }
            return names
        }
        for name in names { await inbox?.close(name) }
    }

    private static func tidied(_ label: String) -> String {
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
