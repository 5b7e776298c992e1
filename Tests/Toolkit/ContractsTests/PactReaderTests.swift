import Documents
import Foundation
import Results
import TestSupport
import Testing

@testable import Contracts

@Suite struct PactReaderTests {
    private func read(_ text: String) -> (contract: Contract?, findings: [Finding]) { PactReader.read(Array(text.utf8), file: "a/x.json") }

    private func pact(request: String = #""method":"GET","path":"/a""#, response: String = #""status":200"#) -> String {
        #"{"consumer":{"name":"c"},"provider":{"name":"p"},"interactions":[{"description":"a call","#
            + #""providerStates":[{"name":"s","params":{"n":1}}],"request":{\#(request)},"response":{\#(response)}}]}"#
    }

    @Test func `an interaction becomes one of a contract`() throws {
        let (contract, findings) = read(pact(request: #""method":"post","path":"/a","query":{"q":["1","2"]},"body":{"x":1}"#))
        #expect(findings.isEmpty)
        let interaction = try #require(contract?.interactions.first)
        #expect(interaction.fullID == "pact.x/1-a-call" && interaction.effects == .synthetic)
        #expect(interaction.given == [Interaction.ProviderState(name: "s", parameters: ["n": 1])])
        #expect(interaction.request?.method == "POST" && interaction.request?.query.map(\.value) == ["1", "2"])
        #expect(interaction.response?.statuses == [StatusSet(200)] && interaction.response?.pact?.status == 200)
    }

    @Test func `the query of old files is decoded`() throws {
        let contract = try #require(read(pact(request: #""method":"GET","path":"/a","query":"q=p%20x&q=p2&r=a+b""#)).contract)
        #expect(contract.interactions[0].request?.query.map(\.value) == ["p x", "p2", "a b"])
    }

    @Test func `rules of V2 and V3 mean the same`() throws {
        let v2 =
            #""status":200,"body":{"a":1},"matchingRules":{"$.body.a":{"match":"type"},"$.headers.X":{"match":"regex","regex":"\\d+"}}"#
        let v3 =
            #""status":200,"body":{"a":1},"matchingRules":{"body":{"$.a":{"matchers":[{"match":"type"}]}},"header":{"X":{"matchers":[{"match":"regex","regex":"\\d+"}]}}}"#
        let old = try #require(read(pact(response: v2)).contract?.interactions[0].response?.pact)
        let new = try #require(read(pact(response: v3)).contract?.interactions[0].response?.pact)
        #expect(old.bodyRules == new.bodyRules && old.fieldRules == new.fieldRules)
        #expect(old.bodyRules.first?.tokens == [.member("a")])
    }

    @Test(arguments: [
        ("", "contract.syntax"), ("{", "contract.syntax"), ("[]", "pact.not-a-pact"), ("{}", "pact.not-a-pact"),
        (#"{"consumer":{},"interactions":[]}"#, "pact.empty"), (#"{"consumer":{},"messages":[{}]}"#, "pact.messages"),
        (#"{"consumer":{},"interactions":[{"type":"Asynchronous/Messages"}]}"#, "pact.unsupported-interaction"),
        (#"{"consumer":{},"interactions":[{"request":{}}]}"#, "pact.incomplete"),
        (#"{"consumer":{},"consumer":{}}"#, "contract.syntax"), (String(repeating: "[", count: 10_000), "contract.syntax"),
    ])
    func `what is no Pact is refused with its reason`(text: String, code: String) {
        let (contract, findings) = read(text)
        #expect(contract == nil && findings.map(\.code) == [code])
    }

    @Test(arguments: [
        #"{"$.a":{"matchers":[{"match":"arrayContains"}]}}"#, #"{"$.a":{"matchers":[{"match":"regex","regex":"("}]}}"#,
        #"{"$a b":{"matchers":[{"match":"type"}]}}"#, #"{"$.a":{"matchers":[{"match":"date","format":"QQQ"}]}}"#,
    ])
    func `a rule that cannot be judged refuses its interaction`(rules: String) {
        let (contract, findings) = read(pact(response: #""status":200,"body":{},"matchingRules":{"body":\#(rules)}"#))
        #expect(contract == nil && findings.map(\.code) == ["pact.unsupported-rule"])
    }

    @Test(arguments: [
        ("$", []), ("$.a['b.c'][0]", [PactMessage.Rule.Token.member("a"), .member("b.c"), .element(0)]), ("$[*].*", [.any, .any]),
        ("$[\"x\"]", [.member("x")]),
    ])
    func `paths are read in each spelling`(text: String, tokens: [PactMessage.Rule.Token]) { #expect(PactPath.tokens(text) == tokens) }

    @Test(arguments: ["", "a", "$.", "$[", "$['a'", "$[x]", "$ a"])
    func `paths that are none are refused`(text: String) { #expect(PactPath.tokens(text) == nil) }

    @Test func `Java's date formats become expressions`() throws {
        let expression = try RegularExpression(ecmaScript: try #require(JavaDatePattern.regex(for: "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")))
        #expect(expression.matchesWhole(of: "2019-12-23T15:24:07.061Z"))
        #expect(!expression.matchesWhole(of: "2019-13-23T15:24:07.061Z"))
    }

    @Test func `every published Pact loads or says why not`() throws {
        guard let folder = PeerData.file("pacts") else {
            print("pacts: absent")
            return
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }.sorted()
        var loaded = 0
        var refused = 0
        for name in names {
            let (contract, findings) = PactReader.read([UInt8](try Data(contentsOf: folder.appending(path: name))), file: name)
            if contract != nil { loaded += 1 } else { refused += 1 }
            #expect(contract != nil || !findings.isEmpty, "\(name) is neither loaded nor refused")
            for finding in findings { print("pacts: \(name): \(finding.code): \(finding.message)") }
        }
        print("pacts: \(loaded) loaded, \(refused) refused")
        #expect(loaded >= 30)
    }
}
