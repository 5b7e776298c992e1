import Documents
import Foundation
import GRDB
import TestSupport
import Testing

@testable import SourceData

@Suite struct GeneratorTests {
    @Test func `the same configuration gives the same tables`() throws {
        let first = try SourceFixture.generated(players: 2)
        let second = try SourceFixture.generated(players: 2)
        #expect(try SourceFixture.digest(of: first) == SourceFixture.digest(of: second))
    }

    @Test func `another seed gives other tables`() throws {
        let first = try SourceFixture.generated(players: 1, licences: [Licence.northwind[0]])
        let second = try SourceFixture.generated(players: 1, licences: [Licence.northwind[0]], seed: 7)
        #expect(try SourceFixture.digest(of: first) != SourceFixture.digest(of: second))
    }

    @Test func `a licence's rows do not depend on its neighbours`() throws {
        let together = try SourceFixture.generated(players: 1)
        let alone = try SourceFixture.generated(players: 1, licences: [Licence.northwind[1]])
        let id = Licence.northwind[1].id
        #expect(try SourceFixture.digest(of: together, where: id) == SourceFixture.digest(of: alone, where: id))
    }

    @Test func `every row refers to rows that exist`() throws {
        let violations = try SourceFixture.october.get().read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check") }
        #expect(violations.isEmpty)
    }

    @Test func `everything happens within the month's gaming days`() throws {
        let queue = try SourceFixture.generated(players: 2)
        for licence in Licence.northwind {
            let zone = try GamingZone(licence.gamingDayZone)
            let month = try #require(DataMonth(parsing: "2026-10"))
            let (first, last) = try (#require(month.days.first), #require(month.days.last))
            let bounds = zone.start(of: first).milliseconds..<zone.start(of: last.advanced(by: 1)).milliseconds
            let outside = try queue.read { database in
                try Int.fetchOne(
                    database,
                    sql: """
                        SELECT (SELECT COUNT(*) FROM wallet_tx WHERE licence_id = :id AND (occurred_at < :from OR occurred_at >= :to))
                            + (SELECT COUNT(*) FROM game_round WHERE licence_id = :id AND (started_at < :from OR settled_at >= :to))
                        """, arguments: ["id": licence.id, "from": bounds.lowerBound, "to": bounds.upperBound])
            }
            #expect(outside == 0)
        }
    }

    @Test func `time goes on along each wallet`() throws {
        let steps = try SourceFixture.october.get().read { database in
            try Int.fetchOne(
                database,
                sql: """
                    SELECT COUNT(*) FROM (SELECT occurred_at, LAG(occurred_at) OVER (PARTITION BY wallet_id ORDER BY seq) AS before
                        FROM wallet_tx) WHERE occurred_at < before
                    """)
        }
        #expect(steps == 0)
    }

    @Test func `no wallet is ever below zero`() throws {
        let count = try SourceFixture.october.get().read {
            try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM wallet_tx WHERE balance_after < 0 OR balance_before < 0")
        }
        #expect(count == 0)
    }

    @Test func `progress counts the days of all licences and the summary the rows`() throws {
        let folder = try TemporaryFolder()
        let generator = try SourceDataGenerator(SourceFixture.configuration(players: 1))
        var steps: [SourceDataGenerator.Progress] = []
        let summary = try generator.generate(at: folder.path + "/a.sqlite") { steps.append($0) }
        #expect(steps.map(\.daysDone) == Array(1...93))
        #expect(steps.allSatisfy { $0.daysInTotal == 93 })
        #expect(steps.last?.rounds == summary.rounds)
        let counts = try DatabaseQueue(path: folder.path + "/a.sqlite").read { database in
            try ["player", "game_session", "game_round", "wallet_tx", "rng_draw"].map { table in
                try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM \(table)") ?? 0
            }
        }
        #expect(counts == [summary.players, summary.sessions, summary.rounds, summary.transactions, summary.draws])
    }

    @Test func `an existing file is left alone`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.sqlite"
        try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
        let generator = try SourceDataGenerator(SourceFixture.configuration(players: 1))
        #expect(throws: SourceDataError(.exists, "")) { try generator.generate(at: path) }
        #expect(FileManager.default.contents(atPath: path) == Data("mine".utf8))
    }

    @Test func `an interrupted run leaves no file under the name, and the next one succeeds`() throws {
        struct Stop: Error {}
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.sqlite"
        let generator = try SourceDataGenerator(SourceFixture.configuration(players: 1, licences: [Licence.northwind[2]]))
        #expect(throws: Stop.self) {
            try generator.generate(at: path) { progress in
                if progress.daysDone == 5 { throw Stop() }
            }
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try generator.generate(at: path).rounds > 0)
    }

    @Test func `a folder that does not exist is reported, not a crash`() throws {
        let generator = try SourceDataGenerator(SourceFixture.configuration(players: 1))
        #expect(throws: SourceDataError(.unavailable, "")) { try generator.generate(at: "/nonexistent/folder/a.sqlite") }
    }

    @Test(arguments: [0, -1, 1_000_001]) func `absurd numbers of players are refused`(players: Int) throws {
        let configuration = try SourceFixture.configuration(players: players)
        #expect(throws: SourceDataError(.invalidConfiguration, "")) { try SourceDataGenerator(configuration) }
    }

    @Test func `licences must be given once, with ids and zones that can be used`() throws {
        func refusal(_ licences: [Licence]) throws -> SourceDataError.Code? {
            let configuration = try SourceFixture.configuration(players: 1, licences: licences)
            do {
                _ = try SourceDataGenerator(configuration)
                return nil
            } catch { return error.code }
        }
        func licence(id: String = "X-1", zone: String = "Europe/Malta", currency: String = "EUR") -> Licence {
            Licence(
                id: id, number: "1", operatorID: "o", operatorName: "O", regulator: "MGA", gamingDayZone: zone,
                baseCurrency: currency, brand: "B", domain: "b.example")
        }
        #expect(try refusal([]) == .invalidConfiguration)
        #expect(try refusal([licence(), licence()]) == .invalidConfiguration)
        #expect(try refusal([licence(id: "X'; DROP TABLE player")]) == .invalidConfiguration)
        #expect(try refusal([licence(currency: "EU'")]) == .invalidConfiguration)
        #expect(try refusal([licence(zone: "Europe/Atlantis")]) == .unknownZone)
        #expect(try refusal([licence()]) == nil)
    }

    @Test func `February of a leap year and the months of both clock changes are complete`() throws {
        for (month, days) in [("2028-02", 29), ("2026-03", 31)] {
            let queue = try SourceFixture.generated(players: 1, licences: [Licence.northwind[0]], month: month)
            #expect(DataMonth(parsing: month)?.days.count == days)
            let rounds = try queue.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM game_round") }
            #expect((rounds ?? 0) > 1800)
        }
    }
}

@Suite struct RecordedTablesTests {
    /// Written down from one machine; whoever changes the generator on purpose writes the new value here.
    @Test func `the tables of a seed are the recorded ones`() throws {
        let queue = try SourceFixture.generated(players: 1)
        let digest = try SourceFixture.digest(of: queue)
        // Play and money alone: what is added around them must not change them.
        let play = try SourceFixture.digest(of: queue, only: ["payment", "bonus", "game_round", "wallet_tx", "rng_draw"])
        #expect(play == "e8d9166b735547b240af475bc18eeff730bb4dae98e7991c84a03a05adb2fffc")
        #expect(digest == "58dc06909731ea99eefd4cef1deaef398fdee0792901f979517acce9dcbd9b2f")
    }
}
