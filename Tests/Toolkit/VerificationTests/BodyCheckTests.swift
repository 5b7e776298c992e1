import Documents
import HTTPTypes
import Results
import Testing

@testable import Contracts
@testable import Verification

@Suite struct BodyCheckTests {
    private let anyJSON = "status: 200\nbody: { application/json: }"

    @Test func `media types are told apart`() throws {
        #expect(try Bench.records(response: anyJSON, Bench.exchange(body: "{}")).codes == ["media-type.missing"])
        let csv = Bench.exchange(fields: [.contentType: "text/csv"], body: "a\r\n")
        #expect(try Bench.records(response: anyJSON, csv).codes == ["media-type.unexpected"])
        let parameters = Bench.exchange(fields: [.contentType: "Application/JSON; charset=UTF-8"], body: "{}")
        #expect(try Bench.records(response: anyJSON, parameters).codes.isEmpty)
    }

    @Test(arguments: [
        ("", "body.empty"), ("{", "body.malformed"), (#"{"a":1,"a":2}"#, "body.malformed"), ("{}x", "body.malformed"),
        ("\u{FEFF}{}", "body.malformed"),
        (String(repeating: "[", count: 100_000), "body.malformed"),
    ])
    func `a body that is not JSON is a finding`(body: String, code: String) throws {
        let records = try Bench.records(response: anyJSON, Bench.json(body))
        #expect(records.codes == [code])
    }

    private let lines = "status: 200\nbody: { application/x-ndjson: { match: { $: { min: 2 }, '$[*].id': { type: integer } } } }"

    private func lines(_ body: String) throws -> [CheckRecord] {
        try Bench.records(response: lines, Bench.exchange(fields: [.contentType: "application/x-ndjson"], body: body))
    }

    @Test(arguments: ["{\"id\":1}\n{\"id\":2}\n", "{\"id\":1}\n{\"id\":2}", "{\"id\":1}\r\n{\"id\":2}\r\n"])
    func `lines of JSON are judged as an array of them`(body: String) throws {
        #expect(try lines(body).codes.isEmpty)
    }

    @Test(arguments: ["{\"id\":1}\n{\"id\":", "{\"id\":1}\n\n{\"id\":2}\n", "{\"id\":1},{\"id\":2}\n", "{\"id\":1} {\"id\":2}\n"])
    func `a line that is no JSON document is a finding`(body: String) throws {
        #expect(try lines(body).codes == ["body.malformed"])
    }

    @Test func `a broken line is named by its number, and lines are matched one by one`() throws {
        let broken = try lines("{\"id\":1}\n{\"id\":2}\n{\"id\"")
        #expect(broken.of("body")?.findings.first?.place?.contains("line 3") == true, "\(broken)")
        #expect(try lines("{\"id\":1}\n").codes == ["body.match"])
        #expect(try lines("{\"id\":1}\n{\"id\":\"x\"}\n").codes == ["body.match"])
    }

    @Test func `a body where none may be is a finding`() throws {
        #expect(try Bench.records(response: "status: 204\nbody: none", Bench.exchange(status: 204)).codes.isEmpty)
        #expect(try Bench.records(response: "status: 204\nbody: none", Bench.exchange(status: 204, body: "x")).codes == ["body.not-empty"])
    }

    @Test func `a mismatch names path, byte, expected, actual and the contract's line`() throws {
        let records = try Bench.records(
            response: "status: 200\nbody:\n  application/json:\n    match:\n      $.changes: { min: 2 }",
            Bench.json(#"{"x":"y","changes":[{"at":1}]}"#))
        let finding = try #require(records.of("body.match")?.findings.first)
        #expect(finding.code == "body.match" && finding.place == "in the answer at $.changes (byte 19)")
        #expect(finding.expected == "at least 2 elements" && finding.actual == "1 elements")
        #expect(finding.source?.line == 14 && finding.source?.excerpt?.contains("min: 2") == true)
    }

    @Test func `what is missing is missing, and wildcards must find something`() throws {
        let response = "status: 200\nbody: { application/json: { match: { '$.a': 1, '$.list[*].x': 1, '$.gone': { absent: true } } } }"
        let records = try Bench.records(response: response, Bench.json(#"{"list":[]}"#))
        #expect(records.of("body.match")?.findings.map(\.actual) == [nil, nil])
        #expect(try Bench.records(response: response, Bench.json(#"{"a":1,"list":[{"x":1}],"extra":0}"#)).codes.isEmpty)
        #expect(try Bench.records(response: response, Bench.json(#"{"a":1,"list":[{"x":1}],"gone":null}"#)).codes == ["body.match"])
    }

    @Test func `a variable without a value skips the check, one with a value is compared`() throws {
        let response = "status: 200\nbody: { application/json: { match: { $.day: '{{ day }}', $.echo: '{{ response.headers.x-a }}' } } }"
        let exchange = Bench.json(#"{"day":"2026-10-15","echo":"q"}"#, fields: [try Bench.name("X-A"): "q"])
        #expect(try Bench.records(response: response, exchange).of("body.match")?.outcome == .skipped)
        let evidence = Bench.evidence(values: ["day": "2026-10-15"])
        #expect(try Bench.records(response: response, exchange, evidence).of("body.match")?.outcome == .passed)
        let other = Bench.evidence(values: ["day": "2026-10-16"])
        #expect(try Bench.records(response: response, exchange, other).codes == ["body.match"])
    }

    @Test func `JSON Schema violations have their pointer`() throws {
        let schema = #"{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}}"#
        let response = "status: 200\nbody: { application/json: { schema: s.schema.json } }"
        #expect(try Bench.records(response: response, Bench.json(#"{"id":"a"}"#), files: ["s.schema.json": schema]).codes.isEmpty)
        let wrong = try Bench.records(response: response, Bench.json(#"{"id":1}"#), files: ["s.schema.json": schema])
        #expect(wrong.codes == ["body.schema"] && wrong.of("body.schema")?.findings.first?.place?.contains("/id") == true)
        #expect(try Bench.records(response: response, Bench.json("[]"), files: ["s.schema.json": schema]).codes == ["body.schema"])
    }

    @Test func `XML is judged by its schema`() throws {
        let xsd = #"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" type="xs:int"/></xs:schema>"#
        let response = "status: 200\nbody: { application/xml: { xsd: s.xsd } }"
        func codes(_ body: String) throws -> [String] {
            let exchange = Bench.exchange(fields: [.contentType: "application/xml"], body: body)
            return try Bench.records(response: response, exchange, files: ["s.xsd": xsd]).codes
        }
        #expect(try codes("<a>1</a>").isEmpty)
        #expect(try codes("<a>x</a>") == ["body.xsd"])
        #expect(try codes("<b/>") == ["body.xsd"])
        #expect(try codes("<a>").contains("body.xsd"))
    }

    @Test func `rows of CSV are matched as objects of texts by column`() throws {
        let response = """
            status: 200
            body: { text/csv: { match: { $: { each: { $.day: { in_period: "{{ week }}" } } }, '$[?@.kind == "a"].day': { type: date } } } }
            """
        func judged(_ body: String) throws -> [CheckRecord] {
            let exchange = Bench.exchange(fields: [.contentType: "text/csv; charset=utf-8"], body: body)
            return try Bench.records(response: response, exchange, Bench.evidence(values: ["week": "2026-W42"]))
        }
        #expect(try judged("day,kind\r\n2026-10-12,a\r\n\"2026-10-18\",b\r\n").codes.isEmpty)
        #expect(try judged("day,kind\r\n2026-10-12,a\r\n2026-10-19,b\r\n").codes == ["body.match"])
        let other = try #require(try judged("day,kind\r\n2026-10-11,a\r\n").of("body.match")?.findings.first)
        #expect(other.place == "in the answer at $[0].day" && other.expected == "a date of 2026-W42" && other.actual == "\"2026-10-11\"")
        #expect(try judged("day,kind\r\n").codes == ["body.match"], "nothing of kind a")
        #expect(try judged("day,kind\r\n2026-10-12\r\n").codes == ["body.malformed"])
        #expect(try judged("day,kind\r\n\"2026").codes == ["body.malformed"])
    }

    @Test func `XML is held to what the contract asserts of it`() throws {
        let response = """
            status: 200
            body:
              application/xml:
                xpath:
                  namespaces: { r: urn:r }
                  that: ["//r:count = count(//r:row)", "round(100 * sum(//r:row)) = round(100 * //r:total)"]
            """
        func codes(_ body: String) throws -> [String] {
            try Bench.records(response: response, Bench.exchange(fields: [.contentType: "application/xml"], body: body)).codes
        }
        let rows = #"<a xmlns="urn:r"><count>2</count><total>0.30</total><row>0.10</row><row>0.20</row></a>"#
        #expect(try codes(rows).isEmpty)
        #expect(try codes(rows.replacing("<row>0.20</row>", with: "")) == ["body.xpath", "body.xpath"])
        #expect(try codes(rows.replacing("0.30", with: "0.31")) == ["body.xpath"])
        #expect(try codes("<a/>") == ["body.xpath", "body.xpath"])
        #expect(try codes("<a>").contains("body.malformed"))
    }

    @Test func `an assertion that is no XPath judges nobody`() throws {
        let response = "status: 200\nbody: { application/xml: { xpath: { that: [\"//[\"] } } }"
        let exchange = Bench.exchange(fields: [.contentType: "application/xml"], body: "<a/>")
        #expect(try Bench.records(response: response, exchange).of("body.xpath")?.outcome == .skipped)
    }

    @Test func `CSV is judged by its table schema`() throws {
        let table = "columns:\n  - { name: a, type: integer }\n  - { name: b, type: integer }\nheader: exact\n"
        let response = "status: 200\nbody: { text/csv: { table: s.table.yaml } }"
        func records(_ body: String) throws -> [CheckRecord] {
            try Bench.records(
                response: response, Bench.exchange(fields: [.contentType: "text/csv"], body: body), files: ["s.table.yaml": table])
        }
        #expect(try records("a,b\r\n1,2\r\n").codes.isEmpty)
        let missing = try records("a\r\n1\r\n")
        #expect(missing.codes.contains("body.table") && missing.of("body.table")?.outcome == .failed)
        #expect(try records("a,b\r\nx,2\r\n").of("body.table")?.findings.first?.place?.contains("row 1, column a") == true)
    }

    @Test func `the check of a media type that was not sent is skipped`() throws {
        let response = "status: 200\nbody:\n  application/json: { match: { $.a: 1 } }\n  application/problem+json: { match: { $.b: 1 } }"
        let problem = Bench.exchange(fields: [.contentType: "application/problem+json"], body: #"{"b":1}"#)
        #expect(try Bench.records(response: response, problem).map(\.outcome) == [.passed, .passed, .passed, .passed])
        let text = Bench.exchange(fields: [.contentType: "text/plain"], body: "x")
        #expect(try Bench.records(response: response, text).of("body.match")?.outcome == .skipped)
    }

    @Test func `a flood of mismatches is cut`() throws {
        let body = "{\"l\":[" + Array(repeating: "0", count: 5_000).joined(separator: ",") + "]}"
        let records = try Bench.records(
            response: "status: 200\nbody: { application/json: { match: { $.l: { each: 1 } } } }", Bench.json(body))
        let findings = try #require(records.of("body.match")?.findings)
        #expect(findings.count == 20 && findings.last?.message.contains("4980 more") == true)
    }
}
