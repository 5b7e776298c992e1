import Documents
import Results
import TestSupport
import Testing

@testable import Contracts

/// Damaged contracts and Pact files: each is read, or refused with findings that lead to a line of it.
@Suite(.serialized) struct MutationTests {
    private func outcome(_ isRead: Bool, _ findings: [Finding], of bytes: [UInt8]) -> MutationOutcome {
        let lines = bytes.count { $0 == 0x0A || $0 == 0x0D || $0 == 0x85 || $0 == 0xA8 || $0 == 0xA9 } + 2
        for finding in findings {
            if finding.code.isEmpty || finding.message.isEmpty { return .broken("a finding without words") }
            guard let source = finding.source, (0...lines).contains(source.line), source.column >= 0 else {
                return .broken("\(finding.code) at \(String(describing: finding.source)) of \(lines) lines")
            }
        }
        return isRead && findings.isEmpty ? .accepted : findings.isEmpty ? .broken("refused without a finding") : .refused
    }

    @Test func `a contract is read or refused with findings`() {
        let small = """
            schema_version: 1
            id: core.a
            title: A
            pack: core
            interactions:
              - id: b
                request: GET /a/{{ day }}
                response: { status: 200, body: { application/json: { match: { $.a: { min: 1 } } } } }
            """
        let documents = [small, small, small, ContractText.good]
        let tokens = [
            "\n", "\n  ", ": ", "- ", "{{ ", " }}", "{{", "[", "]", "{", "}", "&a ", "*a", "request: ", "POST ", "status: ", "within: ",
            "30s",
            "$..", "regex: \"(\"", "each: ", "given: ", "kind: webhook", "overlay: ", "must: [REQ-API-001]", "2XX", "headers: ", "é",
        ]
        let tally = Mutations(seed: 100, of: documents, tokens: tokens).tally { bytes in
            let result = ContractFile.read(bytes, file: "x.contract.yaml")
            return outcome(result.contract != nil, result.findings, of: bytes)
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a Pact file is read or refused with findings`() {
        let head = #"{"consumer":{"name":"c"},"provider":{"name":"p"},"interactions":[{"description":"a call","#
        let documents = [
            head
                + #""request":{"method":"GET","path":"/a","query":"q=p%20x&q=+"},"response":{"status":200,"body":{"a":[1]},"matchingRules":{"body":{"$.a[*]":{"matchers":[{"match":"type","min":1}]}}}}}]}"#,
            head
                + #""request":{"method":"post","path":"/b","query":{"q":["1"]},"body":{"x":1}},"response":{"status":201,"headers":{"X":"1"},"matchingRules":{"$.headers.X":{"match":"regex","regex":"\\d+"}}}}]}"#,
        ]
        let tokens = [
            "\"", ",", ":", "{", "}", "[", "]", "\"match\":\"date\",\"format\":\"yyyy\",", "\"min\":-1,", "\"max\":1e9,", "$.", "[*]",
            "[-1]", "null",
            "\"body\":null,", "\"combine\":\"OR\",", "%zz", "\"generators\":{},", "\"status\":", "\\u0000", "integer", "equality",
            "arrayContains",
        ]
        let tally = Mutations(seed: 101, of: documents, tokens: tokens).tally { bytes in
            let result = PactReader.read(bytes, file: "a/x.json")
            // One bad interaction leaves the others, with findings.
            return outcome(result.contract != nil, result.findings, of: bytes)
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `templates keep their text, and durations their length`() {
        let values: [String: Node] = ["day": "2026", "a": ["b": [1, 2]], "n": 3]
        let documents = ["/a/{{ day }}/{{a.b.0}}", "{{ n }}", "{{{{ n }}}}", "30s", "1500ms", "3652d", "core.*/a*"]
        let tally = Mutations(seed: 102, of: documents, tokens: ["{{", "}}", "{{ day }}", ".", "a.b", "*", "ms", "h", " "]).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            let template = Template(text)
            guard template.source == text else { return .broken("another source") }
            if !Glob.matches(text, text) { return .broken("a pattern that does not match itself") }
            if let duration = DurationText.duration(text) {
                guard DurationText.duration(DurationText.text(duration)) == duration else { return .broken("written otherwise") }
            }
            guard let resolved = try? template.text(values) else { return .refused }
            return !template.variables.isEmpty || resolved == text ? .accepted : .broken("resolved to \(resolved)")
        }
        #expect(tally.isSound, "\(tally)")
    }
}
