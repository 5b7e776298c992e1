import Foundation
import TestSupport
import Testing

@testable import Transport

@Suite struct MailClientTests {
    private func send(
        to recipient: String, by server: LoopbackMailServer?, security: MailServer.Security = .startTLS, login: MailServer.Login? = nil,
        trust: Trust? = nil, timeout: Duration = .seconds(20), text: String = "See the link."
    ) async throws -> MailReceipt? {
        guard let server, let pki = TestPKI.shared else { return nil }
        let client = MailClient(
            server: try MailServer(host: "localhost", port: server.port, security: security, clientName: "operator.example", login: login),
            trust: trust ?? pki.trust, timeout: timeout)
        return try await client.send(
            try MailMessage(
                from: try MailAddress("a@operator.example"), to: [try MailAddress("\(recipient)@regulator.example")], identifier: "r1",
                sentAt: Date(timeIntervalSince1970: 0), subject: "Report", text: text))
    }

    private func failure(_ work: () async throws -> MailReceipt?) async -> TransportError? {
        do {
            let receipt = try await work()
            if receipt != nil { Issue.record("taken over") }
            return nil
        } catch { return error as? TransportError }
    }

    @Test func `a mail is handed in over STARTTLS and its acceptance is kept`() async throws {
        guard let receipt = try await send(to: "box", by: .starttls) else { return }
        #expect(receipt.reply == 250 && receipt.text.contains("queued as"))
        #expect(try LoopbackMailServer.starttls?.messages(to: "box").count == 1)
    }

    @Test func `a mail is handed in over TLS from the first byte`() async throws {
        guard let receipt = try await send(to: "box", by: .tls, security: .implicitTLS) else { return }
        #expect(receipt.reply == 250)
    }

    @Test func `a line that begins with a dot arrives with its dot doubled`() async throws {
        guard try await send(to: "dots", by: .starttls, text: ".\n..\n.end\nMAIL FROM:<x@y>") != nil else { return }
        let message = try #require(try LoopbackMailServer.starttls?.messages(to: "dots").first)
        #expect(String(decoding: message, as: UTF8.self).hasSuffix("\r\n\r\n..\r\n...\r\n..end\r\nMAIL FROM:<x@y>\r\n"))
    }

    @Test func `a server without STARTTLS gets no mail`() async {
        guard LoopbackMailServer.plain != nil else { return }
        #expect(await failure { try await send(to: "box", by: .plain) }?.code == .tlsFailed)
    }

    @Test func `a server with a certificate of another authority gets no mail`() async throws {
        guard LoopbackMailServer.starttls != nil, let pki = TestPKI.shared else { return }
        let stranger = Trust.pem(pki.bytes("stranger-ca.pem"))
        #expect(await failure { try await send(to: "box2", by: .starttls, trust: stranger) }?.code == .tlsFailed)
        #expect(try LoopbackMailServer.starttls?.messages(to: "box2").isEmpty == true)
    }

    @Test func `the login is sent and a wrong one is refused for good without being repeated`() async throws {
        guard LoopbackMailServer.login != nil else { return }
        let receipt = try await send(to: "box", by: .login, login: .init(name: "assay", password: "right"))
        #expect(receipt?.reply == 250)
        let error = await failure { try await send(to: "box", by: .login, login: .init(name: "assay", password: "wrong-secret")) }
        #expect(error?.code == .refusedForGood && error?.message.contains("wrong-secret") == false)
        #expect(await failure { try await send(to: "box", by: .login) }?.code == .refusedForGood)
        #expect(!"\(MailServer.Login(name: "assay", password: "right"))".contains("right"))
    }

    @Test(arguments: [("busy", TransportError.Code.refusedForNow), ("unknown", .refusedForGood), ("hangup", .connectionLost)])
    func `the reply says whether trying again helps`(recipient: String, code: TransportError.Code) async {
        guard LoopbackMailServer.starttls != nil else { return }
        #expect(await failure { try await send(to: recipient, by: .starttls) }?.code == code)
    }

    @Test func `a server that says nothing is given up`() async {
        guard LoopbackMailServer.starttls != nil else { return }
        #expect(await failure { try await send(to: "silent", by: .starttls, timeout: .milliseconds(700)) }?.code == .timedOut)
    }

    @Test func `a cancelled mail ends`() async throws {
        guard LoopbackMailServer.starttls != nil else { return }
        let task = Task { await failure { try await send(to: "silent", by: .starttls) } }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
    }

    @Test func `nobody at the port is told apart`() async throws {
        let client = MailClient(
            server: try MailServer(host: "127.0.0.1", port: 1, security: .startTLS, clientName: "a.example"), trust: .system)
        let address = try MailAddress("a@b.example")
        let message = try MailMessage(
            from: address, to: [address], identifier: "x", sentAt: Date(timeIntervalSince1970: 0), subject: "x", text: "x")
        await #expect(throws: TransportError(.couldNotConnect, "")) { try await client.send(message) }
    }

    @Test func `a mail that is too large is not handed in`() async {
        guard LoopbackMailServer.starttls != nil else { return }
        let text = String(repeating: "a", count: MailClient.maximumMessageBytes)
        #expect(await failure { try await send(to: "box", by: .starttls, text: text) }?.code == .unsupported)
    }
}
