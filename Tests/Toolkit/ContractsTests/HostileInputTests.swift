import Documents
import Results
import Testing

@testable import Contracts

/// Contracts and templates made to do harm: each is read or refused in time that grows with its length alone.
@Suite struct HostileInputTests {
    @Test func `braces that open without end are text, and cost what their length does`() throws {
        // Looking for the end anew at each of them would take hours.
        let text = String(repeating: "{{ ", count: 200_000) + "day }}" + String(repeating: "{{", count: 200_000)
        let template = Template(text)
        #expect(template.variables == ["day"])
        #expect(try template.text(["day": "1"]) == text.replacing("{{ day }}", with: "1"))
    }

    @Test func `a deep contract and a deep Pact file are refused by their readers`() {
        let deep = String(repeating: "[", count: 1_000_000)
        #expect(ContractText.read(deep).findings.map(\.code) == ["contract.syntax"])
        #expect(PactReader.read(Array(deep.utf8), file: "x.json").findings.map(\.code) == ["contract.syntax"])
    }

    @Test func `an id matches a pattern of a thousand stars in time`() {
        #expect(!Glob.matches(String(repeating: "*a", count: 1_000), String(repeating: "a", count: 999)))
        #expect(Glob.matches(String(repeating: "*", count: 10_000), String(repeating: "a", count: 10_000)))
    }
}
