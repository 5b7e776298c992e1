/// A reply of three digits and one or more lines (RFC 5321 §4.2).
struct MailReply: Sendable, Hashable {
    let code: Int
    let lines: [String]

    init(_ code: Int, _ lines: String...) { self.init(code, lines: lines) }

    init(_ code: Int, lines: [String]) {
        self.code = code
        self.lines = lines
    }

    /// The last line has a space after the digits, those before it a hyphen.
    var bytes: [UInt8] {
        Array(lines.enumerated().map { "\(code)\($0.offset == lines.count - 1 ? " " : "-")\($0.element)\r\n" }.joined().utf8)
    }
}

extension MailReply {
    static let ok = MailReply(250, "ok")
    static let tlsFirst = MailReply(530, "STARTTLS first")
    static let loginFirst = MailReply(530, "AUTH first")
    static let loginRefused = MailReply(535, "this login is not known")
    static let badSyntax = MailReply(501, "the parameters are not as RFC 5321 has them")
    static let badOrder = MailReply(503, "not in this order")
    static let unknownParameter = MailReply(555, "a parameter is not known")
    static let tooLarge = MailReply(552, "the message is too large")
    static let tooManyRecipients = MailReply(452, "too many recipients")
    static let bareLineEnd = MailReply(554, "the message has a CR or LF that is not part of a CR LF")
    static let lineTooLong = MailReply(500, "the line is too long")
    static let idle = MailReply(421, "nothing came for too long")
    static let tooManyErrors = MailReply(421, "too many errors")
    static let tooManyConnections = MailReply(421, "too many connections, try again later")
}
