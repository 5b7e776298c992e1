import Documents
import Foundation
import TestSupport
import Testing

/// The compliance test suite of RFC 9535, in place.
@Suite struct JSONPathPeerTests {
    @Test func `the compliance suite of RFC 9535 agrees`() throws {
        guard let file = PeerData.file("jsonpath/cts.json") else {
            print("jsonpath: absent")
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
        #expect(passed > 0)
    }

    /// What is wrong with the answer to one test, nil when nothing is.
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
