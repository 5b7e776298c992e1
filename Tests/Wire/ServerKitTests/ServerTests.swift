import Documents
import Foundation
import HTTPTypes
import ServerKit
import Synchronization
import TestSupport
import Testing

/// What travels over a connection, on a plain listener: TLS changes nothing above it.
@Suite struct ServerTests {
    private let folder = FileManager.default.temporaryDirectory
    private let plain = ServerConfiguration(channel: .plainText)

    private func curl(_ arguments: String, _ configuration: ServerConfiguration? = nil, _ routes: RouteTable? = nil) async throws
        -> Shell.Outcome
    {
        try await withServer(configuration ?? plain, routes ?? echoRoutes()) { [folder] port in
            try await Shell.run(
                "curl -sS -i --path-as-is -g \(arguments.replacingOccurrences(of: "@", with: "http://127.0.0.1:\(port)"))", in: folder)
        }
    }

    /// Sends bytes as they are and returns everything until the server closes.
    private func raw(_ text: String, _ configuration: ServerConfiguration? = nil, _ routes: RouteTable? = nil) async throws -> Shell.Outcome
    {
        try await withServer(configuration ?? plain, routes ?? echoRoutes()) { [folder] port in
            try await Shell.run("exec 3<>/dev/tcp/127.0.0.1/\(port); printf '\(text)' >&3; timeout 60 cat <&3", in: folder)
        }
    }

    private func body(_ outcome: Shell.Outcome) throws -> Node {
        let text = try #require(outcome.output.components(separatedBy: "\r\n\r\n").last)
        return try JSONReader.read(Array(text.utf8))
    }

    @Test func `target, path and authority arrive unmodified`() async throws {
        let outcome = try await curl("'@/echo/a%2fB/../%7Ec//d?x=%41&y=a+b&z'")
        let body = try body(outcome)
        #expect(body["code"] == "not-found")
        let kept = try self.body(try await curl("'@/echo/a%2DB/%7Ec?x=%41&y=a+b&z'"))
        #expect(kept["target"] == "/echo/a%2DB/%7Ec?x=%41&y=a+b&z")
        #expect(kept["path"] == "/echo/a%2DB/%7Ec")
        #expect(kept["authority"]?.string?.hasPrefix("127.0.0.1:") == true)
        #expect(kept["remote"] == "127.0.0.1")
    }

    @Test func `every answer has an own id, a date and is not stored`() async throws {
        let theirs = "11111111-1111-4111-8111-111111111111"
        for path in ["/echo/x", "/nowhere", "/a%"] {
            let outcome = try await curl("-H 'X-Request-ID: \(theirs)' '@\(path)'")
            let id = try #require(outcome.output.firstMatch(of: /X-Request-ID: ([0-9a-f-]{36})\r\n/)).output.1
            #expect(id != theirs)
            #expect(outcome.output.contains("Cache-Control: no-store\r\n"))
            #expect(outcome.output.contains(/Date: [A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\r\n/))
        }
    }

    @Test func `HEAD has the length of GET and no body`() async throws {
        let outcome = try await curl("-I '@/echo/x'")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains(/Content-Length: [1-9]/))
    }

    /// Routes whose answer is a stream of three pieces, or breaks off before the third.
    private func streams() -> RouteTable {
        struct Broken: Error {}
        @Sendable func stream(_ count: Int?, breaks: Bool = false) -> BodyStream {
            let sent = Mutex(0)
            return BodyStream(byteCount: count) {
                let number = sent.withLock { number in
                    number += 1
                    return number
                }
                if breaks, number == 3 { throw Broken() }
                return number <= 3 ? Array("piece \(number)\n".utf8) : nil
            }
        }
        var routes = RouteTable()
        routes.on("GET", "/counted") { _ in ServerResponse(status: 200, stream: stream(24)) }
        routes.on("GET", "/chunked") { _ in ServerResponse(status: 200, stream: stream(nil)) }
        routes.on("GET", "/counted-broken") { _ in ServerResponse(status: 200, stream: stream(24, breaks: true)) }
        routes.on("GET", "/chunked-broken") { _ in ServerResponse(status: 200, stream: stream(nil, breaks: true)) }
        routes.on("GET", "/too-short") { _ in ServerResponse(status: 200, stream: stream(25)) }
        routes.on("GET", "/too-long") { _ in ServerResponse(status: 200, stream: stream(10)) }
        return routes
    }

    @Test func `a stream arrives whole, with its length or in chunks, and HEAD gets none of it`() async throws {
        let counted = try await curl("@/counted", plain, streams())
        #expect(counted.status == 0 && counted.output.contains("Content-Length: 24\r\n"), "\(counted)")
        #expect(counted.output.hasSuffix("piece 1\npiece 2\npiece 3\n"))
        let chunked = try await curl("@/chunked", plain, streams())
        #expect(chunked.status == 0 && chunked.output.lowercased().contains("transfer-encoding: chunked\r\n"), "\(chunked)")
        #expect(chunked.output.hasSuffix("piece 3\n"))
        let head = try await curl("-I @/counted", plain, streams())
        #expect(head.status == 0 && head.output.contains("Content-Length: 24\r\n") && !head.output.contains("piece"), "\(head)")
    }

    @Test(arguments: ["counted-broken", "chunked-broken", "too-short", "too-long"])
    func `a stream that breaks off does not look complete`(path: String) async throws {
        let events = EventBox()
        let routes = streams()
        let outcome = try await withServer(plain, routes, log: { events.append($0) }) { [folder] port in
            try await Shell.run("curl -sS -i --max-time 10 http://127.0.0.1:\(port)/\(path)", in: folder)
        }
        #expect(outcome.status == 18 || outcome.status == 56, "\(outcome)")
        #expect(events.all.contains { $0.kind == .handlerFailed })
    }

    @Test func `a body of the allowed size passes and one byte more is 413`() async throws {
        var small = plain
        small.maximumBodyBytes = 1000
        let fits = try await curl("--data-binary \"$(head -c 1000 /dev/zero | tr '\\0' a)\" @/echo", small)
        #expect(fits.output.hasPrefix("HTTP/1.1 200"), "\(fits)")
        let known = try await curl("--data-binary \"$(head -c 1001 /dev/zero | tr '\\0' a)\" @/echo", small)
        #expect(known.output.hasPrefix("HTTP/1.1 413"), "\(known)")
        let chunked = try await curl(
            "-H 'Transfer-Encoding: chunked' --data-binary \"$(head -c 5000 /dev/zero | tr '\\0' a)\" @/echo", small)
        #expect(chunked.output.hasPrefix("HTTP/1.1 413"), "\(chunked)")
        #expect(try body(chunked)["code"] == "body-too-large")
        #expect(chunked.output.lowercased().contains("connection: close"))
    }

    @Test func `a route has its own limit, smaller or larger than the listener's`() async throws {
        var listener = plain
        listener.maximumBodyBytes = 1000
        var routes = RouteTable()
        for (path, limit) in [("/small", 100), ("/large", 5000), ("/usual", nil)] as [(String, Int?)] {
            routes.on("POST", path, maximumBodyBytes: limit) { .text(String($0.body.count)) }
        }
        routes.on("PUT", "/small") { .text(String($0.body.count)) }
        routes.on("POST", "/{any}", maximumBodyBytes: 50) { .text(String($0.body.count)) }
        for (call, most) in [
            ("-X POST @/small", 100), ("-X POST @/large?x=1", 5000), ("-X POST @/usual", 1000), ("-X PUT @/small", 1000),
            ("-X POST @/other", 50), ("-X POST @/no/where", 1000),
        ] {
            for chunked in ["", "-H 'Transfer-Encoding: chunked'"] {
                let fits = try await curl("\(chunked) --data-binary \"$(printf %0\(most)d 0)\" \(call)", listener, routes)
                #expect(fits.output.contains(" 200 ") || call.contains("no/where") && fits.output.contains(" 404 "), "\(call): \(fits)")
                let refused = try await curl("\(chunked) --data-binary \"$(printf %0\(most + 1)d 0)\" \(call)", listener, routes)
                #expect(refused.output.hasPrefix("HTTP/1.1 413 "), "\(call): \(refused)")
                #expect(try body(refused)["detail"]?.string?.contains("\(most)") == true, "\(refused)")
            }
        }
    }

    @Test func `a client that waits for 100 gets it, or the refusal instead`() async throws {
        var small = plain
        small.maximumBodyBytes = 1000
        let waits = try await curl("-H 'Expect: 100-continue' -d hello @/echo", small)
        #expect(waits.output.hasPrefix("HTTP/1.1 100 Continue"), "\(waits)")
        #expect(waits.output.hasSuffix("hello"))
        let refused = try await raw(
            "POST /echo HTTP/1.1\\r\\nHost: a\\r\\nExpect: 100-continue\\r\\nContent-Length: 9999\\r\\n\\r\\n", small)
        #expect(refused.output.hasPrefix("HTTP/1.1 413"), "\(refused)")
    }

    @Test(arguments: ["gzip", "GZIP", "br", "identity, gzip", "gzip\\r\\nContent-Encoding: identity", "x"])
    func `a compressed body is 415 before it is read`(_ codings: String) async throws {
        let events = EventBox()
        let text = "POST /echo HTTP/1.1\\r\\nHost: a\\r\\nExpect: 100-continue\\r\\nContent-Length: 100\\r\\nContent-Encoding: \(codings)"
        let outcome = try await withServer(plain, echoRoutes(), log: events.append) { [folder] port in
            try await Shell.run("exec 3<>/dev/tcp/127.0.0.1/\(port); printf '\(text)\\r\\n\\r\\n' >&3; timeout 45 cat <&3", in: folder)
        }
        // Neither 100 nor a byte of the body came before the answer.
        #expect(outcome.status == 0 && outcome.output.hasPrefix("HTTP/1.1 415 "), "\(outcome)")
        #expect(try body(outcome)["code"] == "unsupported-content-coding")
        #expect(outcome.output.contains("Accept-Encoding: identity\r\n") && outcome.output.lowercased().contains("connection: close"))
        #expect(events.all.filter { $0.kind == .answered }.map(\.template) == [nil])
    }

    @Test func `identity is no coding, and a listener that keeps evidence gets compressed bytes as they came`() async throws {
        let identity = try await curl("-H 'Content-Encoding: Identity' -d hello @/echo")
        #expect(identity.output.hasPrefix("HTTP/1.1 200") && identity.output.hasSuffix("hello"), "\(identity)")
        var keeping = plain
        keeping.contentCodings = .kept
        let kept = try await curl("-H 'Content-Encoding: gzip' -d hello @/echo", keeping)
        #expect(kept.output.hasPrefix("HTTP/1.1 200") && kept.output.hasSuffix("hello"), "\(kept)")
    }

    @Test func `a body that does not come is 408 and the connection ends`() async throws {
        var hasty = plain
        hasty.requestTimeout = .milliseconds(200)
        let outcome = try await raw("POST /echo HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 10\\r\\n\\r\\nabc", hasty)
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("HTTP/1.1 408"), "\(outcome)")
    }

    @Test func `a handler that takes too long is cancelled and answered with 503`() async throws {
        var hasty = plain
        hasty.requestTimeout = .milliseconds(200)
        var routes = RouteTable()
        routes.on("GET", "/slow") { _ in
            try await Task.sleep(for: .seconds(60))
            return .text("late")
        }
        let outcome = try await curl("@/slow", hasty, routes)
        #expect(outcome.output.hasPrefix("HTTP/1.1 503"), "\(outcome)")
        #expect(outcome.output.lowercased().contains("retry-after: 5"))
        #expect(try body(outcome)["code"] == "timed-out")
    }

    @Test func `a connection on which nothing comes is closed`() async throws {
        var hasty = plain
        hasty.idleTimeout = .milliseconds(200)
        let outcome = try await raw("GET /echo/x HTTP/1.1\\r\\nHost", hasty)
        #expect(outcome.status == 0)
    }

    @Test(arguments: ["GET /echo/x HTTP/1.1\\r\\n\\r\\n", "GET /echo/x HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n"])
    func `a missing or repeated Host is 400`(_ text: String) async throws {
        let outcome = try await raw(text)
        #expect(outcome.output.hasPrefix("HTTP/1.1 400"), "\(outcome)")
        #expect(outcome.output.contains("malformed-host"))
    }

    @Test(arguments: [
        "GARBAGE\\r\\n\\r\\n",
        "POST /echo HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
        "POST /echo HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 3\\r\\nContent-Length: 4\\r\\n\\r\\nabc",
    ])
    func `what is not HTTP, or ambiguous, is never handled`(_ text: String) async throws {
        let events = EventBox()
        let outcome = try await withServer(plain, echoRoutes(), log: events.append) { [folder] port in
            try await Shell.run("exec 3<>/dev/tcp/127.0.0.1/\(port); printf '\(text)' >&3; timeout 5 cat <&3", in: folder)
        }
        #expect(!outcome.output.contains("200"), "\(outcome)")
        #expect(!events.all.contains { $0.status == 200 })
    }

    @Test func `fields larger than allowed end the connection`() async throws {
        let outcome = try await curl("-H \"X-Large: $(head -c 40000 /dev/zero | tr '\\0' a)\" @/echo/x")
        #expect(!outcome.output.contains(" 200 "), "\(outcome.output.prefix(200))")
    }

    @Test func `one connection carries many requests, also pipelined`() async throws {
        let one = "GET /echo/x HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n"
        let outcome = try await raw(one + one + "GET /echo/x HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n")
        #expect(outcome.output.components(separatedBy: "HTTP/1.1 200").count == 4, "\(outcome)")
    }

    @Test func `events tell route, status and caller, never the query`() async throws {
        let events = EventBox()
        _ = try await withServer(plain, echoRoutes(), log: events.append) { [folder] port in
            try await Shell.run("curl -sS 'http://127.0.0.1:\(port)/echo/x?access_token=SECRET'", in: folder)
        }
        let answered = try #require(events.all.first { $0.kind == .answered })
        #expect(answered.template == "/echo/{rest...}")
        #expect(answered.status == 200)
        #expect(answered.remoteAddress == "127.0.0.1")
        #expect(answered.elapsed.map { $0 < .seconds(5) } == true)
        #expect(!events.all.contains { "\($0)".contains("SECRET") })
        #expect(events.all.map(\.kind).first == .listening)
        #expect(events.all.map(\.kind).last == .stopped)
    }

    @Test func `an answer in flight is finished when the server stops`() async throws {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let (releases, release) = AsyncStream.makeStream(of: Void.self)
        var routes = RouteTable()
        routes.on("GET", "/wait") { _ in
            arrived.finish()
            for await _ in releases {}
            return Task.isCancelled ? .text("cut off") : .text("finished")
        }
        let server = try Server(plain, routes: routes)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let running = Task { try await server.run { port.yield($0) } }
        let number = try #require(await ports.first { _ in true })
        async let answer = Shell.run("curl -sS http://127.0.0.1:\(number)/wait", in: folder)
        for await _ in arrivals {}
        running.cancel()
        // The listener is closed before the answer is out: a second client cannot connect any more.
        let second = try await Shell.run(
            "for i in $(seq 200); do curl -s -m 1 -o /dev/null http://127.0.0.1:\(number)/x || exit 7; sleep 0.02; done", in: folder)
        #expect(second.status == 7)
        release.finish()
        let output = try await answer.output
        try await running.value
        #expect(output == "finished")
    }

    @Test func `no answer tells the name or version of server or library`() async throws {
        var small = plain
        small.maximumBodyBytes = 10
        let ends = "HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n"
        for text in [
            "GET /echo/x \(ends)\\r\\n", "HEAD /echo/x \(ends)\\r\\n", "GET /nowhere \(ends)\\r\\n", "DELETE /echo/x \(ends)\\r\\n",
            "CONNECT a:443 \(ends)\\r\\n", "OPTIONS * \(ends)\\r\\n", "TRACE /echo/x \(ends)\\r\\n", "GARBAGE\\r\\n\\r\\n",
            "POST /echo \(ends)Content-Length: 11\\r\\n\\r\\n",
            "POST /echo \(ends)Content-Encoding: gzip\\r\\nContent-Length: 1\\r\\n\\r\\na",
        ] {
            let answer = try await raw(text, small).output.lowercased()
            #expect(answer.hasPrefix("http/1.1 "), "\(text)")
            #expect(!answer.contains(/\n(server|via|x-powered-by|x-server|x-version|x-runtime)[ \t]*:/), "\(answer)")
            #expect(!answer.contains(/hummingbird|swift|\bnio|boringssl|libcurl|assay\/|linux/), "\(answer)")
        }
    }

    @Test func `more fields than allowed end the connection`() async throws {
        var narrow = plain
        narrow.maximumHeaderFields = 10
        let fields = { (count: Int) in (0..<count).map { "-H 'X-\($0): a'" }.joined(separator: " ") }
        #expect(try await curl("\(fields(5)) @/echo/x", narrow).output.hasPrefix("HTTP/1.1 200"))
        let refused = try await curl("\(fields(20)) @/echo/x", narrow)
        #expect(!refused.output.contains(" 200 "), "\(refused)")
    }

    @Test func `a port that is taken is an error`() async throws {
        try await withServer(plain, RouteTable()) { port in
            let second = try Server(ServerConfiguration(port: port, channel: .plainText), routes: RouteTable())
            await #expect(throws: (any Error).self) { try await second.run() }
        }
    }
}
