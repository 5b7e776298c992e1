import Documents
import HTTPTypes
import ServerKit
import Synchronization
import Testing

@Suite struct RouteTableTests {
    private func request(_ method: String, _ target: String) -> ServerRequest {
        ServerRequest(
            id: "00000000-0000-4000-8000-000000000001", method: method, path: "", target: target, remoteAddress: "127.0.0.1",
            receivedAt: Timestamp(milliseconds: 0), authority: "localhost")
    }

    private func table() -> RouteTable {
        var routes = RouteTable()
        routes.on("GET", "/reports/{period}") { .text("list \($0.parameters["period"] ?? "")") }
        routes.on("GET", "/reports/today") { _ in .text("today") }
        routes.on("PUT", "/reports/{period}") { _ in .text("put") }
        routes.on("GET", "/tile/{path...}") { .text($0.parameters["path"] ?? "") }
        routes.on("DELETE", "/tile/{path...}") { _ in throw Problem(status: 409, code: "worm", title: "T", detail: "D", pointer: "/a") }
        routes.on("POST", "/broken") { _ in throw Broken(secret: "hunter2") }
        return routes
    }

    private struct Broken: Error { let secret: String }

    private func code(_ response: ServerResponse) throws -> String? { try JSONReader.read(response.body)["code"]?.string }

    @Test func `the most exact template answers`() async {
        #expect(await table().response(to: request("GET", "/reports/today")).body == Array("today".utf8))
        #expect(await table().response(to: request("GET", "/reports/2026-10")).body == Array("list 2026-10".utf8))
    }

    @Test func `a method that only the looser template has is found there`() async {
        #expect(await table().response(to: request("PUT", "/reports/today")).body == Array("put".utf8))
    }

    @Test func `parameters are decoded once and the path is not`() async {
        let seen = Mutex<ServerRequest?>(nil)
        var routes = RouteTable()
        routes.on("GET", "/x/{id}") { request in
            seen.withLock { $0 = request }
            return .text("")
        }
        _ = await routes.response(to: request("GET", "/x/a%2Fb%2525?q=1%20%2B+2&q=&r"))
        let got = seen.withLock { $0 }
        #expect(got?.parameters == ["id": "a/b%25"])
        #expect(got?.path == "/x/a%2Fb%2525")
        #expect(got?.target == "/x/a%2Fb%2525?q=1%20%2B+2&q=&r")
        #expect(got?.query.map(\.name) == ["q", "q", "r"])
        #expect(got?.query.map(\.value) == ["1 ++2", "", ""])
        #expect(got?.template == "/x/{id}")
    }

    @Test func `an unknown path is 404 with its code`() async throws {
        let response = await table().response(to: request("GET", "/nowhere"))
        #expect(response.status == 404)
        #expect(try code(response) == "not-found")
        #expect(response.fields[.contentType] == "application/problem+json")
    }

    @Test func `another method is 405 and Allow names them all`() async throws {
        let response = await table().response(to: request("POST", "/reports/today"))
        #expect(response.status == 405)
        #expect(response.fields[.allow] == "GET, HEAD, PUT")
        #expect(try code(response) == "method-not-allowed")
    }

    @Test func `HEAD is answered by GET`() async {
        #expect(await table().response(to: request("HEAD", "/reports/today")).status == 200)
        #expect(await table().response(to: request("HEAD", "/broken")).status == 405)
    }

    @Test func `methods are case-sensitive`() async {
        #expect(await table().response(to: request("get", "/reports/today")).status == 405)
    }

    @Test(arguments: ["/a%", "/a%2", "/a%zz", "/a%ff", "/a%00", "/a?b=%", "/a?=1", "/a?x&&y", "relative", "", "*", "/a#b", "/a b", "/ä"])
    func `a malformed target is 400`(_ target: String) async throws {
        let response = await table().response(to: request("GET", target))
        #expect(response.status == 400)
        #expect(try code(response) == "malformed-target")
    }

    @Test func `an enormous target is 400`() async {
        let target = "/" + String(repeating: "a", count: RequestTarget.maximumBytes)
        #expect(await table().response(to: request("GET", target)).status == 400)
    }

    @Test(arguments: ["/tile/../secret", "/tile/%2e%2e/secret", "/tile/a%2fb", "/tile/", "/tile//x", "/reports/"])
    func `a path that leads elsewhere is 404`(_ target: String) async {
        #expect(await table().response(to: request("GET", target)).status == 404)
    }

    @Test func `a problem keeps status, code, pointer and names the request`() async throws {
        let response = await table().response(to: request("DELETE", "/tile/0"))
        let body = try JSONReader.read(response.body)
        #expect(response.status == 409)
        #expect(body["type"] == "urn:assay:problem:worm")
        #expect(body["status"] == 409)
        #expect(body["pointer"] == "/a")
        #expect(body["instance"] == "urn:uuid:00000000-0000-4000-8000-000000000001")
    }

    @Test func `an unexpected error is 500 without its text, and is reported`() async throws {
        let reported = Mutex<[String]>([])
        var routes = table()
        routes.onUnexpectedError = { _, error in reported.withLock { $0.append("\(error)") } }
        let response = await routes.response(to: request("POST", "/broken"))
        #expect(response.status == 500)
        #expect(try code(response) == "internal")
        #expect(!String(decoding: response.body, as: UTF8.self).contains("hunter2"))
        #expect(reported.withLock { $0.count } == 1)
    }

    @Test(arguments: ["/reports/today", "/nowhere", "/a%"])
    func `every answer has an id, is not stored and not guessed`(_ target: String) async {
        let response = await table().response(to: request("GET", target))
        #expect(response.fields[.requestID] == "00000000-0000-4000-8000-000000000001")
        #expect(response.fields[.cacheControl] == "no-store")
        #expect(response.fields[.xContentTypeOptions] == "nosniff")
    }

    @Test func `what stands around sees refusals, the route and runs outside in`() async {
        let steps = Mutex<[String]>([])
        var routes = table()
        for name in ["outer", "inner"] {
            routes.around.append { request, next in
                steps.withLock { $0.append("\(name) \(request.template ?? "-")") }
                var response = await next(request)
                steps.withLock { $0.append("\(name) \(response.status)") }
                response.fields[.server] = (response.fields[.server] ?? "") + name
                return response
            }
        }
        let response = await routes.response(to: request("GET", "/nowhere"))
        #expect(steps.withLock { $0 } == ["outer -", "inner -", "inner 404", "outer 404"])
        #expect(response.fields[.server] == "innerouter")
        _ = await routes.response(to: request("GET", "/reports/1"))
        #expect(steps.withLock { $0 }.contains("inner /reports/{period}"))
    }

    @Test func `an error of what stands around becomes an answer that the outer one sees`() async throws {
        let seen = Mutex(0)
        var routes = table()
        routes.around.append { request, next in
            let response = await next(request)
            seen.withLock { $0 = response.status }
            return response
        }
        routes.around.append { _, _ in throw Problem(status: 429, code: "rate", title: "T", detail: "D") }
        let response = await routes.response(to: request("GET", "/reports/today"))
        #expect(response.status == 429)
        #expect(seen.withLock { $0 } == 429)
    }

    @Test func `templates lists what was added`() {
        #expect(table().templates.map { "\($0.method) \($0.template)" }.contains("PUT /reports/{period}"))
        #expect(table().templates.count == 6)
    }

    @Test func `a query value may be asked for once, and unknown names refused`() throws {
        var request = request("GET", "/")
        request.query = [("a", "1"), ("b", "2"), ("b", "3")]
        #expect(try request.queryValue("a") == "1")
        #expect(try request.queryValue("c") == nil)
        #expect(throws: Problem.self) { try request.queryValue("b") }
        #expect(throws: Problem.self) { try request.allowQuery(["a"]) }
        try request.allowQuery(["a", "b"])
    }
}
