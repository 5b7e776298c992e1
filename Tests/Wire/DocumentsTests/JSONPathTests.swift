import Testing

@testable import Documents

@Suite struct JSONPathTests {
    @Test func `a match knows its path, its pointer and its place`() throws {
        let document = try json("{\"it's\": [\n  {\"n\": 1}, {\"n\": 2}]}")
        let match = try #require(try JSONPath(parsing: "$[\"it's\"][?@.n > 1]").matches(in: document).first)
        #expect(match.path == "$['it\\'s'][1]")
        #expect(match.pointer.description == "/it's/1")
        #expect(match.node.place == Place(offset: 23, line: 2, column: 13))
        #expect(try JSONPath(parsing: "$.a[0]").isSingular && !JSONPath(parsing: "$..a").isSingular)
    }

    @Test func `an error shows the column and what was expected`() {
        do {
            _ = try JSONPath(parsing: "$.é[?@.a = 1]")
            Issue.record("accepted")
        } catch {
            #expect(error.code == .path && error.place == Place(offset: 10, line: 1, column: 10))
            #expect(error.message == "expected `,` or `]` in the JSONPath `$.é[?@.a = 1]` (RFC 9535), got `=`")
        }
    }

    @Test(arguments: [
        "$" + String(repeating: "[?(", count: 5_000), "$[?" + String(repeating: "!(", count: 5_000),
        "$[?" + String(repeating: "length(", count: 5_000),
    ])
    func `hostile nesting is refused`(text: String) {
        #expect(throws: DocumentError(.path, "")) { try JSONPath(parsing: text) }
    }

    @Test func `descendants of a deep document are found`() throws {
        let deep = try json(String(repeating: "[", count: 256) + String(repeating: "]", count: 256))
        #expect(try JSONPath(parsing: "$..*").matches(in: deep).count == 255)
    }
}
