import Foundation

/// One client's conversation by the rules of RFC 5321, without a socket: a line in, actions out.
///
/// From greeting to `STARTTLS` only what leads there is taken; after it begins anew (RFC 3207 §4.2). A line that has a CR or LF of its own
/// never ends a message, so that no second message can hide in the first.
struct MailSession {
    enum Action: Hashable {
        case reply(MailReply)
        /// Whatever came in the clear after the command is to be thrown away.
        case startTLS
        /// The message is whole: ask the owner, then tell the client by `answered`.
        case take(ReceivedMail)
        case close
    }

    private enum Stage { case commands, login, data }

    private let configuration: MailListenerConfiguration
    private let remoteAddress: String
    private var stage = Stage.commands
    private(set) var isSecure = false
    private var isGreeted = false
    private var isLoggedIn = false
    private var sender: String?
    private var recipients: [String] = []
    private var content: [UInt8] = []
    private var flaw: MailReply?
    private var swallowed = 0
    private var errors = 0

    init(_ configuration: MailListenerConfiguration, remoteAddress: String) {
        self.configuration = configuration
        self.remoteAddress = remoteAddress
    }

    var greeting: MailReply { MailReply(220, "\(configuration.name) ESMTP") }

    /// TLS is agreed upon: nothing that was said before counts.
    mutating func secured() {
        isSecure = true
        isGreeted = false
        reset()
    }

    /// Takes a line without its CR LF.
    mutating func take(_ line: [UInt8]) -> [Action] {
        switch stage {
        case .data: return takeData(line)
        case .login:
            stage = .commands
            return answer(logIn(String(decoding: line, as: UTF8.self)))
        case .commands:
            guard let command = MailCommand(line) else { return answer(.badSyntax) }
            return perform(command)
        }
    }

    private mutating func perform(_ command: MailCommand) -> [Action] {
        switch command.verb {
        case "EHLO", "HELO": return greet(command)
        case "NOOP": return [.reply(.ok)]
        case "RSET":
            reset()
            return [.reply(.ok)]
        case "QUIT": return [.reply(MailReply(221, "bye")), .close]
        case "STARTTLS":
            guard !isSecure else { return answer(.badOrder) }
            guard command.rest.isEmpty else { return answer(.badSyntax) }
            return [.reply(MailReply(220, "go ahead")), .startTLS]
        case "AUTH", "MAIL", "RCPT", "DATA", "VRFY":
            guard isSecure else { return answer(.tlsFirst) }
            guard isGreeted else { return answer(.badOrder) }
        default: return answer(MailReply(502, "this command is not known"))
        }
        switch command.verb {
        case "AUTH": return authenticate(command)
        case "VRFY": return [.reply(MailReply(252, "send a message and see"))]
        default: break
        }
        guard isLoggedIn || configuration.login == nil else { return answer(.loginFirst) }
        switch command.verb {
        case "MAIL": return answer(begin(command))
        case "RCPT": return answer(add(command))
        default: return beginData(command)
        }
    }

    private mutating func greet(_ command: MailCommand) -> [Action] {
        guard !command.rest.isEmpty else { return answer(.badSyntax) }
        reset()
        isGreeted = true
        guard command.verb == "EHLO" else { return [.reply(MailReply(250, configuration.name))] }
        var lines = [configuration.name, "PIPELINING", "8BITMIME", "SIZE \(configuration.maximumMessageBytes)"]
        if !isSecure { lines.append("STARTTLS") }
        if isSecure, configuration.login != nil { lines.append("AUTH PLAIN") }
        return [.reply(MailReply(250, lines: lines))]
    }

    private mutating func authenticate(_ command: MailCommand) -> [Action] {
        guard configuration.login != nil, !isLoggedIn, sender == nil else { return answer(.badOrder) }
        let parts = command.rest.split(separator: " ")
        guard parts.first?.uppercased() == "PLAIN" else { return answer(MailReply(504, "only PLAIN is known")) }
        switch parts.count {
        case 1:
            stage = .login
            return [.reply(MailReply(334, ""))]
        case 2: return answer(logIn(String(parts[1])))
        default: return answer(.badSyntax)
        }
    }

    /// RFC 4616: identity to act as, name, password, with a NUL between them.
    private mutating func logIn(_ text: String) -> MailReply {
        guard let login = configuration.login, let data = Data(base64Encoded: text) else { return .badSyntax }
        let parts = data.split(separator: 0, omittingEmptySubsequences: false).map { Array($0) }
        guard parts.count == 3, parts[0].isEmpty || parts[0] == parts[1] else { return .loginRefused }
        let isNameRight = SecretComparison.areEqual(parts[1], login.name.utf8)
        guard SecretComparison.areEqual(parts[2], login.password.utf8), isNameRight else { return .loginRefused }
        isLoggedIn = true
        return MailReply(235, "welcome")
    }

    private mutating func begin(_ command: MailCommand) -> MailReply {
        guard sender == nil else { return .badOrder }
        guard let (path, parameters) = command.path(after: "FROM"), path.isEmpty || Self.isMailbox(path) else { return .badSyntax }
        for parameter in parameters {
            let parts = parameter.split(separator: "=", maxSplits: 1)
            switch parts[0].uppercased() {
            case "SIZE":
                guard parts.count == 2, let size = Int(parts[1]), size >= 0 else { return .badSyntax }
                guard size <= configuration.maximumMessageBytes else { return .tooLarge }
            case "BODY":
                guard parts.count == 2, ["7BIT", "8BITMIME"].contains(parts[1].uppercased()) else { return .badSyntax }
            case "AUTH": continue
            default: return .unknownParameter
            }
        }
        sender = path
        return .ok
    }

    private mutating func add(_ command: MailCommand) -> MailReply {
        guard sender != nil else { return .badOrder }
        guard let (path, parameters) = command.path(after: "TO"), Self.isMailbox(path) else { return .badSyntax }
        guard parameters.isEmpty else { return .unknownParameter }
        guard recipients.count < configuration.maximumRecipients else { return .tooManyRecipients }
        recipients.append(path)
        return .ok
    }

    private mutating func beginData(_ command: MailCommand) -> [Action] {
        guard command.rest.isEmpty else { return answer(.badSyntax) }
        guard sender != nil, !recipients.isEmpty else { return answer(.badOrder) }
        stage = .data
        return [.reply(MailReply(354, "end with a dot on a line of its own"))]
    }

    private mutating func takeData(_ line: [UInt8]) -> [Action] {
        guard line != [UInt8(ascii: ".")] else { return endData() }
        let text = line.first == UInt8(ascii: ".") ? line.dropFirst() : line[...]
        if text.contains(13) || text.contains(10) { flaw = flaw ?? .bareLineEnd }
        if content.count + text.count + 2 > configuration.maximumMessageBytes { flaw = flaw ?? .tooLarge }
        guard flaw == nil else {
            // The client hears of it when it is done; one that never is done is left.
            content = []
            swallowed += line.count + 2
            return swallowed > 4 * configuration.maximumMessageBytes ? [.reply(.tooLarge), .close] : []
        }
        content += text
        content += [13, 10]
        return []
    }

    private mutating func endData() -> [Action] {
        defer { reset() }
        if let flaw { return answer(flaw) }
        return [.take(ReceivedMail(sender: sender ?? "", recipients: recipients, content: content, remoteAddress: remoteAddress))]
    }

    /// Counts refusals, and ends a conversation that has too many.
    private mutating func answer(_ reply: MailReply) -> [Action] {
        if reply.code >= 400 { errors += 1 }
        return errors >= configuration.maximumErrors ? [.reply(.tooManyErrors), .close] : [.reply(reply)]
    }

    private mutating func reset() {
        stage = .commands
        sender = nil
        recipients = []
        content = []
        flaw = nil
        swallowed = 0
    }

    private static func isMailbox(_ path: String) -> Bool {
        guard let at = path.lastIndex(of: "@") else { return false }
        return at != path.startIndex && path.index(after: at) != path.endIndex && !path.hasPrefix("@")
    }
}
