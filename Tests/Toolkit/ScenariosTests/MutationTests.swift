import Contracts
import Documents
import Results
import TestSupport
import Testing

@testable import Scenarios

/// Damaged profiles, dialects, scenarios and recordings: each is read, or refused with findings that lead to a line of it.
@Suite(.serialized) struct MutationTests {
    private func outcome(_ isRead: Bool, _ findings: [Finding], of bytes: [UInt8]) -> MutationOutcome {
        let lines = bytes.count { $0 == 0x0A || $0 == 0x0D || $0 == 0x85 || $0 == 0xA8 || $0 == 0xA9 } + 2
        for finding in findings {
            if finding.code.isEmpty || finding.message.isEmpty { return .broken("a finding without words") }
            guard let source = finding.source, (0...lines).contains(source.line), source.column >= 0 else {
                return .broken("\(finding.code) at \(String(describing: finding.source)) of \(lines) lines")
            }
        }
        if isRead, findings.isEmpty { return .accepted }
        return findings.isEmpty ? .broken("refused without a finding") : .refused
    }

    private static let tokens = [
        "\n", "\n  ", ": ", "- ", "[", "]", "{", "}", "&a ", "*a", "file:", "env:", "exec:", "https://", "{{ x }}", "é", "!tag ", "\t", "'",
        "\"",
    ]

    @Test func `a profile is read or refused with findings`() {
        let small = """
            schema_version: 1
            name: N
            environment: sandbox
            platform: { base_url: "https://127.0.0.1:8443/s/" }
            identities: { regulator: { certificate: file:a.pem, key: file:a.key } }
            states: manual
            callbacks: { listen: "127.0.0.1:0" }
            """
        let tokens =
            Self.tokens + ["token_of: regulator", "listen: ", ":99999", "values: ", "tools: ", "capabilities: [x]", "method: fixed"]
        let tally = Mutations(seed: 110, of: [small, small, small, ProfileReaderTests.good], tokens: tokens).tally { bytes in
            let result = Profile.read(bytes, file: "etc/x.profile.yaml")
            return outcome(result.profile != nil, result.findings, of: bytes)
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a dialect is read or refused with findings`() {
        let tokens = Self.tokens + ["/a/{b}", "{", "}", "?x={y}", "GET ", "members: ", "request ", "*", "Content-Type", "Signature"]
        let small = "schema_version: 1\npaths: { \"/a/{b}?c={d}\": \"PUT /x/{d}?y={b}\" }\nvalues: { s: { a: b } }\nheaders: { X-A: X-B }\n"
        let tally = Mutations(seed: 111, of: [small, small, DialectReaderTests.good], tokens: tokens).tally { bytes in
            let result = Dialect.read(bytes, file: "etc/x.dialect.yaml")
            return outcome(result.dialect != nil, result.findings, of: bytes)
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a scenario is read or refused with findings`() throws {
        let library = try Workbench().library(ScenarioReaderTests.contracts)
        let small = """
            schema_version: 1
            id: accepted.t
            title: T
            must: [REQ-API-001]
            budget: 1m
            actors: { one: { identity: regulator } }
            steps: [{ call: core.test/ask, with: { a: 1 }, capture: { b: { body: $.x } } }, { assert: so, that: "{{ b }}", is: 1 }]
            """
        let tokens =
            Self.tokens + [
                "- call: ", "await: ", "within: ", "1ms", "parallel: ", "use: ", "when: ", "capture: ", "{ status: true }",
                "answers: [503]",
                "inbox: callbacks", "match: ", "$.a", "GET /x", "refused: [tls]",
            ]
        let tally = Mutations(seed: 112, of: [small], tokens: tokens).tally { bytes in
            let result = Scenario.read(bytes, file: "Scenarios/a.scenario.yaml", contracts: library)
            return outcome(result.scenario != nil, result.findings, of: bytes)
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a recording is read or refused with findings`() {
        let entry =
            #"{"startedDateTime":"2026-10-15T00:00:00Z","_direction":"sent","_identity":"r","request":{"method":"GET","url":"https://h/a","headers":[{"name":"X","value":"1"},{"name":":path","value":"/"}],"postData":{"text":"QQ==","comment":"base64"}},"response":{"status":200,"headers":[],"content":{"text":"{}"}}}"#
        let documents = [#"{"log":{"entries":[\#(entry)]}}"#, #"{"log":{"_base_url":"https://h","entries":[\#(entry),\#(entry)]}}"#]
        let tokens = [
            "\"", ",", ":", "{", "}", "[", "]", "\"encoding\":\"base64\",", "\"status\":", "null", "\\u0000", "\\r\\n", "[]", "{}", "1e3",
        ]
        let tally = Mutations(seed: 113, of: documents, tokens: tokens).tally { bytes in
            let result = Recording.read(bytes, file: "x.har")
            return outcome(result.recording != nil, result.findings, of: bytes)
        }
        #expect(tally.isSound, "\(tally)")
    }
}
