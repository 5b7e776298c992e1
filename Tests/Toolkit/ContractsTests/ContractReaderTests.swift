import Documents
import Results
import Testing

@testable import Contracts

@Suite struct ContractReaderTests {
    @Test func `a good contract is read with its defaults`() throws {
        let (read, findings) = ContractText.read(ContractText.good)
        #expect(findings.isEmpty)
        let contract = try #require(read)
        #expect(contract.id == "core.reports" && contract.pack == .core && contract.version == "1")
        let interaction = try #require(contract.interactions.first)
        #expect(interaction.fullID == "core.reports/list-of-a-day")
        #expect(interaction.identity == "regulator" && interaction.effects == .read)
        #expect(interaction.requirements.map(\.obligation) == [.must, .should])
        #expect(interaction.given.first?.parameters["day"]?.string == "{{ day }}")
        #expect(interaction.request?.method == "GET" && interaction.request?.path == "/regulator/reports/{{ day }}")
        let response = try #require(interaction.response)
        #expect(response.within?.value == .seconds(30))
        #expect(response.fields.map(\.name) == ["X-Request-ID"])
        guard case .oneOf(let bodies) = response.body else {
            Issue.record("no body")
            return
        }
        #expect(bodies.first?.matches.count == 2)
        #expect(bodies.first?.matches.last?.matcher.source.reference == "x.contract.yaml:23:24")
    }

    @Test func `an interaction's own header field takes the place of the default`() throws {
        let text = ContractText.good.replacing(
            "      status: 200\n", with: "      status: 200\n      headers: { x-request-id: { absent: true } }\n")
        let fields = try #require(ContractText.read(text).contract?.interactions.first?.response?.fields)
        #expect(fields.count == 1 && fields[0].matcher.wantsAbsence)
    }

    /// What is replaced, by what, and the code and place of the only finding.
    struct Fault: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let code: String
        let place: String
        let remedy: String
        var testDescription: String { "\(code) after \(new.debugDescription)" }
        init(_ old: String, _ new: String, _ code: String, _ place: String, _ remedy: String) {
            (self.old, self.new, self.code, self.place, self.remedy) = (old, new, code, place, remedy)
        }
    }

    @Test(arguments: [
        Fault("interactions:", "interactoins:", "contract.unknown-key", "10:1", "did you mean `interactions`?"),
        Fault("pack: core", "pcak: core", "contract.unknown-key", "4:1", "did you mean `pack`?"),
        Fault("      status: 200", "      statsu: 200", "contract.unknown-key", "18:7", "did you mean `status`?"),
        Fault("min: 1", "mim: 1", "contract.unknown-key", "23:26", "`min`"),
        Fault("id: core.reports\n", "", "contract.missing-key", "1:1", "add `id:` here"),
        Fault("schema_version: 1", "schema_version: 2", "contract.unsupported-version", "1:17", "schema_version: 1"),
        Fault("id: core.reports", "id: Core Reports", "contract.bad-id", "2:5", "core.reports"),
        Fault("id: list-of-a-day", "id: List_of_a_day", "contract.bad-id", "11:9", "list-of-a-day"),
        Fault("pack: core", "pack: kore", "contract.unknown-value", "4:7", "did you mean `core`?"),
        Fault("title: Reports of a period", "title: 7", "contract.wrong-type", "3:8", "put the value in quotes"),
        Fault("[REQ-API-001]", "[REQ-API-1]", "contract.bad-requirement-id", "13:12", "REQ-API-001"),
        Fault("within: 30s", "within: 30", "contract.bad-duration", "8:13", "`500ms`"),
        Fault("within: 30s", "within: soon", "contract.bad-duration", "8:13", "`30s`"),
        Fault("status: 200", "status: 99", "contract.bad-status", "18:15", "100 to 599"),
        Fault("status: 200", "status: [200, 2yx]", "contract.bad-status", "18:21", "`2xx`"),
        Fault("$.period:", "$.period[:", "contract.bad-path", "22:13", "RFC 9535"),
        Fault("{ type: uuid }", "{ type: uid }", "contract.unknown-value", "9:38", "did you mean"),
        Fault("{ type: uuid }", "{ regex: '(' }", "contract.bad-regex", "9:39", "single quotes"),
        Fault("{ type: uuid }", "{}", "contract.bad-matcher", "9:16", "equals: {}"),
        Fault("{ type: uuid }", "{ min: 3, max: 1 }", "contract.bad-matcher", "9:16", "exchange the two"),
        Fault("{ type: uuid }", "{ absent: true, min: 1 }", "contract.bad-matcher", "9:16", "drop the other rules"),
        Fault("X-Request-ID:", "X Request ID:", "contract.bad-field-name", "9:16", "RFC 9110"),
        Fault("GET /regulator", "FETCH /regulator", "contract.bad-request", "16:14", "method and path"),
        Fault("GET /regulator", "GET regulator", "contract.bad-request", "16:14", "method and path"),
        Fault("application/json:", "json:", "contract.bad-media-type", "20:9", "type and subtype"),
        Fault("application/json:", "application/xml:", "contract.conflict", "21:11", "`xsd` and `xpath` for XML"),
        Fault("defaults:", "regulator: UKCG\ndefaults:", "contract.unknown-regulator", "5:12", "did you mean `UKGC`?"),
        Fault("pack: core", "pack: extended\ncapability: log_profs", "contract.unknown-capability", "5:13", "did you mean `log_proofs`?"),
        Fault("defaults:", "capability: log_proofs\ndefaults:", "contract.conflict", "5:1", "pack: extended"),
        Fault("  as: regulator\n", "", "contract.missing-key", "10:9", "add `as:` here"),
        Fault("            $.period", "          schema: nowhere.json\n            $.period", "contract.syntax", "", ""),
        Fault(
            "          match:\n", "          schema: nowhere.json\n          match:\n", "contract.missing-file", "21:19",
            "relative to the contract's folder"),
    ])
    func `a fault has its own code, place and remedy`(fault: Fault) throws {
        let text = ContractText.good.replacing(fault.old, with: fault.new, maxReplacements: 1)
        #expect(text != ContractText.good)
        let findings = ContractText.read(text).findings
        let finding = try #require(findings.first)
        #expect(findings.map(\.code) == [fault.code])
        if !fault.place.isEmpty { #expect(finding.source?.reference == "x.contract.yaml:\(fault.place)") }
        #expect(finding.remedy.contains(fault.remedy), "\(finding.remedy)")
    }

    @Test func `two interactions with one id are told apart by place`() throws {
        let second = "\n  - id: list-of-a-day\n    request: GET /x\n    response: 200"
        let findings = ContractText.read(ContractText.good + second).findings
        #expect(findings.map(\.code) == ["contract.duplicate-interaction"])
        #expect(findings.first?.message.contains("x.contract.yaml:11:9") == true)
    }

    @Test func `a status alone is a whole response`() throws {
        let text = ContractText.good + "\n  - id: other\n    request: GET /x\n    response: 2xx"
        let (contract, findings) = ContractText.read(text)
        #expect(findings.isEmpty)
        #expect(contract?.interactions.last?.response?.statuses == StatusSet(parsing: "2xx").map { [$0] })
        #expect(contract?.interactions.last?.response?.fields.count == 1)
    }

    @Test(arguments: [
        ("", "contract.syntax"), ("\u{0}", "contract.syntax"), ("just text", "contract.wrong-type"), ("- a\n- b", "contract.wrong-type"),
        ("a: [1, 2", "contract.syntax"), ("id: x\nid: y", "contract.syntax"), ("a: 1\n---\nb: 2", "contract.syntax"),
        (String(repeating: "[", count: 5_000), "contract.syntax"),
        ("interactions: 7\nschema_version: 1\nid: a.b\npack: core", "contract.wrong-type"),
    ])
    func `absurd files are refused with one finding`(text: String, code: String) {
        let (contract, findings) = ContractText.read(text)
        #expect(findings.map(\.code) == [code])
        #expect(contract == nil || contract?.interactions.isEmpty == true)
    }

    @Test func `a truncated file never loads without a finding`() {
        let bytes = Array(ContractText.good.utf8)
        let response = ContractText.good.split(separator: "status:")[0].utf8.count
        for end in 0..<response {
            let result = ContractFile.read(Array(bytes[..<end]), file: "x")
            #expect(!result.findings.isEmpty, "cut at \(end)")
        }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        let result = ContractFile.read(Array("id: ".utf8) + [0xFF, 0xFE], file: "x")
        #expect(result.findings.map(\.code) == ["contract.syntax"])
    }

    @Test func `a webhook has delivery and signature and no response`() throws {
        let text = """
            schema_version: 1
            id: core.callbacks
            pack: core
            interactions:
              - id: answer-file
                kind: webhook
                must: REQ-API-005
                request: { post: "{{ callback_url }}", headers: { Idempotency-Key: { type: uuid } } }
                signature: { scheme: [rfc9421, standard-webhooks], covers: ["@method", content-digest], tag: t }
                delivery: { within: 30s, attempts: exactly-once, identified_by: $.delivery_id, same: [body], acknowledge: 200 }
            """
        let (contract, findings) = ContractText.read(text)
        #expect(findings.isEmpty)
        let interaction = try #require(contract?.interactions.first)
        #expect(interaction.request == nil && interaction.response == nil)
        #expect(interaction.expectedRequest?.method == "POST")
        #expect(interaction.expectedRequest?.signature?.schemes == [.rfc9421, .standardWebhooks])
        #expect(interaction.delivery?.attempts == .exactlyOnce && interaction.delivery?.acknowledgement == 200)
        let wrong = ContractText.read(text.replacing("kind: webhook", with: "as: x")).findings
        #expect(wrong.contains { $0.code == "contract.conflict" })
    }

    @Test func `an overlay applies by pattern, status and form`() throws {
        let text = """
            schema_version: 1
            id: extended.signed
            pack: extended
            capability: response_signatures
            applies_to: { interactions: "core.*", status: 2xx }
            should: [REQ-REP-009]
            signature: { covers: ["@status", '"@method";req'] }
            """
        let (contract, findings) = ContractText.read(text)
        #expect(findings.isEmpty)
        let overlay = try #require(contract?.overlay)
        let interaction = try #require(ContractText.read(ContractText.good).contract?.interactions.first)
        #expect(overlay.applies(to: interaction, status: 204))
        #expect(!overlay.applies(to: interaction, status: 404))
        #expect(ContractText.read(text.replacing("@status", with: "@statsu")).findings.map(\.code) == ["contract.bad-component"])
        let empty = ContractText.read(text.replacing("signature:", with: "title: x #"))
        #expect(empty.findings.map(\.code) == ["contract.conflict"])
    }

    @Test func `a proof without its parts is refused`() {
        let audit = "\n      audit: { history: a.b/c, checkpoint: a.b/d, entries: $.changes, entry: { $.id: 1 } }"
        #expect(
            ContractText.read(ContractText.good.replacing("status: 200", with: "status: 200\(audit)")).findings.map(\.code) == [
                "contract.conflict"
            ])
    }
}
