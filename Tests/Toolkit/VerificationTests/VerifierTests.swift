import Documents
import HTTPTypes
import Results
import Testing

@testable import Contracts
@testable import Verification

@Suite struct VerifierTests {
    @Test func `an accepted exchange passes each check and names itself`() throws {
        let response =
            "status: 200\nheaders: { X-Request-ID: { type: uuid } }\nwithin: 1s\nbody: { application/json: { match: { $.a: 1 } } }"
        let fields: HTTPFields = [try Bench.name("X-Request-ID"): "0193f6c2-7c4e-7e1b-9f3a-2b6f0f6f1a11"]
        let records = try Bench.records(response: response, Bench.json(#"{"a":1}"#, fields: fields))
        #expect(records.map(\.check) == ["status", "headers", "media-type", "body", "body.match", "within"])
        #expect(records.allSatisfy { $0.outcome == .passed && $0.exchanges == [7] && $0.requirements.count == 1 })
    }

    @Test func `another status is the finding and what it would have promised is skipped, never passed`() throws {
        let response =
            "status: 200\nheaders: { Location: { not_empty: true } }\nbody: { application/json: { match: { $.a: 1 } } }\nwithin: 1s"
        let exchange = Bench.exchange(
            status: 404, fields: [.contentType: "application/problem+json"], body: #"{"type":"urn:x:unknown-period","title":"no"}"#)
        let records = try Bench.records(response: response, exchange)
        #expect(
            records.outcomes == [
                "status": .failed, "headers": .skipped, "media-type": .skipped, "body": .skipped, "body.match": .skipped, "within": .passed,
            ])
        let finding = try #require(records.of("status")?.findings.first)
        #expect(finding.code == "status.unexpected" && finding.expected == "200" && finding.actual == "404 (urn:x:unknown-period: no)")
        #expect(finding.requirements == [RequirementID("REQ-API-001")].compactMap { $0 } && finding.source?.line == 10)
    }

    @Test(arguments: [("200", 200, true), ("2xx", 299, true), ("[200, 404]", 404, true), ("4xx", 200, false), ("200", 0, false)])
    func `a status is one of those allowed`(wanted: String, status: Int, isGood: Bool) throws {
        let records = try Bench.records(response: "status: \(wanted)", Bench.exchange(status: status))
        #expect(records.map(\.outcome) == [isGood ? .passed : .failed])
    }

    @Test func `a broken should is a warning, a broken may a note`() throws {
        let weights = [("must: [REQ-API-001]", Severity.error), ("should: [REQ-API-001]", .warning), ("may: [REQ-API-001]", .note)]
        for (requirements, severity) in weights {
            let library = try Bench.library(response: "status: 200", requirements: requirements)
            let record = try #require(try Bench.records(library, Bench.exchange(status: 500)).first)
            #expect(record.outcome == .failed && record.findings.map(\.severity) == [severity])
        }
    }

    @Test func `an undeclared capability does not apply and a declared one is judged`() throws {
        let text = """
            schema_version: 1
            id: extended.test
            pack: extended
            capability: log_proofs
            interactions: [{ id: one, as: x, request: GET /a, response: 200 }]
            """
        let library = try Bench.library(text)
        #expect(try Bench.records(library, Bench.exchange(status: 500)).map(\.outcome) == [.notApplicable])
        var evidence = Bench.evidence()
        evidence.capabilities = ["log_proofs"]
        #expect(try Bench.records(library, Bench.exchange(status: 500), evidence).map(\.outcome) == [.failed])
    }

    @Test func `an overlay is judged on answers of its statuses only and named after its contract`() throws {
        let own = try Bench.library(response: "status: [200, 404]")
        let overlay = try Bench.library(
            """
            schema_version: 1
            id: extended.fast
            pack: extended
            capability: response_signatures
            applies_to: { interactions: "core.*", status: 2xx }
            should: [REQ-REP-009]
            within: 10ms
            """)
        let library = ContractLibrary(contracts: own.contracts + overlay.contracts)
        let verifier = Verifier(library: library)
        let interaction = try #require(library.interactions.first)
        var evidence = Bench.evidence()
        #expect(verifier.records(for: interaction, Bench.exchange(), evidence: evidence).last?.outcome == .notApplicable)
        evidence.capabilities = ["response_signatures"]
        let record = try #require(verifier.records(for: interaction, Bench.exchange(), evidence: evidence).last)
        #expect(record.check == "extended.fast/within" && record.outcome == .failed && record.findings.map(\.severity) == [.warning])
        #expect(verifier.records(for: interaction, Bench.exchange(status: 404), evidence: evidence).map(\.check) == ["status"])
    }

    @Test func `the same arguments give the same records`() throws {
        let library = try Bench.library(
            response: "status: 200\nbody: { application/json: { match: { $.a: 1, $.b: 2, $.c: { each: 3 } } } }")
        let exchange = Bench.json(#"{"b":1,"c":[1,2,3]}"#)
        #expect(try Bench.records(library, exchange) == Bench.records(library, exchange))
    }

    @Test func `a schema that cannot be used is the content's fault`() throws {
        let library = try Bench.library(
            response: "status: 200\nbody: { application/xml: { xsd: x.xsd } }", files: ["x.xsd": "<not-a-schema/>"])
        #expect(Verifier(library: library).findings.map(\.code) == ["contract.bad-schema"])
        let records = try Bench.records(library, Bench.exchange(fields: [.contentType: "application/xml"], body: "<a/>"))
        #expect(records.of("body.xsd")?.outcome == .skipped)
    }
}
