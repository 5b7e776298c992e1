import Documents
import Foundation
import ServerKit
import TestSupport
import Testing

/// Callers that hold connections: slow handshakes, heads, bodies and readers, over raw sockets, with limits of a few seconds.
@Suite(.timeLimit(.minutes(2))) struct SlowCallerTests {
    private let folder = FileManager.default.temporaryDirectory

    /// A head has five seconds: more than a machine takes that does much else, so that only what is slow on purpose is too slow.
    private func hasty(_ channel: ServerConfiguration.Channel = .plainText) -> ServerConfiguration {
        var configuration = ServerConfiguration(channel: channel)
        configuration.headTimeout = .seconds(5)
        return configuration
    }

    /// Bodies and readers are measured every two seconds; heads have all the time.
    private func measured(_ channel: ServerConfiguration.Channel = .plainText) -> ServerConfiguration {
        var configuration = ServerConfiguration(channel: channel)
        configuration.headTimeout = .seconds(60)
        configuration.paceWindow = .seconds(2)
        return configuration
    }

    /// Runs a script of bash whose descriptor 3 is the connection; tells what the listener said.
    private func course(
        _ script: String, _ configuration: ServerConfiguration, _ routes: RouteTable? = nil
    ) async throws -> (outcome: Shell.Outcome, events: [ServerEvent]) {
        let events = EventBox()
        let outcome = try await withServer(configuration, routes ?? echoRoutes(), log: events.append) { [folder] port in
            try await Shell.run("trap '' PIPE; exec 3<>/dev/tcp/127.0.0.1/\(port); \(script)", in: folder)
        }
        return (outcome, events.all)
    }

    private func slow(_ events: [ServerEvent]) -> [String] { events.filter { $0.kind == .tooSlow }.compactMap(\.detail) }

    @Test func `a head that trickles ends the connection, however often a byte comes`() async throws {
        let (outcome, events) = try await course(
            """
            printf 'GET /echo/x HTTP/1.1\\r\\nHost: a\\r\\n' >&3
            (for i in $(seq 1200); do printf 'X-%s: y\\r\\n' $i >&3 || exit; sleep 0.05; done) 2>/dev/null &
            timeout 40 cat <&3
            """, hasty())
        #expect(outcome.status != 124 && outcome.output.isEmpty, "\(outcome)")
        #expect(slow(events) == ["the head of a request was not complete in time"])
        #expect(events.first { $0.kind == .tooSlow }?.remoteAddress == "127.0.0.1")
    }

    @Test func `the second head on a connection has a time of its own`() async throws {
        let (outcome, events) = try await course(
            """
            printf 'GET /echo/x HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n' >&3
            head -c 50 <&3
            sleep 6
            printf 'GET /echo/x HTTP/1.1\\r\\n' >&3
            timeout 40 cat <&3
            """, hasty())
        #expect(outcome.status != 124 && outcome.output.contains("HTTP/1.1 200"), "\(outcome)")
        #expect(slow(events) == ["the head of a request was not complete in time"])
    }

    @Test func `a connection that is quiet between requests has the idle time and not that of a head`() async throws {
        let (outcome, events) = try await course(
            """
            printf 'GET /echo/x HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n' >&3
            head -c 50 <&3 >/dev/null
            sleep 6
            printf 'GET /echo/x HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n' >&3
            timeout 40 cat <&3
            """, hasty())
        #expect(outcome.output.contains("HTTP/1.1 200"), "\(outcome)")
        #expect(slow(events).isEmpty)
    }

    @Test func `a handshake that does not come to its end ends the connection`() async throws {
        let certificates = try await Certificates.shared.value
        let configuration = hasty(try certificates.configuration(.required).channel)
        let (outcome, events) = try await course("printf '\\x16\\x03\\x01' >&3; timeout 40 cat <&3", configuration)
        #expect(outcome.status != 124, "\(outcome)")
        #expect(slow(events) == ["the handshake was not complete in time"])
    }

    @Test func `a body that comes too slowly is 408, and one at the pace that is asked for is taken`() async throws {
        let head = "printf 'POST /echo HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\nContent-Length: 5000\\r\\n\\r\\n' >&3"
        let trickle = "(for i in $(seq 400); do printf 'a' >&3 || exit; sleep 0.05; done) 2>/dev/null &"
        let (slow, _) = try await course("\(head); \(trickle) timeout 40 cat <&3", measured())
        #expect(slow.output.hasPrefix("HTTP/1.1 408 ") && slow.output.contains("request-too-slow"), "\(slow)")
        let steady = "(for i in $(seq 10); do head -c 500 /dev/zero >&3; sleep 0.1; done) &"
        let (taken, _) = try await course("\(head); \(steady) timeout 40 cat <&3 | tr -d '\\0'", measured())
        #expect(taken.output.hasPrefix("HTTP/1.1 200 "), "\(taken)")
    }

    /// 64 MiB, more than the system takes for a reader who does not read.
    private func large() -> RouteTable {
        var routes = RouteTable()
        routes.on("GET", "/whole") { _ in .bytes(Array(repeating: 0x61, count: 64 << 20), mediaType: "text/plain") }
        // Less than the system would take by itself of what nobody reads.
        routes.on("GET", "/document") { _ in .bytes(Array(repeating: 0x61, count: 512 << 10), mediaType: "text/plain") }
        routes.on("GET", "/stream") { _ in
            ServerResponse(status: 200, stream: BodyStream { Array(repeating: 0x61, count: 64 << 10) })
        }
        return routes
    }

    @Test(arguments: ["whole", "document", "stream"], [false, true])
    func `a reader who takes nothing loses the connection`(_ path: String, _ overTLS: Bool) async throws {
        let certificates = try await Certificates.shared.value
        let configuration = measured(overTLS ? try certificates.configuration(.required).channel : .plainText)
        let stop = try TemporaryFolder()
        let (troubles, trouble) = AsyncStream.makeStream(of: ServerEvent.self)
        try await withServer(configuration, large(), log: { if $0.kind == .tooSlow { trouble.yield($0) } }) { port in
            let wait = "for i in $(seq 1200); do [ -e '\(stop.path)/stop' ] && break; sleep 0.05; done"
            let connect =
                overTLS
                ? "(printf 'GET /\(path) HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n'; \(wait)) | openssl s_client -quiet -connect 127.0.0.1:\(port) -cert client.pem -key client.key 2>/dev/null | (\(wait))"
                : "exec 3<>/dev/tcp/127.0.0.1/\(port); printf 'GET /\(path) HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n' >&3; \(wait)"
            async let reader = Shell.run(connect, in: certificates.folder)
            var told = troubles.makeAsyncIterator()
            let event = try #require(await told.next())
            #expect(event.detail == "an answer was not taken in time" && event.remoteAddress == "127.0.0.1")
            try Data().write(to: stop.url.appending(path: "stop"))
            _ = try await reader
        }
    }

    @Test func `a reader who takes his time, and takes enough, gets everything`() async throws {
        let events = EventBox()
        let outcome = try await withServer(measured(), large(), log: events.append) { [folder] port in
            try await Shell.run("curl -sS --limit-rate 32M http://127.0.0.1:\(port)/whole | wc -c", in: folder)
        }
        #expect(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines) == String(64 << 20), "\(outcome)")
        #expect(slow(events.all).isEmpty)
    }
}
