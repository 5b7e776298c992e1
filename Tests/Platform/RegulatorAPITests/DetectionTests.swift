import Documents
import Foundation
import GRDB
import Incidents
import Requests
import ServerKit
import SourceData
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct DetectionTests {
        /// A state, what it makes, and the fault by which nobody notices.
        struct Sample: Sendable, CustomTestStringConvertible {
            let state: String
            let type: String
            let fault: String

            var testDescription: String { state }

            static let all = [
                Sample(state: "a game whose return is off", type: "GAM-RTP", fault: "returns-not-watched"),
                Sample(state: "a generator whose draws are uneven", type: "GAM-RNG", fault: "draws-not-tested"),
                Sample(state: "an act during an exclusion", type: "RG-EXCL", fault: "exclusion-breaches-not-found"),
                Sample(state: "payments just under a threshold", type: "AML-STR", fault: "structuring-not-found"),
                Sample(state: "player funds that are not covered", type: "FND-SHRT", fault: "shortfalls-not-found"),
            ]
        }

        @Test(arguments: Sample.all, ["UKGC-000123", "MGA-B2C-456-2019", "CGA-OGL-2024-789"])
        func `each state makes its detector find one thing, and its fault makes it blind`(sample: Sample, licence: String) async throws {
            let harness = try await SharedHarness.value
            let params: Node = ["licence": .string(licence)]
            let values = try await harness.reach(sample.state, params)
            #expect(values["type"]?.string == sample.type)
            let id = try #require(values["incident"]?.string)
            let shown = try await harness.json("GET", "/sandbox/regulator/incidents/\(id)", as: "officer")
            #expect(shown.body["type"]?.string == sample.type && shown.body["licences"] == [.string(licence)])
            #expect(shown.body["opened_at"] == values["since"])
            let again = try await harness.reach(sample.state, params)
            #expect(again["incident"]?.string != nil && again["incident"] != values["incident"])
            try await harness.enable([sample.fault])
            let missed = try await harness.reach(sample.state, params)
            try await harness.enable([])
            #expect(missed["incident"]?.isNull == true)
        }

        @Test(arguments: ["PLAY", "DEPOSIT", "LOGIN", "MARKETING"])
        func `every act during an exclusion is noticed`(act: String) async throws {
            let harness = try await SharedHarness.value
            let values = try await harness.reach("an act during an exclusion", ["licence": "UKGC-000123", "act": .string(act)])
            let id = try #require(values["incident"]?.string)
            let shown = try await harness.json("GET", "/sandbox/regulator/incidents/\(id)", as: "ukgc")
            #expect(shown.body["details"]?["acts"] == .object([(act, .integer(1))]))
        }

        @Test func `the months of both realms raise nothing, and an exclusion that arrives late shows the play after it`() async throws {
            let harness = try await Harness()
            let services = harness.sandbox
            for realm in [harness.assembly.production, services] { #expect(try await Self.work(realm).isEmpty) }
            let row = try #require(
                try await services.source.read { database in
                    try Row.fetchOne(
                        database,
                        sql: """
                            SELECT player_id, MIN(started_at) AS first FROM game_round
                            WHERE licence_id = 'UKGC-000123' AND player_id IN (SELECT player_id FROM player WHERE is_test = 0)
                            GROUP BY player_id ORDER BY player_id LIMIT 1
                            """
                    ).map { [$0["player_id"] as String, String($0["first"] as Int64)] }
                })
            let rows =
                "exclusion_id,licence_id,player_id,kind,register,requested_at,started_at,min_end_at,balance_returned\n"
                + "late-1,UKGC-000123,\(row[0]),SELF,NONE,\(row[1]),\(row[1]),1900000000000,0\n"
            try FeedDropFile(feed: "kyc_aml", table: "exclusion", csv: rows).put(into: services)
            try await services.takeFeeds()
            let found = try await Self.work(services)
            #expect(found.count == 1)
            let id = try #require(found.first?.incidentID)
            let shown = try await harness.json("GET", "/sandbox/regulator/incidents/\(id)", as: "ukgc")
            #expect(shown.body["type"]?.string == "RG-EXCL")
            #expect(try await Self.work(services).isEmpty)
        }

        /// What is found until nothing is left to look at.
        private static func work(_ services: RealmServices) async throws -> [EventReceipt] {
            var receipts: [EventReceipt] = []
            for _ in 0..<50 {
                let turn = try await services.detection.turn(now: services.now())
                #expect(turn.failures.isEmpty)
                receipts += turn.receipts
                if turn.isComplete { return receipts }
            }
            Issue.record("it never ends")
            return receipts
        }
    }
}
