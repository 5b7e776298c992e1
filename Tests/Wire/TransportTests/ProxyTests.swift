import Foundation
import Programs
import TestSupport
import Testing

@testable import Transport

@Suite struct ProxyTests {
    /// A variable of the environment by which libcurl finds a proxy, and for what.
    struct Variable: Sendable {
        let name: String
        let schemes: Set<String>

        static let all = [
            Variable(name: "http_proxy", schemes: ["http"]), Variable(name: "https_proxy", schemes: ["https"]),
            Variable(name: "HTTPS_PROXY", schemes: ["https"]), Variable(name: "all_proxy", schemes: ["http", "https"]),
            Variable(name: "ALL_PROXY", schemes: ["http", "https"]),
        ]
    }

    /// Whether curl(1) reaches a URL in the environment of this process.
    static func isReachedByCurl(_ url: String) throws -> Bool {
        try Program(looking: ["curl", "-sk", "-m", "20", "-o", "/dev/null", url]).start().awaitEnd() == .exited(0)
    }

    /// In a process of its own, whose environment no other test reads. Each variable names a proxy that does not answer: curl(1) fails in
    /// the same environment, so that a variable which was set in vain would show.
    @Test func `a proxy of the environment is not used, also not on the way to a pinned address`() async {
        await #expect(processExitsWith: .success) {
            let pki = try #require(TestPKI.shared)
            let plain = try #require(LoopbackServer.plain)
            let tls = try #require(LoopbackServer.tls)
            let urls = ["http": "http://127.0.0.1:\(plain.port)/echo", "https": "https://127.0.0.1:\(tls.port)/echo"]
            // Of the machine on which the test runs.
            for name in Variable.all.map(\.name) + ["no_proxy", "NO_PROXY", "HTTP_PROXY"] { unsetenv(name) }
            for url in urls.values { #expect(try Self.isReachedByCurl(url), "\(url)") }
            for variable in Variable.all {
                setenv(variable.name, "http://127.0.0.1:1", 1)
                let client = HTTPClient(trust: pki.trust)
                for (scheme, url) in urls {
                    #expect(try Self.isReachedByCurl(url) == !variable.schemes.contains(scheme), "\(variable.name) \(url)")
                    #expect(try await client.send(OutgoingRequest(url: url)).status == 200, "\(variable.name) \(url)")
                    let named = url.replacing("127.0.0.1", with: "localhost")
                    let response = try await client.send(OutgoingRequest(url: named, pinnedAddress: "127.0.0.1"))
                    #expect(response.status == 200 && response.remoteAddress == "127.0.0.1", "\(variable.name) \(named)")
                }
                client.close()
                unsetenv(variable.name)
            }
        }
    }
}
