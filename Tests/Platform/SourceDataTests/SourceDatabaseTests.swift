import Documents
import Foundation
import GRDB
import TestSupport
import Testing

@testable import SourceData

@Suite struct SourceDatabaseTests {
    @Test func `a generated file is opened and tells its licences and their time of activity`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/source.sqlite"
        _ = try SourceDataGenerator(SourceFixture.configuration(players: 1)).generate(at: path)
        let source = try SourceDatabase(path: path)
        #expect(try await source.licences() == Licence.northwind.sorted { $0.id < $1.id })
        let activity = try #require(try await source.activity(of: "UKGC-000123"))
        #expect(activity.lowerBound.description >= "2026-09-30T23:00")
        #expect(activity.upperBound.description < "2026-11-01")
        #expect(try await source.activity(of: "none") == nil)
        try source.close()
    }

    @Test func `a missing file is not made, and another database is not taken`() throws {
        let folder = try TemporaryFolder()
        let missing = folder.path + "/missing.sqlite"
        #expect(throws: SourceDataError(.notSourceData, "")) { try SourceDatabase(path: missing) }
        #expect(!FileManager.default.fileExists(atPath: missing))

        let other = folder.path + "/other.sqlite"
        try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE t (a)") }
        #expect(throws: SourceDataError(.notSourceData, "")) { try SourceDatabase(path: other) }

        let text = folder.path + "/text.sqlite"
        try Data(String(repeating: "not a database ", count: 100).utf8).write(to: URL(fileURLWithPath: text))
        #expect(throws: SourceDataError(.notSourceData, "")) { try SourceDatabase(path: text) }
    }

    @Test func `the tables have the columns of the data model`() throws {
        let columns = try SourceFixture.october.get().read { try $0.columns(in: "game_round").map(\.name) }
        #expect(
            columns == [
                "round_id", "licence_id", "session_id", "player_id", "game_version_id", "started_at", "settled_at", "state", "currency",
                "stake_cash", "stake_bonus", "win_cash", "win_bonus", "jackpot_contrib", "jackpot_win", "channel", "outcome_code",
                "outcome_json", "rng_id", "draw_first", "draw_count",
            ])
    }
}
