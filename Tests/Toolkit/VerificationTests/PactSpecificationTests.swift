import Documents
import Foundation
import HTTPTypes
import Results
import TestSupport
import Testing

@testable import Contracts
@testable import Verification

/// The compatibility cases of the Pact specification V3, read in place.
@Suite struct PactSpecificationTests {
    private enum Outcome {
        case passed
        case failed(String)
        case skipped(String)
    }

    @Test func `the cases of the specification are decided as it says`() throws {
        guard let folder = PeerData.file("pact-specification/version-3/testcases") else {
            print("pact-spec-v3: absent")
            return
        }
        var passed = 0
        var failures: [String] = []
        var skips: [String: Int] = [:]
        for kind in ["request", "response"] {
            for topic in try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: kind).path).sorted() {
                let below = folder.appending(path: kind).appending(path: topic)
                for name in try FileManager.default.contentsOfDirectory(atPath: below.path).filter({ $0.hasSuffix(".json") }).sorted() {
                    let bytes = [UInt8](try Data(contentsOf: below.appending(path: name)))
                    switch outcome(bytes, isRequest: kind == "request") {
                    case .passed: passed += 1
                    case .failed(let why): failures.append("\(kind)/\(topic)/\(name): \(why)")
                    case .skipped(let why): skips[why, default: 0] += 1
                    }
                }
            }
        }
        print("pact-spec-v3: \(passed) passed, \(failures.count) failed, \(skips.values.reduce(0, +)) skipped")
        for (why, count) in skips.sorted(by: { $0.key < $1.key }) { print("pact-spec-v3: \(count) skipped: \(why)") }
        for failure in failures { Issue.record("\(failure)") }
        #expect(passed >= 70)
    }

    private func outcome(_ bytes: [UInt8], isRequest: Bool) -> Outcome {
        guard let document = try? JSONReader.read(bytes), let expected = document["expected"], let actual = document["actual"],
            let wanted = document["match"]?.bool
        else { return .skipped("the case is not JSON") }
        if [expected, actual].contains(where: { $0["body"]?.string?.hasPrefix("<?xml") == true }) {
            return .skipped("XML bodies are not compared")
        }
        var file = PactFile(text: SourceText(file: "case", bytes: []))
        let message = file.message(expected, isRequest: isRequest)
        if let finding = file.findings.first { return .skipped(finding.message) }
        let mismatches = Self.mismatches(message, actual, isRequest: isRequest)
        if mismatches.isEmpty == wanted { return .passed }
        return .failed(
            wanted ? mismatches.map { "\($0.path): expected \($0.expected), got \($0.actual)" }.joined(separator: "; ") : "accepted")
    }

    private static func mismatches(_ message: PactMessage, _ actual: Node, isRequest: Bool) -> [PactComparison.Mismatch] {
        var fields = HTTPFields()
        for member in actual["headers"]?.members ?? [] {
            if let name = HTTPField.Name(member.key), let value = member.value.string { fields[name] = value }
        }
        let judged = JudgedMessage(isRequest ? .request : .answer, fields: fields, body: body(actual))
        if isRequest {
            var query: [String: [String]] = [:]
            for member in actual["query"]?.members ?? [] { query[member.key] = (member.value.array ?? [member.value]).compactMap(\.string) }
            return PactRequests(message: message).mismatches(
                method: actual["method"]?.string ?? "", path: actual["path"]?.string ?? "", query: query, judged)
        }
        return PactFields(message).mismatches(judged.field) + PactBodies(message, side: .response).mismatches(judged)
    }

    private static func body(_ actual: Node) -> [UInt8] {
        guard let body = actual["body"], !body.isNull else { return [] }
        return body.string.map { Array($0.utf8) } ?? body.compactBytes()
    }
}

@Suite struct PactChecksTests {
    private func codes(_ response: String, _ exchange: Exchange) throws -> [String] {
        let text =
            #"{"consumer":{"name":"c"},"provider":{"name":"p"},"interactions":[{"description":"d","request":{"method":"GET","path":"/a"},"response":\#(response)}]}"#
        let result = PactReader.read(Array(text.utf8), file: "x.json")
        #expect(result.findings.isEmpty)
        return try Bench.records(ContractLibrary(contracts: result.contract.map { [$0] } ?? []), exchange).codes
    }

    @Test func `an answer is judged by example and rules`() throws {
        let response =
            #"{"status":200,"headers":{"X-A":"1, 2"},"body":{"n":1,"s":"x"},"matchingRules":{"body":{"$.n":{"matchers":[{"match":"type"}]}}}}"#
        let fields: HTTPFields = [try Bench.name("X-A"): "1,2"]
        #expect(try codes(response, Bench.json(#"{"n":5,"s":"x","more":true}"#, fields: fields)).isEmpty)
        #expect(try codes(response, Bench.json(#"{"n":"5","s":"x"}"#, fields: fields)) == ["body.match"])
        #expect(try codes(response, Bench.json(#"{"n":5,"s":"y"}"#)) == ["headers.mismatch", "body.match"])
        #expect(try codes(response, Bench.json(#"{"n":5}"#, status: 404)) == ["status.unexpected"])
        #expect(try codes(response, Bench.json("[", fields: fields)) == ["body.match"])
    }

    @Test func `an array under a type rule may have more elements, each like the example`() throws {
        let response = #"{"status":200,"body":{"l":[{"a":1}]},"matchingRules":{"body":{"$.l":{"matchers":[{"match":"type","min":1}]}}}}"#
        #expect(try codes(response, Bench.json(#"{"l":[{"a":2},{"a":3}]}"#)).isEmpty)
        #expect(try codes(response, Bench.json(#"{"l":[]}"#)) == ["body.match"])
        #expect(try codes(response, Bench.json(#"{"l":[{"a":2},{"a":"x"}]}"#)) == ["body.match"])
    }
}
