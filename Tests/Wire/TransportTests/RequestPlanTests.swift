import HTTPTypes
import Testing

@testable import Transport

@Suite struct RequestPlanTests {
    @Test(arguments: [
        ("https://a.example/x", "a.example:443"), ("HTTP://a.example?x", "a.example:80"), ("https://[::1]:8443/", "[::1]:8443"),
        ("https://[::1]", "[::1]:443"),
    ])
    func `the origin of a URL is host and port`(url: String, origin: String) throws {
        #expect(try RequestPlan(OutgoingRequest(url: url)).origin == origin)
    }

    @Test(arguments: [
        "ftp://a.example/", "file:///etc/passwd", "/x", "https://user:secret@a.example/", "https:///x", "https://:1/",
        "https://a.example/a b",
        "https://a.example/\r\nX: y", "https://ä.example/", "",
    ])
    func `a URL that is not plain http is refused without repeating it`(url: String) {
        do throws(TransportError) {
            _ = try RequestPlan(OutgoingRequest(url: url))
            Issue.record("accepted")
        } catch {
            #expect(error.code == .unsupported && !error.message.contains("secret"))
        }
    }

    @Test(arguments: ["", "GET /", "G\r\nET", "GÉT"]) func `a method that is not a token is refused`(method: String) {
        #expect(throws: TransportError(.unsupported, "")) { try RequestPlan(OutgoingRequest(method: method, url: "http://a/")) }
    }

    @Test func `framing fields cannot be given another value`() {
        for fields: HTTPFields in [[.contentLength: "1"], [.transferEncoding: "chunked"], [.connection: "close"]] {
            #expect(throws: TransportError(.unsupported, "")) { try RequestPlan(OutgoingRequest(url: "http://a/", fields: fields)) }
        }
    }

    @Test(arguments: ["localhost", "abc.de", "1.2.3", "1.2.3.4:80", "", "127.0.0.1\r\n"]) func `an address is a literal`(address: String) {
        #expect(throws: TransportError(.unsupported, "")) {
            try RequestPlan(OutgoingRequest(url: "http://a/", pinnedAddress: address))
        }
        #expect(throws: TransportError(.unsupported, "")) {
            try RequestPlan(OutgoingRequest(url: "http://a/", localAddress: address))
        }
    }

    @Test func `an IPv6 address is put in brackets`() throws {
        #expect(try RequestPlan(OutgoingRequest(url: "http://a/", pinnedAddress: "::1")).destination == "[::1]")
    }

    @Test func `a timeout is at least a millisecond and at most what libcurl counts`() throws {
        #expect(try RequestPlan(OutgoingRequest(url: "http://a/", timeout: .nanoseconds(1))).timeoutMilliseconds == 1)
        #expect(try RequestPlan(OutgoingRequest(url: "http://a/", timeout: .milliseconds(1500))).timeoutMilliseconds == 1500)
        #expect(try RequestPlan(OutgoingRequest(url: "http://a/", timeout: .seconds(Int64.max))).timeoutMilliseconds == Int(Int32.max))
        #expect(throws: TransportError(.unsupported, "")) { try RequestPlan(OutgoingRequest(url: "http://a/", timeout: .zero)) }
    }
}
