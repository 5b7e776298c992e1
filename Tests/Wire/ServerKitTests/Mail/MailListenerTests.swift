import Foundation
import ServerKit
import Synchronization
import TestSupport
import Testing

/// Spoken to by Python's smtplib and ssl, which share no code with the listener.
@Suite struct MailListenerTests {
    private final class Box: Sendable {
        private let mails = Mutex<[ReceivedMail]>([])
        func take(_ mail: ReceivedMail) -> MailAnswer {
            mails.withLock { $0.append(mail) }
            return switch mail.recipients[0].prefix(while: { $0 != "@" }) {
            case "busy": .refusedForNow
            case "full": .full
            case "nobody": .unknownRecipient
            case "never": .refusedForGood
            default: .accepted
            }
        }
        var all: [ReceivedMail] { mails.withLock { $0 } }
    }

    /// What a Python program prints that finds `port` and `connect()`, a connection after STARTTLS.
    private func run(
        _ program: String, _ box: Box = Box(), _ change: (inout MailListenerConfiguration) -> Void = { _ in }
    ) async throws -> String {
        let certificates = try await Certificates.shared.value
        var configuration = MailListenerConfiguration(
            certificatePEM: try certificates.bytes("server.pem"), keyPEM: try certificates.bytes("server.key"))
        change(&configuration)
        let listener = try MailListener(configuration) { box.take($0) }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { port.finish() }
                try await listener.run { port.yield($0) }
            }
            guard let number = await ports.first(where: { _ in true }) else {
                try await group.waitForAll()
                throw ServerDidNotStart()
            }
            let script = """
                import smtplib, socket, ssl
                port = \(number)
                def connect():
                    client = smtplib.SMTP("localhost", port, timeout=20)
                    client.starttls(context=ssl.create_default_context(cafile="ca.pem"))
                    return client
                \(program)
                """
            let name = "mail-\(UUID().uuidString).py"
            try Data(script.utf8).write(to: certificates.folder.appending(path: name))
            let outcome = try await Shell.run("python3 \(name)", in: certificates.folder)
            group.cancelAll()
            try await group.waitForAll()
            return outcome.text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    @Test func `a foreign client hands in a message over STARTTLS`() async throws {
        let box = Box()
        let text = try await run(
            #"""
            client = connect()
            print(client.sendmail("a@x.test", ["b@y.test", "c@y.test"], "Subject: one\r\n\r\n.dot\r\n..\r\nend"))
            print(client.sendmail("a@x.test", ["d@y.test"], b"Subject: two\r\n\r\n" + b"x" * 900 + b"\r\n" * 50000))
            print(client.quit()[0])
            """#, box)
        #expect(text == "{}\n{}\n221")
        #expect(box.all.map(\.recipients) == [["b@y.test", "c@y.test"], ["d@y.test"]])
        let first = try #require(box.all.first)
        #expect(first.sender == "a@x.test" && first.remoteAddress == "127.0.0.1")
        #expect(String(decoding: first.content, as: UTF8.self) == "Subject: one\r\n\r\n.dot\r\n..\r\nend\r\n")
        #expect(box.all.last?.content.count == 16 + 900 + 100_000)
    }

    @Test func `nothing is taken in the clear`() async throws {
        let text = try await run(
            """
            client = smtplib.SMTP("localhost", port, timeout=20)
            try: client.sendmail("a@x.test", ["b@y.test"], "x")
            except smtplib.SMTPSenderRefused as refusal: print(refusal.smtp_code)
            """)
        #expect(text == "530")
    }

    @Test(arguments: [("busy", 451), ("full", 452), ("nobody", 550), ("never", 554)])
    func `what the owner decides is what the client is told`(recipient: String, code: Int) async throws {
        let text = try await run(
            """
            client = connect()
            try: client.sendmail("a@x.test", ["\(recipient)@y.test"], "x")
            except smtplib.SMTPDataError as refusal: print(refusal.smtp_code)
            print(client.sendmail("a@x.test", ["b@y.test"], "x"))
            """)
        #expect(text == "\(code)\n{}")
    }

    @Test func `a login is checked by the listener`() async throws {
        let text = try await run(
            """
            client = connect()
            client.ehlo()
            print(client.esmtp_features["auth"].strip())
            try: client.login("me", "wrong")
            except smtplib.SMTPAuthenticationError as refusal: print(refusal.smtp_code)
            print(client.login("me", "secret")[0], client.sendmail("a@x.test", ["b@y.test"], "x"))
            """
        ) { $0.login = .init(name: "me", password: "secret") }
        #expect(text == "PLAIN\n535\n235 {}")
    }

    @Test func `what came in the clear behind STARTTLS is thrown away`() async throws {
        let box = Box()
        let text = try await run(
            #"""
            plain = socket.create_connection(("localhost", port), 20)
            plain.recv(1000)
            plain.sendall(b"STARTTLS\r\nEHLO evil\r\nMAIL FROM:<evil@x.test>\r\n")
            print(plain.recv(1000)[:3].decode())
            secure = ssl.create_default_context(cafile="ca.pem").wrap_socket(plain, server_hostname="localhost")
            secure.sendall(b"RCPT TO:<b@y.test>\r\n")
            print(secure.recv(1000)[:3].decode())
            """#, box)
        #expect(text == "220\n503" && box.all.isEmpty)
    }

    @Test func `a line without end and an idle client are ended`() async throws {
        let text = try await run(
            #"""
            plain = socket.create_connection(("localhost", port), 20)
            plain.recv(1000)
            plain.sendall(b"x" * 5000)
            print(plain.recv(1000)[:3].decode())
            idle = socket.create_connection(("localhost", port), 20)
            idle.recv(1000)
            print(idle.recv(1000)[:3].decode(), idle.recv(1000))
            """#
        ) { $0.idleTimeout = .milliseconds(300) }
        #expect(text == "500\n421 b''")
    }

    @Test func `connections beyond the limit are refused and come again when there is room`() async throws {
        let text = try await run(
            #"""
            first = connect()
            second = socket.create_connection(("localhost", port), 20)
            print(second.recv(1000)[:3].decode())
            first.quit()
            for _ in range(200):
                third = socket.create_connection(("localhost", port), 20).recv(1000)[:3].decode()
                if third == "220": break
            print(third)
            """#
        ) { $0.maximumConnections = 1 }
        #expect(text == "421\n220")
    }

    @Test func `a listener without a certificate does not start`() {
        #expect(throws: (any Error).self) {
            try MailListener(MailListenerConfiguration(certificatePEM: [], keyPEM: [])) { _ in .accepted }
        }
    }
}
