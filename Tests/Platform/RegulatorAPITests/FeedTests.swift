import Documents
import Foundation
import GRDB
import HTTPTypes
import Reporting
import Requests
import ServerKit
import SourceData
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct FeedTests {
        @Test func `a drop in the realm's inbox corrects the report of its day, which names what it replaces`() async throws {
            let harness = try await Harness()
            let services = harness.sandbox
            let day = try Period(parsing: "2026-10-15")
            let first = try await services.shelf.service.ensure(template: "T16", licence: "UKGC-000123", period: day)
            let player = try #require(
                try await services.source.read { database in
                    try String.fetchOne(
                        database,
                        sql:
                            "SELECT wallet_id || ',' || player_id FROM wallet WHERE licence_id = 'UKGC-000123' AND kind = 'CASH' ORDER BY 1"
                    )
                })
            let rows =
                "tx_id,licence_id,wallet_id,player_id,seq,occurred_at,posted_at,type,amount,sign,balance_before,balance_after,"
                + "idempotency_key\nlate-1,UKGC-000123,\(player),900000,2026-10-15T12:00:00Z,2026-11-20T12:00:00Z,DEPOSIT,700,1,0,700,late-1\n"
            try FeedDropFile(feed: "transactions", table: "wallet_tx", csv: rows).put(into: services)
            try await services.takeFeeds()
            let runs = try await services.shelf.service.runs(of: day, licences: ["UKGC-000123"], template: "T16")
            #expect(runs.count == 2 && runs.last?.replaces == first.runID)
            #expect(try await services.source.lateRows().isEmpty)
            try await services.takeFeeds()
            #expect(try await services.shelf.service.runs(of: day, licences: ["UKGC-000123"], template: "T16").count == 2)
        }

        @Test func `the returns are found by number and name, by the regulator they are for only`() async throws {
            let harness = try await Harness()
            for (client, period, template, status) in [
                ("ukgc", "2026-Q3", "UK-RCBB-Q", 200), ("ukgc", "2026-Q3", "T01", 200), ("mga", "2026-Q3", "T01", 404),
                ("mga", "2026-10", "MT-PFR-M", 200), ("cga", "2026-10", "CW-OPS-M", 200), ("cga", "2026-10", "MT-PFR-M", 404),
                ("ukgc", "2026-Q2", "T01", 404), ("ukgc", "2026-Q4", "T01", 404),
            ] {
                let (_, response) = try await harness.call(
                    "GET", "/sandbox/regulator/reports/\(period)/\(template)", as: client, fields: [.accept: "text/csv"])
                #expect(response.status == status, "\(client) \(period) \(template)")
            }
        }
    }
}
