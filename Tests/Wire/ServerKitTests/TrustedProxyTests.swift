import Documents
import Foundation
import ServerKit
import TestSupport
import Testing

/// Whose connection it is, at a served listener behind a balancer and without one.
@Suite(.timeLimit(.minutes(1))) struct TrustedProxyTests {
    private let folder = FileManager.default.temporaryDirectory
    private static let forwarding =
        "X-Forwarded-For: 198.51.100.7\\r\\nForwarded: for=198.51.100.7\\r\\nX-Real-IP: 198.51.100.7\\r\\nX-Client-IP: 198.51.100.7\\r\\n"
    private static let request = "GET /echo/x HTTP/1.1\\r\\nHost: a\\r\\n\(forwarding)Connection: close\\r\\n\\r\\n"

    private func listener(trusting blocks: String...) throws -> ServerConfiguration {
        var configuration = ServerConfiguration(channel: .plainText)
        configuration.trustedProxies = try blocks.map { try #require(AddressBlock($0)) }
        return configuration
    }

    /// What came back when `printf` wrote a text, and what the listener told.
    private func course(of text: String, _ configuration: ServerConfiguration) async throws -> (output: String, events: [ServerEvent]) {
        let events = EventBox()
        let outcome = try await withServer(configuration, echoRoutes(), log: events.append) { [folder] port in
            try await Shell.run("exec 3<>/dev/tcp/127.0.0.1/\(port); printf '\(text)' >&3; timeout 45 cat <&3", in: folder)
        }
        #expect(outcome.status != 124, "the connection was not ended")
        return (outcome.output, events.all)
    }

    @Test(arguments: [
        "PROXY TCP4 203.0.113.9 192.0.2.1 56324 443\\r\\n",
        "\\x0d\\x0a\\x0d\\x0a\\x00\\x0d\\x0aQUIT\\x0a\\x21\\x11\\x00\\x0c\\xcb\\x00\\x71\\x09\\xc0\\x00\\x02\\x01\\xdc\\x04\\x01\\xbb",
    ])
    func `a listed proxy says whose connection it is, and no forwarding field does`(_ header: String) async throws {
        let (output, events) = try await course(of: header + Self.request, listener(trusting: "10.0.0.0/8", "127.0.0.1/32"))
        #expect(output.contains("\"remote\":\"203.0.113.9\""), "\(output)")
        #expect(events.first { $0.kind == .answered }?.remoteAddress == "203.0.113.9")
    }

    @Test func `the own connection of a listed proxy has the proxy's address`() async throws {
        let (output, _) = try await course(of: "PROXY UNKNOWN\\r\\n" + Self.request, listener(trusting: "127.0.0.1/32"))
        #expect(output.contains("\"remote\":\"127.0.0.1\""), "\(output)")
    }

    @Test(arguments: ["", "PROXY TCP4 203.0.113.9 1 2\\r\\n"])
    func `a listed proxy that does not say whose connection it is gets no answer`(_ header: String) async throws {
        let (output, events) = try await course(of: header + Self.request, listener(trusting: "127.0.0.1/32"))
        #expect(output.isEmpty)
        let refused = try #require(events.first { $0.kind == .proxyRefused })
        #expect(refused.remoteAddress == "127.0.0.1" && refused.detail?.contains("PROXY") == true)
    }

    @Test func `a header from an address that is not listed is no header`() async throws {
        for configuration in [try listener(), try listener(trusting: "127.0.0.2/32", "203.0.113.0/24")] {
            let (output, events) = try await course(of: "PROXY TCP4 203.0.113.9 192.0.2.1 56324 443\\r\\n" + Self.request, configuration)
            #expect(output.hasPrefix("HTTP/1.1 400 "), "\(output)")
            #expect(!events.contains { $0.kind == .answered && $0.status == 200 })
        }
    }

    @Test func `forwarding fields change no address, with a list of proxies and without one`() async throws {
        for configuration in [try listener(), try listener(trusting: "127.0.0.2/32")] {
            let (output, events) = try await course(of: Self.request, configuration)
            #expect(output.contains("\"remote\":\"127.0.0.1\"") && !output.contains("198.51.100.7"), "\(output)")
            #expect(events.first { $0.kind == .answered }?.remoteAddress == "127.0.0.1")
        }
    }

    @Test func `TLS begins behind the header, whose sender need not know of it`() async throws {
        let certificates = try await Certificates.shared.value
        var configuration = try certificates.configuration(.required)
        configuration.trustedProxies = [try #require(AddressBlock("127.0.0.3/32"))]
        let outcome = try await withServer(configuration, echoRoutes()) { port in
            let call = "--cacert ca.pem --cert client.pem --key client.key https://127.0.0.1:\(port)/echo/x"
            return try await Shell.run(
                "curl -sS --interface 127.0.0.3 --haproxy-protocol \(call); curl -sS \(call); curl -sS --interface 127.0.0.3 \(call)",
                in: certificates.folder)
        }
        #expect(outcome.output.contains("\"remote\":\"127.0.0.3\"") && outcome.output.contains("\"remote\":\"127.0.0.1\""), "\(outcome)")
        #expect(outcome.status != 0, "a listed proxy without a header gets no handshake")
    }
}
