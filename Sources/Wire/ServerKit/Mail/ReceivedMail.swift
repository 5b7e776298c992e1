/// One message as it came: envelope and content.
package struct ReceivedMail: Sendable, Hashable {
    /// The reverse path without brackets; empty for a bounce (RFC 5321 §4.5.5).
    package let sender: String
    /// The forward paths without brackets, in the order given; at least one.
    package let recipients: [String]
    /// Fields and text, CR LF after each line, doubled dots undone.
    package let content: [UInt8]
    /// The client's IP address.
    package let remoteAddress: String
}

/// What the client is told of a message that arrived whole.
package enum MailAnswer: Sendable, Hashable {
    /// 250: the listener's owner answers for it from now on.
    case accepted
    /// 451: the client may try again.
    case refusedForNow
    /// 452: no room; the client may try again.
    case full
    /// 550: nobody of that name is here.
    case unknownRecipient
    /// 554: never.
    case refusedForGood

    var reply: MailReply {
        switch self {
        case .accepted: MailReply(250, "taken over")
        case .refusedForNow: MailReply(451, "not now, try again later")
        case .full: MailReply(452, "no room, try again later")
        case .unknownRecipient: MailReply(550, "no such recipient here")
        case .refusedForGood: MailReply(554, "refused")
        }
    }
}

/// Takes a message on any thread and answers at once.
package typealias MailTaking = @Sendable (ReceivedMail) -> MailAnswer
