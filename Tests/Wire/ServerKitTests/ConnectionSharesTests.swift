import Foundation
import TestSupport
import Testing

@testable import ServerKit

/// No address holds all connections of a listener.
@Suite(.timeLimit(.minutes(1))) struct ConnectionSharesTests {
    @Test func `an address has its share, what it gives back it has again, and nothing is kept of who is gone`() throws {
        let shares = ConnectionShares(most: 2, unlimited: [try #require(AddressBlock("10.0.0.0/8"))])
        let (one, other, proxy) = (
            try #require(IPAddress("192.0.2.1")), try #require(IPAddress("192.0.2.2")), try #require(IPAddress("10.1.2.3"))
        )
        #expect(shares.take(one) && shares.take(one) && !shares.take(one))
        #expect(shares.take(other))
        shares.giveBack(one)
        #expect(shares.take(one) && !shares.take(one))
        // Whoever has one address of IPv6 has all of its network.
        let (near, same, far) = (
            try #require(IPAddress("2001:db8::1")), try #require(IPAddress("2001:db8::ffff")), try #require(IPAddress("2001:db8:0:1::1"))
        )
        #expect(shares.take(near) && shares.take(same) && !shares.take(near))
        #expect(shares.take(far))
        for address in [near, near, far] { shares.giveBack(address) }
        for _ in 0..<10 { #expect(shares.take(proxy)) }
        shares.giveBack(proxy)
        for _ in 0..<2 { shares.giveBack(one) }
        shares.giveBack(other)
        #expect(shares.count == 0)
    }

    @Test func `who holds his share of connections gets no other, and another address is answered`() async throws {
        var configuration = ServerConfiguration(channel: .plainText)
        configuration.maximumConnectionsPerAddress = 3
        let events = EventBox()
        let outcome = try await withServer(configuration, echoRoutes(), log: events.append) { port in
            try await Shell.run(
                """
                ask() { curl -sS -o /dev/null -w '%{http_code}\\n' --max-time 45 $1 http://127.0.0.1:\(port)/echo/x; }
                for fd in 3 4 5; do
                    eval "exec $fd<>/dev/tcp/127.0.0.1/\(port)"
                    printf 'GET /echo/x HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n' >&$fd
                    head -c 12 <&$fd
                    echo
                done
                ask; ask --interface\\ 127.0.0.2
                """, in: FileManager.default.temporaryDirectory)
        }
        let lines = outcome.output.split(separator: "\n")
        #expect(lines == ["HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 200", "000", "200"], "\(outcome)")
        let refused = events.all.filter { $0.kind == .tooManyConnections }
        #expect(refused.count == 1 && refused.first?.remoteAddress == "127.0.0.1")
    }

    @Test func `behind a listed proxy each caller has his share, also one whose address is the proxy's own`() async throws {
        var configuration = ServerConfiguration(channel: .plainText)
        configuration.maximumConnectionsPerAddress = 2
        configuration.trustedProxies = [try #require(AddressBlock("127.0.0.0/8"))]
        let events = EventBox()
        let outcome = try await withServer(configuration, echoRoutes(), log: events.append) { port in
            try await Shell.run(
                """
                trap '' PIPE
                ask() {
                    eval "exec $2<>/dev/tcp/127.0.0.1/\(port)"
                    printf "PROXY TCP4 $1 127.0.0.1 40000 443\r\nGET /echo/x HTTP/1.1\r\nHost: a\r\n\r\n" >&$2 || true
                    head -c 12 <&$2 || true
                    echo .
                }
                ask 192.0.2.1 3; ask 192.0.2.1 4; ask 192.0.2.1 5; ask 192.0.2.2 6
                ask 127.0.0.9 7; ask 127.0.0.9 8; ask 127.0.0.9 9
                """, in: FileManager.default.temporaryDirectory)
        }
        let lines = outcome.output.split(separator: "\n")
        let answered: Substring = "HTTP/1.1 200."
        #expect(lines == [answered, answered, ".", answered, answered, answered, "."], "\(outcome)")
        let refused = events.all.filter { $0.kind == .tooManyConnections }
        #expect(refused.map(\.remoteAddress) == ["192.0.2.1", "127.0.0.9"])
    }
}
