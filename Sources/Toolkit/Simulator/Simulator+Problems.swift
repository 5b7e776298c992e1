import ServerKit

extension Problem {
    static let unknownMailbox = Problem(
        status: 404, code: "unknown-mailbox", title: "No such mailbox", detail: "no mailbox of this name is open at this inbox")

    static let mailboxFull = Problem(
        status: 507, code: "mailbox-full", title: "The mailbox is full",
        detail: "the mailbox holds \(MailboxBoard.maximumReceptions) requests or \(MailboxBoard.maximumBytes) bytes, and keeps no more")

    static let unknownEntry = Problem(
        status: 404, code: "unknown-entry", title: "No such entry", detail: "the ledger has no entry of this number, or no longer")

    static let foreignOrigin = Problem(
        status: 403, code: "foreign-origin", title: "The request comes from another site",
        detail: "the console answers under the name of a loopback address only, and takes orders from its own pages only")

    static func notRunnable(_ message: String) -> Problem {
        Problem(status: 422, code: "not-runnable", title: "It cannot be run", detail: message)
    }
}
