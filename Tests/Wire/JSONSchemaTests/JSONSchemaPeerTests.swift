import Documents
import Foundation
import TestSupport
import Testing

@testable import JSONSchema

/// The JSON Schema Test Suite, draft 2020-12, in place.
@Suite struct JSONSchemaPeerTests {
    /// Tests that are left out, each with its reason; the key is `file/group/test`.
    private static let exceptions: [String: String] = [
        "optional/cross-draft/refs to historic drafts are processed as historic drafts/first item not a string is valid":
            "schemas of other drafts are refused, not interpreted"
    ]

    @Test func `the suite agrees`() throws {
        guard let folder = PeerData.file("json-schema-test-suite/tests/draft2020-12") else {
            print("json-schema-test-suite: absent")
            return
        }
        let remotes = try Self.remotes()
        var passed = 0
        var skipped = 0
        var failures: [String] = []
        for file in try Self.files(in: folder) {
            let groups = try JSONReader.read([UInt8](Data(contentsOf: folder.appending(path: file + ".json"))))
            for group in groups.array ?? [] {
                let prefix = file + "/" + (group["description"]?.string ?? "")
                let compiled = Result { () throws in
                    try JSONSchema(group["schema"] ?? .null, resolving: remotes, assertsFormat: file.hasPrefix("optional/format/"))
                }
                for test in group["tests"]?.array ?? [] {
                    let name = prefix + "/" + (test["description"]?.string ?? "")
                    if let reason = Self.exceptions[name] {
                        skipped += 1
                        print("json-schema-test-suite: skipped \(name): \(reason)")
                        continue
                    }
                    if let failure = Self.failure(of: test, compiled) {
                        failures.append("\(name): \(failure)")
                    } else {
                        passed += 1
                    }
                }
            }
        }
        for failure in failures { Issue.record("\(failure)") }
        print("json-schema-test-suite: \(passed) passed, \(failures.count) failed, \(skipped) skipped")
        #expect(passed > 0)
    }

    private static func failure(of test: Node, _ compiled: Result<JSONSchema, any Error>) -> String? {
        do {
            let schema = try compiled.get()
            let data = test["data"] ?? .null
            let violations = schema.violations(of: data)
            guard schema.accepts(data) == violations.isEmpty else { return "verdict and violations differ" }
            let tape = JSONTape(data)
            guard schema.violations(of: tape) == schema.walkedViolations(of: tape) else { return "the quick way finds something else" }
            return violations.isEmpty == test["valid"]?.bool ? nil : "got \(violations.map(\.message))"
        } catch {
            return "refused: \(error)"
        }
    }

    /// The remotes by the address the suite serves them at.
    private static func remotes() throws -> [String: Node] {
        guard let folder = PeerData.file("json-schema-test-suite/remotes") else { return [:] }
        var remotes: [String: Node] = [:]
        for file in try files(in: folder) {
            remotes["http://localhost:1234/\(file).json"] = try JSONReader.read(
                [UInt8](Data(contentsOf: folder.appending(path: file + ".json"))))
        }
        return remotes
    }

    /// Paths below the folder without `.json`, sorted.
    private static func files(in folder: URL) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
            .sorted()
    }
}
