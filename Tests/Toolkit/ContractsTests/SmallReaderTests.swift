import Documents
import Results
import Testing

@testable import Contracts

@Suite struct DurationTextTests {
    @Test(arguments: [("500ms", 500), ("30s", 30_000), ("5m", 300_000), ("2h", 7_200_000), ("7d", 604_800_000)])
    func `a number and a unit are a duration and print alike`(text: String, milliseconds: Int) {
        #expect(DurationText.duration(text) == .milliseconds(milliseconds))
        #expect(DurationText.text(.milliseconds(milliseconds)) == text)
    }

    @Test(arguments: ["", "s", "30", "-1s", "0s", "1.5s", "30 s", "30S", "99999999999999s", "4000d", "１s"])
    func `anything else is none`(text: String) { #expect(DurationText.duration(text) == nil) }
}

@Suite struct SpellingTests {
    @Test func `near words come first and far ones not at all`() {
        #expect(Spelling.nearest(to: "interactoins", among: ["interactions", "title", "defaults"]) == ["interactions"])
        #expect(Spelling.nearest(to: "mim", among: ["min", "max", "mid"]) == ["mid", "min"])
        #expect(Spelling.nearest(to: "", among: ["min"]).isEmpty)
        #expect(Spelling.distance("abcd", "acbd") == 1)
        #expect(Spelling.distance(String(repeating: "a", count: 100), "b") == Int.max)
    }
}

@Suite struct TemplateTests {
    private let values: [String: Node] = [
        "day": "2026-10-15", "regulator.licence": "L1", "response": ["body": ["audit": ["index": 7], "list": ["a", "b"]]],
    ]

    @Test func `variables are put in, with dots as names or steps`() throws {
        #expect(try Template("/r/{{ day }}?l={{regulator.licence}}").text(values) == "/r/2026-10-15?l=L1")
        #expect(try Template("{{ response.body.list.1 }}").text(values) == "b")
    }

    @Test func `a variable alone keeps its type`() throws {
        #expect(try Template("{{ response.body.audit.index }}").node(values) == 7)
        #expect(try Template("n{{ response.body.audit.index }}").node(values) == "n7")
        #expect(try Template.resolve(["a": ["{{ day }}"], "{{ day }}": 1], values) == ["a": ["2026-10-15"], "2026-10-15": 1])
    }

    @Test func `an unknown variable is named with what it may be`() {
        #expect(throws: Template.UnknownVariable(name: "dya", suggestions: ["day"])) { try Template("{{ dya }}").text(values) }
        #expect(throws: Template.UnknownVariable.self) { try Template("{{ response.body.nothing }}").text(values) }
    }

    @Test(arguments: ["{{", "{{ }}", "{{ a b }}", "}} {{ x", "{ day }", "{{{ } }}"])
    func `braces that hold no name are text`(text: String) throws { #expect(try Template(text).text(values) == text) }
}

@Suite struct FindingTextTests {
    @Test func `a file finding has line, caret and remedy`() throws {
        let text = "schema_version: 1\nid: a.b\npack: core\ninteractoins:\n"
        let finding = try #require(ContractText.read(text, file: "Contracts/x.contract.yaml").findings.first)
        #expect(
            FindingText.text(finding) == """
                error contract.unknown-key   Contracts/x.contract.yaml:4:1
                    4 | interactoins:
                      | ^^^^^^^^^^^^ not a key of a contract
                  remedy: did you mean `interactions`?
                """)
    }

    @Test func `a finding of a check names the place in the answer`() {
        let source = SourceLocation(file: "a.yaml", line: 41, column: 13, width: 6, excerpt: "$.changes: { min: 2 }")
        let finding = Finding(
            code: "body.match", message: "expected at least 2 elements, got 1 elements", source: source,
            place: "in the answer at $.changes (byte 88)", expected: "at least 2 elements", actual: "1 elements", remedy: "add it")
        #expect(
            FindingText.details(finding) == [
                "   41 | $.changes: { min: 2 }", "      |             ^^^^^^ expected at least 2 elements, got 1 elements",
                "  in the answer at $.changes (byte 88)", "  remedy: add it",
            ])
    }

    @Test func `a long line is shown around its caret`() {
        let line = String(repeating: "x", count: 5_000)
        let source = SourceLocation(file: "a", line: 1, column: 4_000, width: 3, excerpt: line)
        let lines = FindingText.details(Finding(code: "a.b", message: "m", source: source, remedy: "r"))
        #expect(lines[0].count < 140 && lines[0].contains("…"))
        #expect(lines[1].contains("^^^ m"))
    }

    @Test func `control characters of foreign text do not reach the terminal`() {
        let finding = Finding(code: "a.b", message: "x\u{1B}[2Jy\nz", actual: "\u{202E}evil", remedy: "r")
        let text = FindingText.text(finding)
        #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
        #expect(FindingText.text(finding, style: .coloured).contains("\u{1B}[31merror"))
    }
}
