import Foundation
import Testing

@testable import ServerKit

@Suite struct MailSessionTests {
    private func session(
        login: MailListenerConfiguration.Login? = nil, isSecure: Bool = true, _ change: (inout MailListenerConfiguration) -> Void = { _ in }
    ) -> MailSession {
        var configuration = MailListenerConfiguration(name: "mx.test", certificatePEM: [], keyPEM: [], login: login)
        change(&configuration)
        var session = MailSession(configuration, remoteAddress: "127.0.0.1")
        if isSecure { session.secured() }
        return session
    }

    /// The last reply to these lines, in digits; 0 when the last line got none.
    @discardableResult private func code(_ session: inout MailSession, _ lines: String...) -> Int {
        var code = 0
        for line in lines {
            code = 0
            for case .reply(let reply) in session.take(Array(line.utf8)) { code = reply.code }
        }
        return code
    }

    private func message(_ session: inout MailSession, _ lines: String...) -> ReceivedMail? {
        var mail: ReceivedMail?
        for line in lines { for case .take(let taken) in session.take(Array(line.utf8)) { mail = taken } }
        return mail
    }

    @Test func `a whole message is handed over with its envelope`() {
        var session = session()
        let mail = message(
            &session, "EHLO a", "MAIL FROM:<> SIZE=10 BODY=8BITMIME", "rcpt to:<a@b>", "RCPT TO: <c@d>", "DATA", "Subject: x", "", "..dot",
            ".")
        #expect(mail?.sender == "" && mail?.recipients == ["a@b", "c@d"])
        #expect(mail.map { String(decoding: $0.content, as: UTF8.self) } == "Subject: x\r\n\r\n.dot\r\n")
        #expect(code(&session, "RCPT TO:<a@b>") == 503)
    }

    @Test(arguments: ["MAIL FROM:<a@b>", "AUTH PLAIN AAA=", "RCPT TO:<a@b>", "DATA"]) func `nothing is taken before TLS`(line: String) {
        var session = session(isSecure: false)
        #expect(code(&session, "EHLO a", line) == 530)
        #expect(session.take(Array("STARTTLS".utf8)).last == .startTLS)
    }

    @Test func `what was said before TLS does not count after it`() {
        var session = session(isSecure: false)
        code(&session, "EHLO a", "STARTTLS")
        session.secured()
        #expect(code(&session, "MAIL FROM:<a@b>") == 503)
        #expect(code(&session, "STARTTLS") == 503)
    }

    @Test(arguments: [
        "MAIL FROM:a@b", "MAIL <a@b>", "MAIL FROM:<a@b", "MAIL FROM:<a b@c>", "MAIL FROM:<ab>", "MAIL FROM:<@x:a@b>", "MAIL FROM:<a@b>x",
        "MAIL FROM:<a@b> SIZE=x", "MAIL FROM:<a@b> SIZE=-1", "MAIL FROM:<a@b> BODY=BINARYMIME", "MAIL FROM:<ä@b>", "\u{0}",
        "MAIL FROM:<a\r@b>",
    ])
    func `a command of another form is refused`(line: String) {
        var session = session()
        #expect(code(&session, "EHLO a", line) == 501)
    }

    @Test func `limits are told as they are met`() {
        var session = session {
            $0.maximumMessageBytes = 20
            $0.maximumRecipients = 1
            $0.maximumErrors = 6
        }
        #expect(code(&session, "EHLO a", "MAIL FROM:<a@b> SIZE=21") == 552)
        #expect(code(&session, "MAIL FROM:<a@b> X=1") == 555)
        #expect(code(&session, "MAIL FROM:<a@b>", "RCPT TO:<a@b>", "RCPT TO:<a@b>") == 452)
        #expect(code(&session, "DATA", "123456789", "123456789", ".") == 552)
        #expect(code(&session, "NOPE") == 502)
        #expect(session.take(Array("NOPE".utf8)) == [.reply(.tooManyErrors), .close])
    }

    @Test func `a message of exactly the size allowed is taken`() {
        var session = session { $0.maximumMessageBytes = 20 }
        #expect(message(&session, "EHLO a", "MAIL FROM:<a@b>", "RCPT TO:<a@b>", "DATA", "12345678", "12345678", ".")?.content.count == 20)
    }

    @Test func `a client that never ends its message is left`() {
        var session = session { $0.maximumMessageBytes = 100 }
        code(&session, "EHLO a", "MAIL FROM:<a@b>", "RCPT TO:<a@b>", "DATA")
        var actions: [MailSession.Action] = []
        for _ in 0..<100 where actions.isEmpty { actions = session.take([UInt8](repeating: 97, count: 50)) }
        #expect(actions == [.reply(.tooLarge), .close])
    }

    @Test(arguments: ["a\n.\nMAIL FROM:<x@y>", "a\r.\rb", "\n."]) func `a second message cannot hide in the first`(line: String) {
        var session = session()
        #expect(code(&session, "EHLO a", "MAIL FROM:<a@b>", "RCPT TO:<a@b>", "DATA", line, ".") == 554)
    }

    @Test func `a login is asked for and checked`() {
        let right = Data("\0me\0secret".utf8).base64EncodedString()
        for wrong in ["\0me\0secre", "\0me\0secrets", "\0you\0secret", "other\0me\0secret", "me", "\0"] {
            var session = session(login: .init(name: "me", password: "secret"))
            #expect(code(&session, "EHLO a", "MAIL FROM:<a@b>") == 530)
            #expect([535, 501].contains(code(&session, "AUTH PLAIN \(Data(wrong.utf8).base64EncodedString())")))
            #expect(code(&session, "MAIL FROM:<a@b>") == 530)
        }
        for lines in [["AUTH PLAIN \(right)"], ["AUTH PLAIN", right]] {
            var session = session(login: .init(name: "me", password: "secret"))
            code(&session, "EHLO a")
            #expect(lines.map { code(&session, $0) }.last == 235)
            #expect(code(&session, "MAIL FROM:<a@b>") == 250)
        }
        var session = session(login: .init(name: "me", password: "secret"))
        #expect(code(&session, "EHLO a", "AUTH LOGIN") == 504)
    }
}
