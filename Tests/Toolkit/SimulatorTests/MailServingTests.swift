import Contracts
import Foundation
import Scenarios
import TestSupport
import Testing
import Transport

@testable import Simulator

@Suite struct MailServingTests {
    @Test func `a mail handed in over STARTTLS is in the mailbox that it was sent to`() async throws {
        guard let pki = TestPKI.shared else { return }
        let inbox = MailInbox(address: "127.0.0.1:0")
        await inbox.open("reports@mga.test", answers: [.accepted])
        let tls = InboxConfiguration.TLS(certificatePEM: pki.bytes("server.pem"), keyPEM: pki.bytes("server.key"), clientTrustPEM: nil)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { port.finish() }
                try await MailInbox.serving(tls, ready: { port.yield($0) })(inbox)
            }
            let number = try #require(await ports.first { _ in true })
            let server = try MailServer(host: "localhost", port: number, security: .startTLS, clientName: "operator.test")
            let client = MailClient(server: server, trust: pki.trust)
            let receipt = try await client.send(try message(to: "reports@mga.test"))
            #expect(receipt.reply == 250)
            await #expect(throws: TransportError(.refusedForGood, "")) { try await client.send(try message(to: "nobody@mga.test")) }
            group.cancelAll()
            try await group.waitForAll()
        }
        let held = await inbox.receptions(in: "reports@mga.test")
        #expect(held.count == 1)
        let body = try #require(held.first).body
        #expect(String(decoding: body, as: UTF8.self).contains("Report T16 für Oktober"))
    }

    @Test(arguments: [("127.0.0.1:25", "127.0.0.1", 25), ("[::1]:2525", "::1", 2525), ("mail.test:587", "mail.test", 587)])
    func `an address is host and port`(address: String, host: String, port: Int) {
        #expect(MailInbox.hostAndPort(address) == (host, port))
    }

    private func message(to recipient: String) throws -> Transport.MailMessage {
        try Transport.MailMessage(
            from: try MailAddress("reports@operator.test"), to: [try MailAddress(recipient)], identifier: "r1",
            sentAt: Date(timeIntervalSince1970: 0), subject: "Report T16 für Oktober", text: "See the link.")
    }
}
