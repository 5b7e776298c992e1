import Documents
import Foundation
import HTTPTypes
import MessageSignatures
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

    private func records(_ id: String, _ exchange: Exchange, keys: [VerificationKey] = []) throws -> [CheckRecord] {
        let interaction = try #require(verifier.library.interaction(id))
        let values: [String: Node] = [
            "activity": "T16", "day": "2026-10-15", "month": "2026-10", "quarter": "2026-Q3", "rule": "BR-7",
            "regulator.licence": "UKGC-000123",
            "callback_url": "https://inbox.test/cb",
        ]
        return verifier.records(for: interaction, exchange, evidence: Bench.evidence(values: values, keys: keys))
            .filter { ["body", "body.match", "body.schema", "body.table", "media-type"].contains($0.check) }
    }

    private func answer(_ body: String, status: Int = 200, type: String = "application/json") -> Exchange {
        Bench.exchange(
            requestFields: [.contentType: "application/json"], requestBody: #"{"request_id":"0193f6c2-7c4e-7e1b-9f3a-2b6f0f6f1a11"}"#,
            status: status, fields: [.contentType: type], body: body)
    }

    @Test func `every schema of the project can be used`() {
        #expect(verifier.findings.isEmpty, "\(verifier.findings.map { FindingText.text($0) })")
        #expect(verifier.library.contracts.count >= 40)
    }

    @Test(arguments: [
        ("core.reports/list-of-a-day-for-the-ukgc", list, 200, #""licence":"UKGC-000123""#, #""licence":"MGA-B2C-456-2019""#),
        ("core.reports/list-of-a-day-for-the-ukgc", list, 200, #""bytes":7"#, #""bytes":"7""#),
        ("core.reports/one-report-of-a-day", list, 200, #""template":"T16""#, #""template":"T17""#),
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

    /// A list as of the quarter or month of one return, with its control totals.
    private static func list(_ template: String, period: String, due: String, rows: Int, totals: String) -> String {
        list.replacing("2026-10-15\"", with: period + "\"").replacing("\"T16\"", with: "\"\(template)\"")
            .replacing("2026-10-16T05:00:00.000Z", with: due).replacing("\"row_count\":3", with: "\"row_count\":\(rows)")
            .replacing(#"{"rounds":"123","ggr":"-12.34"}"#, with: totals)
    }

    private static let quarter = list(
        "T01", period: "2026-Q3", due: "2026-10-29T00:00:00.000Z", rows: 1,
        totals: #"{"ggy_total":"1.00","ggy_gb":"1.00","funds_held_gb":"0.00"}"#)
    private static let funds = list(
        "T05", period: "2026-10", due: "2026-11-20T23:00:00.000Z", rows: 1,
        totals: #"{"player_balances":"1.00","surplus_shortfall":"-1.00"}"#)
    private static let statement = list(
        "T14", period: "2026-10", due: "2026-11-16T04:00:00.000Z", rows: 32, totals: #"{"ggr":"1.00","deposits":"1.00","gaming_days":"31"}"#
    )

    @Test(arguments: [
        ("ukgc.remote-casino-return/return-in-the-list-of-the-quarter", quarter, "T01", "T16"),
        ("ukgc.remote-casino-return/return-in-the-list-of-the-quarter", quarter, "2026-10-29T00", "2026-11-29T00"),
        ("ukgc.remote-casino-return/return-in-the-list-of-the-quarter", quarter, #""row_count":1"#, #""row_count":0"#),
        ("ukgc.remote-casino-return/return-in-the-list-of-the-quarter", quarter, #""ggy_total":"1.00""#, #""ggr":"1.00""#),
        ("mga.player-funds/funds-in-the-list-of-the-month", funds, "-20T23", "-21T23"),
        ("mga.player-funds/funds-in-the-list-of-the-month", funds, #""surplus_shortfall":"-1.00""#, #""surplus_shortfall":"none""#),
        ("cga.operations-and-funds/statement-in-the-list-of-the-month", statement, #""row_count":32"#, #""row_count":1"#),
        ("cga.operations-and-funds/statement-in-the-list-of-the-month", statement, "T14", "T05"),
    ])
    func `a return that is late, missing or without its totals does not pass`(id: String, body: String, old: String, new: String) throws {
        let right = try records(id, answer(body))
        #expect(!right.isEmpty && right.allSatisfy { $0.outcome == .passed }, "\(right.flatMap(\.findings).map { FindingText.text($0) })")
        let wrong = body.replacing(old, with: new, maxReplacements: 1)
        #expect(wrong != body)
        #expect(try records(id, answer(wrong)).contains { $0.outcome == .failed })
    }

    @Test(arguments: [
        ("10.00,0.00,0.00,0.00,12.00", "10.00,0.00,0.00,0.00,11.00"), ("1.2000", "1.2001"), ("1.2000", "1.2"), ("EUR", "eur"),
        ("period,", "month,"), ("1.00000000", "1.0"),
    ])
    func `a player funds table that does not add up does not pass`(old: String, new: String) throws {
        let good = """
            period,currency,fx_rate_eur,player_balances,open_bets,pending_withdrawals,jackpot_funds,bank_balances,psp_balances,transit_in,\
            transit_out,surplus_shortfall,coverage_ratio,evidence_sha256\r
            2026-10,EUR,1.00000000,10.00,0.00,0.00,0.00,12.00,0.00,0.00,0.00,2.00,1.2000,\r

            """
        let id = "mga.player-funds/funds-as-csv"
        #expect(try records(id, answer(good, type: "text/csv")).allSatisfy { $0.outcome == .passed })
        let wrong = good.replacing(old, with: new, maxReplacements: 1)
        #expect(wrong != good)
        #expect(try records(id, answer(wrong, type: "text/csv")).contains { $0.outcome == .failed })
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
        let key = try SigningKey.generate(.ed25519)
        let answer = Self.answer.replacing("eyJ9..c2ln", with: try JWS.detached(payload: Array("{}".utf8), key: key))
        func outcomes(_ body: String) throws -> Set<CheckOutcome> {
            Set(try records("core.callbacks/answer-file", reception(body), keys: [key.verificationKey]).map(\.outcome))
        }
        #expect(try outcomes(answer) == [.passed])
        for (old, new) in [("YQ==", "Yg=="), ("a.csv", "../a.csv"), ("\"manifest\":{}", "\"manifest\":{\"a\":1}")] {
            #expect(try outcomes(answer.replacing(old, with: new)).contains(.failed), "\(new)")
        }
    }
}
