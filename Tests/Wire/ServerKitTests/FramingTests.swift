import Foundation
import HTTPTypes
import ServerKit
import Synchronization
import TestSupport
import Testing

/// Bytes over a raw socket, with a second request behind or within the first: what one server takes for a body, another must not take for a
/// request.
@Suite struct FramingTests {
    private static let hidden = "GET /smuggled HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n"
    private static let post = "POST /first HTTP/1.1\\r\\nHost: a\\r\\n"
    private static let chunked = post + "Transfer-Encoding: chunked\\r\\n\\r\\n"

    /// What came back until the connection ended, and the paths of the requests that reached a handler.
    private struct Course {
        let output: String
        let hasEnded: Bool
        let handled: [String]

        /// How many answers came.
        var answers: Int { output.components(separatedBy: "HTTP/1.1 ").count - 1 }
    }

    /// Sends what `printf` makes of a text: `\\r`, `\\n`, `\\t`, `\\0` and `\\xNN` are bytes.
    private func course(
        of text: String, _ configuration: ServerConfiguration = ServerConfiguration(channel: .plainText)
    ) async throws -> Course {
        let handled = Mutex<[String]>([])
        var routes = RouteTable()
        routes.on("POST", "/first") { request in
            handled.withLock { $0.append(request.path) }
            return .bytes(request.body, mediaType: "application/octet-stream")
        }
        for path in ["/first", "/smuggled"] {
            routes.on("GET", path) { request in
                handled.withLock { $0.append(request.path) }
                return .text("seen")
            }
        }
        let outcome = try await withServer(configuration, routes) { port in
            try await Shell.run(
                "exec 3<>/dev/tcp/127.0.0.1/\(port); printf '\(text)' >&3; timeout 45 cat <&3", in: FileManager.default.temporaryDirectory)
        }
        // 124 is how `timeout` ends when the server kept the connection open.
        return Course(output: outcome.output, hasEnded: outcome.status != 124, handled: handled.withLock { $0 })
    }

    private func expectRefusal(_ text: String, _ status: Int = 400, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let course = try await course(of: text)
        #expect(course.output.hasPrefix("HTTP/1.1 \(status) "), "\(course)", sourceLocation: sourceLocation)
        #expect(course.answers == 1 && course.hasEnded && course.handled == [], "\(course)", sourceLocation: sourceLocation)
        #expect(course.output.lowercased().contains("connection: close"), "\(course)", sourceLocation: sourceLocation)
    }

    @Test func `a second request behind a good one is answered, so that what follows shows something`() async throws {
        let course = try await course(
            of: Self.chunked + "1\\r\\na\\r\\n0\\r\\n\\r\\nGET /smuggled HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n")
        #expect(course.handled == ["/first", "/smuggled"] && course.answers == 2 && course.hasEnded, "\(course)")
    }

    @Test(arguments: [
        "Content-Length: 5\\r\\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\\r\\nContent-Length: 5",
        "Content-Length: 3\\r\\nContent-Length: 5", "Content-Length: 5\\r\\nContent-Length: 5", "Content-Length: 5, 5",
        "Content-Length: +5",
        "Content-Length: -5", "Content-Length: 0x5", "Content-Length: 5 5", "Content-Length: ", "Content-Length: 18446744073709551621",
    ])
    func `two lengths, or one that is no number, are refused`(_ fields: String) async throws {
        try await expectRefusal(Self.post + fields + "\\r\\n\\r\\n0\\r\\n\\r\\n" + Self.hidden)
    }

    @Test(arguments: [
        "Transfer-Encoding: xchunked", "Transfer-Encoding: identity", "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity, chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: ,chunked", "Transfer-Encoding: chunked,", "Transfer-Encoding: chunked;q=1", "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: \\x0bchunked", "Transfer-Encoding: ", "Transfer-Encoding: chunked\\r\\nTransfer-Encoding: identity",
        "Transfer-Encoding: identity\\r\\nTransfer-Encoding: chunked", "Transfer-Encoding:\\r\\n chunked", "Transfer-Encoding : chunked",
        "Transfer-Encoding\\t: chunked", " Transfer-Encoding: chunked",
    ])
    func `a veiled Transfer-Encoding is refused`(_ field: String) async throws {
        try await expectRefusal(Self.post + field + "\\r\\n\\r\\n0\\r\\n\\r\\n" + Self.hidden)
    }

    @Test(arguments: ["CHUNKED", "Chunked", "  chunked", "\\tchunked"])
    func `what the standard allows for chunked is chunked, and a request within a chunk is body`(_ value: String) async throws {
        let body = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
        let course = try await course(
            of: Self.post + "Connection: close\\r\\nTransfer-Encoding:\(value)\\r\\n\\r\\n" + String(body.utf8.count, radix: 16) + "\\r\\n"
                + Self.hidden + "\\r\\n0\\r\\n\\r\\n")
        #expect(course.output.hasPrefix("HTTP/1.1 200 ") && course.output.hasSuffix(body), "\(course)")
        #expect(course.handled == ["/first"] && course.hasEnded, "\(course)")
    }

    @Test(arguments: [
        "POST /first HTTP/1.1\\r\\nHost: a\\r\\nTransfer_Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
        "POST /first HTTP/1.0\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
    ])
    func `what others may take for chunks lets nothing behind it in`(_ text: String) async throws {
        let course = try await course(of: text + Self.hidden)
        #expect(!course.handled.contains("/smuggled") && course.hasEnded, "\(course)")
    }

    @Test(arguments: [
        "GET /first HTTP/1.1\\nHost: a\\n\\n", "GET /first HTTP/1.1\\nHost: a\\r\\n\\r\\n",
        "GET /first HTTP/1.1\\r\\nHost: a\\nX-A: b\\r\\n\\r\\n",
        "GET /first HTTP/1.1\\r\\nHost: a\\r\\n\\n", "GET /first HTTP/1.1\\rHost: a\\r\\n\\r\\n",
        "GET /first HTTP/1.1\\r\\nHost: a\\r\\nX-A: b\\rX-C: d\\r\\n\\r\\n", "GET /first HTTP/1.1\\r\\nHost: a\\r\\n\\r",
        "GET /first HTTP/1.1\\r\\nHost: a\\r\\nX-A: b\\r\\n c\\r\\n\\r\\n",
        "GET /first HTTP/1.1\\r\\nHost: a\\r\\nX-A: b\\r\\n\\tc\\r\\n\\r\\n",
        "GET /first HTTP/1.1\\r\\n X-A: b\\r\\nHost: a\\r\\n\\r\\n", "GET /first HTTP/1.1\\r\\nHost: a\\r\\nX-A : b\\r\\n\\r\\n",
        "GET /first HTTP/1.1\\r\\nHost: a\\r\\nX-A: b\\0c\\r\\n\\r\\n", "GET /first HTTP/1.1\\r\\nHost: a\\r\\nX\\0A: b\\r\\n\\r\\n",
        "GET /first HTTP/1.1\\r\\nHost: a\\r\\nX-A: b\\x01c\\r\\n\\r\\n", "GET /first HTTP/1.1\\r\\nHost: a\\r\\n: b\\r\\n\\r\\n",
        "GET /first HTTP/1.1\\r\\nHost: a\\r\\nX-A\\r\\n\\r\\n", "GET /first\\r\\n\\r\\n",
    ])
    func `bare line ends, folded lines, spaces before a colon and NUL are refused`(_ text: String) async throws {
        try await expectRefusal(text + Self.hidden)
    }

    @Test(arguments: [
        "FFFFFFFFFFFFFFFFF\\r\\na", "-1\\r\\na", "+1\\r\\na", "0x1\\r\\na", "1 \\r\\na", " 1\\r\\na", "\\r\\na", "g\\r\\na", "1\\na",
        "1\\r\\nab",
        "1;a\\nb\\r\\na", "1\\r\\na\\n0",
    ])
    func `a chunk whose size is no size, or not its own, is refused`(_ chunk: String) async throws {
        try await expectRefusal(Self.chunked + chunk + "\\r\\n0\\r\\n\\r\\n" + Self.hidden)
    }

    @Test(arguments: ["0\\r\\nContent-Length: 50\\r\\n\\r\\n", "0\\r\\nX-A: b\\n\\r\\n", "0\\n\\n"])
    func `what follows the last chunk frames nothing`(_ end: String) async throws {
        try await expectRefusal(Self.chunked + "1\\r\\na\\r\\n" + end + Self.hidden)
    }

    @Test func `the largest size of a chunk is larger than allowed`() async throws {
        var small = ServerConfiguration(channel: .plainText)
        small.maximumBodyBytes = 10
        let course = try await course(of: Self.chunked + "FFFFFFFFFFFFFFFF\\r\\n" + Self.hidden, small)
        #expect(course.output.hasPrefix("HTTP/1.1 413 ") && course.answers == 1, "\(course)")
        #expect(course.handled == [] && course.hasEnded, "\(course)")
    }

    @Test func `nothing is read behind the offer of another protocol`() async throws {
        let course = try await course(
            of: "GET /first HTTP/1.1\\r\\nHost: a\\r\\nConnection: Upgrade\\r\\nUpgrade: h2c\\r\\n\\r\\n" + Self.hidden)
        #expect(course.output.hasPrefix("HTTP/1.1 200 ") && course.answers == 1, "\(course)")
        #expect(course.output.contains("Connection: close\r\n") && course.handled == ["/first"] && course.hasEnded, "\(course)")
    }

    @Test(arguments: ["TRACE", "PROPFIND", "DELETE"])
    func `a method that no route has is 405 with those that are allowed`(_ method: String) async throws {
        let course = try await course(of: "\(method) /first HTTP/1.1\\r\\nHost: a\\r\\nX-Canary: canary\\r\\nConnection: close\\r\\n\\r\\n")
        #expect(course.output.hasPrefix("HTTP/1.1 405 ") && course.output.contains("Allow: GET, HEAD, POST\r\n"), "\(course)")
        #expect(course.handled == [] && !course.output.contains("canary"), "\(course)")
    }

    @Test(arguments: ["a:443", "/first"])
    func `CONNECT is 501 and ends the connection`(_ target: String) async throws {
        try await expectRefusal("CONNECT \(target) HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n" + Self.hidden, 501)
    }

    @Test(arguments: ["BREW", "GETX", "get", "G@T"])
    func `an invented method is 400 and ends the connection`(_ method: String) async throws {
        try await expectRefusal("\(method) /first HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n" + Self.hidden)
    }
}
