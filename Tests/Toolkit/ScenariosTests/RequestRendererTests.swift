import Contracts
import Documents
import HTTPTypes
import Results
import Testing
import Transport

@testable import Scenarios

@Suite struct RequestRendererTests {
    private let source = SourceLocation(file: "test")

    private func url(_ path: String, query: [(String, String)] = [], base: String = "https://subject.test/sandbox") throws -> String {
        let template = RequestTemplate(
            method: "GET", path: path,
            query: query.map { RequestTemplate.Field(name: $0.0, value: $0.1, source: source) }, source: source)
        return try RequestRenderer(baseURL: base).request(template, values: ["day": "2026-10-15", "odd": "a b&c/ü"]).url
    }

    @Test func `paths lie below the base, and an address that the subject gave is taken as it is`() throws {
        #expect(try url("/reports/{{ day }}") == "https://subject.test/sandbox/reports/2026-10-15")
        #expect(try url("/sandbox/requests/1") == "https://subject.test/sandbox/requests/1")
        #expect(try url("/sandboxes/1") == "https://subject.test/sandbox/sandboxes/1")
        #expect(try url("https://other.test/x") == "https://other.test/x")
        #expect(try url("/x", base: "https://subject.test") == "https://subject.test/x")
    }

    @Test func `what a target may not hold is encoded, what is encoded stays`() throws {
        #expect(try url("/a/%22b/{{ odd }}") == "https://subject.test/sandbox/a/%22b/a%20b&c/%C3%BC")
        #expect(try url("/a", query: [("q", "{{ odd }}")]) == "https://subject.test/sandbox/a?q=a%20b%26c%2F%C3%BC")
        #expect(try url("/a?x=1", query: [("y", "2"), ("y", "3")]) == "https://subject.test/sandbox/a?x=1&y=2&y=3")
    }

    @Test func `a form is encoded field by field, and a name may come twice`() throws {
        let fields = [("scope", "a {{ odd }}"), ("grant_type", "x"), ("grant_type", "y")].map {
            RequestTemplate.Field(name: $0.0, value: $0.1, source: source)
        }
        let template = RequestTemplate(
            method: "POST", path: "/token",
            body: RequestTemplate.Body(content: .form(fields), mediaType: "application/x-www-form-urlencoded", source: source),
            source: source)
        let request = try RequestRenderer(baseURL: "https://s.test").request(template, values: ["odd": "b&c=d"])
        #expect(String(decoding: request.body, as: UTF8.self) == "scope=a%20b%26c%3Dd&grant_type=x&grant_type=y")
        #expect(request.fields[.contentType] == "application/x-www-form-urlencoded")
    }

    @Test func `a body keeps the types of its variables`() throws {
        let template = RequestTemplate(
            method: "PUT", path: "/x",
            body: RequestTemplate.Body(
                content: .document(["n": "{{ number }}", "t": "no {{ number }}"]), mediaType: "application/json", source: source),
            source: source)
        let request = try RequestRenderer(baseURL: "https://s.test").request(template, values: ["number": 7])
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"n":7,"t":"no 7"}"#)
        #expect(request.fields[.contentType] == "application/json")
    }

    @Test func `a variable without a value is named`() {
        #expect(throws: RunError(.variableUnknown, "", remedy: "")) { try url("/{{ daz }}") }
        do { _ = try url("/{{ dayy }}") } catch { #expect("\(error)".contains("`day`")) }
    }
}
