import Foundation
import TestSupport
import Testing

@testable import Documents

@Suite struct JSONPathTests {
    @Test func `the compliance suite of RFC 9535 agrees`() throws {
        guard let file = PeerData.file("jsonpath/cts.json") else {
            print("jsonpath: skipped, the suite is not on this machine")
            return
        }
        let suite = try JSONReader.read([UInt8](Data(contentsOf: file)))
        var passed = 0
        var failures: [String] = []
        for test in try #require(suite["tests"]?.array) {
            let name = test["name"]?.string ?? "?"
            if let failure = Self.failure(of: test) { failures.append("\(name): \(failure)") } else { passed += 1 }
        }
        for failure in failures { Issue.record("\(failure)") }
        print("jsonpath: \(passed) passed, \(failures.count) failed, 0 skipped")
        #expect(passed > 500)
    }

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

    /// What is wrong with the answer to one test of the suite, nil when nothing is.
    private static func failure(of test: Node) -> String? {
        let selector = test["selector"]?.string ?? ""
        let path: JSONPath
        do {
            path = try JSONPath(parsing: selector)
        } catch {
            return test["invalid_selector"]?.bool == true ? nil : "`\(selector)` was refused: \(error)"
        }
        guard test["invalid_selector"]?.bool != true else { return "`\(selector)` was accepted" }
        let matches = path.matches(in: test["document"] ?? .null)
        let nodes = Node.array(matches.map(\.node))
        let paths = Node.array(matches.map { .string($0.path) })
        let allowedNodes = test["results"]?.array ?? [test["result"] ?? .null]
        let allowedPaths = test["results_paths"]?.array ?? [test["result_paths"] ?? .null]
        guard allowedNodes.contains(nodes) else { return "`\(selector)` selected \(String(decoding: nodes.compactBytes(), as: UTF8.self))" }
        guard allowedPaths.contains(paths) else { return "`\(selector)` located \(String(decoding: paths.compactBytes(), as: UTF8.self))" }
        guard matches.allSatisfy({ $0.pointer.node(in: test["document"] ?? .null) == $0.node }) else {
            return "`\(selector)`: a pointer leads elsewhere"
        }
        return nil
    }
}
