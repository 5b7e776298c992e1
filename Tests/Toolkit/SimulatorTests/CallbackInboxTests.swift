import Documents
import HTTPTypes
import Scenarios
import Synchronization
import TestSupport
import Testing
import Transport

@testable import Simulator

@Suite struct CallbackInboxTests {
    /// Runs an inbox that wants client certificates while `body` does its work.
    private func withInbox(_ body: @Sendable @escaping (CallbackInbox, TestPKI) async throws -> Void) async throws {
        guard let pki = TestPKI.shared else { return }
        let tls = InboxConfiguration.TLS(
            certificatePEM: pki.bytes("server.pem"), keyPEM: pki.bytes("server.key"), clientTrustPEM: pki.bytes("ca.pem"))
        var configuration = InboxConfiguration(tls: tls)
        configuration.expired = InboxConfiguration.TLS(
            certificatePEM: pki.bytes("expired.pem"), keyPEM: pki.bytes("expired.key"), clientTrustPEM: pki.bytes("ca.pem"))
        let inbox = try CallbackInbox(configuration)
        let (ready, tell) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await inbox.run { tell.finish() } }
            for await _ in ready {}
            try await body(inbox, pki)
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private static func status(_ client: HTTPClient, _ url: String, method: String = "POST") async -> String {
        do throws(TransportError) {
            return String(try await client.send(OutgoingRequest(method: method, url: url, body: [1, 2])).status)
        } catch { return "refused" }
    }

    @Test func `who looks at certificates does not deliver behind one whose time is over`() async throws {
        try await withInbox { inbox, pki in
            await inbox.open("m", answers: [.accepted])
            let client = HTTPClient(trust: pki.trust, identity: pki.identity("client"))
            defer { client.close() }
            let url = try #require(inbox.expiredAddress(of: "m"))
            #expect(url != inbox.address(of: "m"))
            #expect(await Self.status(client, url) == "refused")
            #expect(await inbox.receptions(in: "m").isEmpty)
            #expect(await Self.status(client, inbox.address(of: "m")) == "202")
        }
    }

    @Test func `notices and uploads come below the mailbox's address`() async throws {
        try await withInbox { inbox, pki in
            await inbox.open("m", answers: [.accepted])
            let client = HTTPClient(trust: pki.trust, identity: pki.identity("client"))
            defer { client.close() }
            #expect(await Self.status(client, inbox.address(of: "m") + "/notices") == "202")
            #expect(await Self.status(client, inbox.address(of: "m") + "/uploads", method: "PUT") == "202")
            #expect(await Self.status(client, inbox.address(of: "m"), method: "PUT") == "405")
            #expect(await inbox.receptions(in: "m").map(\.method) == ["POST", "PUT"])
        }
    }

    @Test func `a compressed delivery is kept as it came, so that it can be judged`() async throws {
        try await withInbox { inbox, pki in
            await inbox.open("m", answers: [.accepted])
            let client = HTTPClient(trust: pki.trust, identity: pki.identity("client"))
            defer { client.close() }
            let fields: HTTPFields = [.contentType: "application/json", .contentEncoding: "gzip"]
            let answer = try await client.send(
                OutgoingRequest(method: "POST", url: inbox.address(of: "m"), fields: fields, body: [31, 139]))
            #expect(answer.status == 202)
            let reception = try #require(try await inbox.expect(1, in: "m", within: .seconds(10)) { _ in true }.first)
            #expect(reception.body == [31, 139] && reception.fields[.contentEncoding] == "gzip")
        }
    }

    @Test func `a delivery is kept with everything that can be judged`() async throws {
        try await withInbox { inbox, pki in
            await inbox.open("m", answers: [.accepted])
            let client = HTTPClient(trust: pki.trust, identity: pki.identity("client"))
            let url = inbox.address(of: "m") + "?a=%2F"
            let response = try await client.send(OutgoingRequest(method: "POST", url: url, fields: [.contentType: "x/y"], body: [0, 1]))
            #expect(response.status == 202 && response.body.isEmpty)
            let reception = try #require(try await inbox.expect(1, in: "m", within: .seconds(10)) { _ in true }.first)
            #expect(reception.targetURI == url && reception.method == "POST" && reception.body == [0, 1])
            #expect(reception.fields[.contentType] == "x/y" && reception.remoteAddress == "127.0.0.1")
            #expect(reception.peer?.subject == "CN=client" && reception.peer?.thumbprint.count == 43)
        }
    }

    @Test func `without an accepted certificate nothing is delivered`() async throws {
        try await withInbox { inbox, pki in
            await inbox.open("m", answers: [.accepted])
            for identity in [nil, pki.identity("stranger")] {
                #expect(await Self.status(HTTPClient(trust: pki.trust, identity: identity), inbox.address(of: "m")) == "refused")
            }
            #expect(await inbox.receptions(in: "m").isEmpty)
        }
    }

    @Test func `a script decides what is answered`() async throws {
        try await withInbox { inbox, pki in
            let late = ScriptedAnswer(status: 503, fields: [.retryAfter: "1"], delay: .milliseconds(5))
            await inbox.open("m", answers: [late, ScriptedAnswer(status: 0), .accepted])
            let client = HTTPClient(trust: pki.trust, identity: pki.identity("client"))
            let first = try await client.send(OutgoingRequest(method: "POST", url: inbox.address(of: "m")))
            #expect(first.status == 503 && first.fields[.retryAfter] == "1")
            #expect(await Self.status(client, inbox.address(of: "m")) == "refused")
            #expect(await Self.status(client, inbox.address(of: "m")) == "202")
            #expect(await inbox.receptions(in: "m").count == 3)
        }
    }

    @Test func `anything but a post to an open mailbox is answered as what it is`() async throws {
        try await withInbox { inbox, pki in
            await inbox.open("m", answers: [.accepted])
            let client = HTTPClient(trust: pki.trust, identity: pki.identity("client"))
            #expect(await Self.status(client, inbox.address(of: "none")) == "404")
            #expect(await Self.status(client, inbox.address(of: "m"), method: "PUT") == "405")
            #expect(await Self.status(client, inbox.address) == "404")
            await inbox.close("m")
            #expect(await Self.status(client, inbox.address(of: "m")) == "404")
        }
    }

    @Test func `plain http is for loopback addresses only`() {
        #expect(throws: (any Error).self) { try CallbackInbox(InboxConfiguration(host: "192.0.2.1", tls: nil)) }
        #expect(throws: Never.self) { try CallbackInbox(InboxConfiguration(host: "::1", tls: nil)).address }
    }
}
