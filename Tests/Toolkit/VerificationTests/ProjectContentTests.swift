import Documents
import Foundation
import HTTPTypes
import Results
import TestSupport
import Testing

@testable import Contracts
@testable import Verification

/// The project's own contracts against answers as the platform's description has them, good and spoilt.
@Suite struct ProjectContentTests {
    private let verifier = Verifier(library: ContractLibrary.load(paths: [], content: PeerData.repository.path).library)

    private static let list = #"""
        {"period":"2026-10-15","reports":[{"run_id":"r1","template":"T16","name":"X-GAR-D","licence":"UKGC-000123","regulator":"UKGC",
        "period":"2026-10-15","from":"2026-10-14T23:00:00.000Z","to":"2026-10-15T23:00:00.000Z","state":"signed",
        "generated_at":"2026-10-16T01:00:00.000Z","due_at":"2026-10-16T05:00:00.000Z","replaces":null,"row_count":3,
        "control_totals":{"rounds":"123","ggr":"-12.34"},"files":[{"format":"csv","media_type":"text/csv",
        "sha256":"0000000000000000000000000000000000000000000000000000000000000000","bytes":7,"link":"/regulator/reports/2026-10-15/T16"}]}],"next":null}
        """#
    private static let history = #"""
        {"entity":"bonus_rule","id":"BR-7","changes":[{"index":4,"at":"2026-11-23T10:01:07.112Z","operator":"northwind","actor":"officer",
        "action":"create","diff":[{"op":"add","path":"","value":{}}],"before_hash":null,
        "after_hash":"0000000000000000000000000000000000000000000000000000000000000000","reason":"r","request_id":"q"}],"next":null}
        """#
    private static let accepted = #"""
        {"request_id":"0193f6c2-7c4e-7e1b-9f3a-2b6f0f6f1a11","state":"accepted","accepted_at":"2026-11-23T02:13:20.000Z","due_by":"2026-11-23T04:13:20.000Z"}
        """#
    private static let state = #"""
        {"request_id":"0193f6c2-7c4e-7e1b-9f3a-2b6f0f6f1a11","kind":"report","state":"acknowledged","accepted_at":"2026-11-23T02:13:20.000Z",
        "due_by":"2026-11-23T04:13:20.000Z","attempts":1,"delivered_at":"2026-11-23T02:13:22.000Z",
        "file":{"format":"csv","sha256":"0000000000000000000000000000000000000000000000000000000000000000","bytes":7}}
        """#
    private static let problem =
        #"{"type":"urn:assay:problem:unknown-period","title":"Unknown period","status":404,"detail":"2026-13 is no month"}"#
    private static let answer = #"""
        {"request_id":"0193f6c2-7c4e-7e1b-9f3a-2b6f0f6f1a11","delivery_id":"0193f6c2-7c4e-7e1b-9f3a-2b6f0f6f1a22","kind":"report",
        "sent_at":"2026-11-23T02:13:20.000Z","file":{"name":"a.csv","format":"csv","media_type":"text/csv","bytes":1,
        "sha256":"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb","content":"YQ=="},"manifest":{},"manifest_jws":"eyJ9..c2ln"}
        """#

    private func records(_ id: String, _ exchange: Exchange) throws -> [CheckRecord] {
        let interaction = try #require(verifier.library.interaction(id))
        let values: [String: Node] = [
            "day": "2026-10-15", "rule": "BR-7", "regulator.licence": "UKGC-000123", "callback_url": "https://inbox.test/cb",
        ]
        return verifier.records(for: interaction, exchange, evidence: Bench.evidence(values: values))
            .filter { ["body", "body.match", "body.schema", "media-type"].contains($0.check) }
    }

    private func answer(_ body: String, status: Int = 200, type: String = "application/json") -> Exchange {
        Bench.exchange(
            requestFields: [.contentType: "application/json"], requestBody: #"{"request_id":"0193f6c2-7c4e-7e1b-9f3a-2b6f0f6f1a11"}"#,
            status: status, fields: [.contentType: type], body: body)
    }

    @Test func `every schema of the project can be used`() {
        #expect(verifier.findings.isEmpty, "\(verifier.findings.map { FindingText.text($0) })")
        #expect(verifier.library.contracts.count >= 8)
    }

    @Test(arguments: [
        ("core.reports/list-of-a-day-for-the-ukgc", list, 200, #""licence":"UKGC-000123""#, #""licence":"MGA-B2C-456-2019""#),
        ("core.reports/list-of-a-day-for-the-ukgc", list, 200, #""bytes":7"#, #""bytes":"7""#),
        ("core.reports/list-of-a-day-for-the-ukgc", list, 200, #""template":"T16""#, #""template":"T17""#),
        ("core.reports/totals-of-a-day", list, 200, #""-12.34""#, #"-12.34"#),
        ("core.audit/history-of-a-rule", history, 200, #""action":"create""#, #""action":"invent""#),
        ("core.audit/history-of-a-rule", history, 200, #""id":"BR-7""#, #""id":"BR-8""#),
        ("core.requests/ask-for-a-report", accepted, 202, "1a11", "1a12"),
        ("core.requests/ask-for-a-report", accepted, 202, #""state":"accepted""#, #""state":"thought about""#),
        ("core.requests/state-of-a-request", state, 200, #""delivered_at":"2026-11-23T02:13:22.000Z""#, #""delivered_at":null"#),
        ("core.reports/a-period-that-is-none", problem, 404, #""status":404"#, #""status":"404""#),
    ])
    func `a right answer passes and a spoilt one does not`(id: String, body: String, status: Int, old: String, new: String) throws {
        let type = status == 404 ? "application/problem+json" : "application/json"
        let right = try records(id, answer(body, status: status, type: type))
        #expect(!right.isEmpty && right.allSatisfy { $0.outcome == .passed }, "\(right.flatMap(\.findings).map { FindingText.text($0) })")
        let wrong = body.replacing(old, with: new, maxReplacements: 1)
        #expect(wrong != body)
        #expect(try records(id, answer(wrong, status: status, type: type)).contains { $0.outcome == .failed })
    }

    @Test func `members that nobody promised and an empty list of another's are no fault`() throws {
        let more = Self.list.replacing(#""next":null"#, with: #""next":null,"server":"other""#)
        #expect(try records("core.reports/list-of-a-day-for-the-ukgc", answer(more)).allSatisfy { $0.outcome == .passed })
        let none = #"{"period":"1999-12-31","reports":[]}"#
        #expect(try records("core.reports/a-day-without-runs", answer(none)).allSatisfy { $0.outcome == .passed })
    }

    @Test func `a delivery is judged by its schema`() throws {
        func reception(_ body: String) -> Exchange {
            Bench.exchange(
                method: "POST", url: "https://inbox.test/cb", requestFields: [.contentType: "application/json"], requestBody: body,
                status: 202)
        }
        #expect(try records("core.callbacks/answer-file", reception(Self.answer)).allSatisfy { $0.outcome == .passed })
        let exchanged = Self.answer.replacing("YQ==", with: "Yg==")
        #expect(try records("core.callbacks/answer-file", reception(exchanged)).contains { $0.outcome == .failed })
        let spoilt = Self.answer.replacing("a.csv", with: "../a.csv")
        #expect(try records("core.callbacks/answer-file", reception(spoilt)).contains { $0.outcome == .failed })
    }
}
