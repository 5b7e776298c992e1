import Documents
import GRDB
import Testing

@testable import SourceData

/// A fair game is OUT at most once in a thousand windows (two-sided, z of 3.29), and less often where few rounds make skewness matter.
@Suite struct RTPWatchTests {
    static let watch = RTPWatch(watchAt: 2.576, outAt: 3.29, drift: 0.01)

    /// Rounds of one stake that returned `actual` in all.
    static func sample(
        rounds: Int64, off: Double, stated: Double = 0.95, deviation: Double = 1, seen: Double? = nil, largest: Double = 2
    ) -> RTPSample {
        let (stake, count) = (100.0, Double(rounds))
        let spread = seen ?? deviation
        return RTPSample(
            gameID: "G", versionID: "G-1", currency: "GBP", rounds: Int(rounds), players: 1, turnover: rounds * 100,
            win: Int64((count * stake * (stated + off)).rounded()), squares: count * stake * stake, cubes: count * stake * stake * stake,
            scatter: count * stake * stake * spread * spread, statedReturn: stated, statedDeviation: deviation, largestMultiple: largest)
    }

    /// A hundred million rounds: the error is one in ten thousand, and skewness plays no part.
    @Test(arguments: [
        (2.575, RTPWatch.Band.within), (2.577, .watch), (3.289, .watch), (3.291, .out), (-2.575, .within), (-2.577, .watch),
        (-3.289, .watch), (-3.291, .out),
    ])
    func `the bands begin where they are said to`(z: Double, band: RTPWatch.Band) throws {
        let measured = try #require(Self.watch.measurement(of: Self.sample(rounds: 100_000_000, off: z / 10_000)))
        #expect(abs(measured.z - z) < 1e-6)
        #expect(measured.band == band)
        #expect(measured.effectiveRounds == 1e8 && abs(measured.tolerance - 0.000_257_6) < 1e-12)
    }

    @Test func `a large prize explains what would be out by z alone, and nothing explains what is missing`() throws {
        // Ten thousand rounds of a slot with a prize of 2,000 stakes: one such prize more is z = 2.35.
        let above = try #require(
            Self.watch.measurement(of: Self.sample(rounds: 10_000, off: 4 * 0.085, deviation: 8.5, largest: 2000)))
        #expect(abs(above.z - 4) < 1e-9 && above.band == .within && above.probability > 0.005)
        let below = try #require(
            Self.watch.measurement(of: Self.sample(rounds: 10_000, off: -4 * 0.085, deviation: 8.5, largest: 2000)))
        #expect(abs(below.z + 4) < 1e-9 && below.band == .out && below.probability < 0.0001)
        // Fifteen deviations no prize explains.
        let far = try #require(
            Self.watch.measurement(of: Self.sample(rounds: 10_000, off: 15 * 0.085, deviation: 8.5, largest: 2000)))
        #expect(far.band == .out)
    }

    @Test func `where rounds scatter more than a game states, they are believed`() throws {
        let stated = try #require(Self.watch.measurement(of: Self.sample(rounds: 100_000_000, off: 0.0004)))
        #expect(stated.band == .out && stated.deviation == 1)
        let seen = try #require(Self.watch.measurement(of: Self.sample(rounds: 100_000_000, off: 0.0004, seen: 5.8)))
        #expect(seen.band == .within && abs(seen.deviation - 5.8) < 1e-9)
        let less = try #require(Self.watch.measurement(of: Self.sample(rounds: 100_000_000, off: 0.0004, seen: 0.1)))
        #expect(less.deviation == 1)
    }

    @Test func `two windows in a row to one side are out, to different sides or with a gap they are not`() throws {
        let measured = try #require(Self.watch.measurement(of: Self.sample(rounds: 100_000_000, off: 0.00028)))
        #expect(measured.band == .watch)
        #expect(Self.watch.band(of: measured, after: (.watch, 2.6)) == .out)
        #expect(Self.watch.band(of: measured, after: (.out, 4)) == .out)
        #expect(Self.watch.band(of: measured, after: (.watch, -2.6)) == .watch)
        #expect(Self.watch.band(of: measured, after: (.within, 2.5)) == .watch)
        #expect(Self.watch.band(of: measured, after: nil) == .watch)
        let fine = try #require(Self.watch.measurement(of: Self.sample(rounds: 100_000_000, off: 0.0001)))
        #expect(Self.watch.band(of: fine, after: (.out, 4)) == .within)
    }

    @Test func `a window that could not show a drift of a point says so`() throws {
        #expect(try #require(Self.watch.measurement(of: Self.sample(rounds: 66_357, off: 0))).isBlind)
        #expect(try #require(Self.watch.measurement(of: Self.sample(rounds: 66_358, off: 0))).isBlind == false)
        #expect(Self.watch.measurement(of: Self.sample(rounds: 0, off: 0)) == nil)
    }

    @Test func `stakes of different size count for fewer rounds`() throws {
        // Nine stakes of 1 and one of 11: 20² / (9 + 121).
        let sample = RTPSample(
            gameID: "G", versionID: "G-1", currency: "GBP", rounds: 10, players: 1, turnover: 20, win: 19, squares: 130, cubes: 1340,
            scatter: 130, statedReturn: 0.95, statedDeviation: 1, largestMultiple: 2)
        let measured = try #require(Self.watch.measurement(of: sample))
        #expect(abs(measured.effectiveRounds - 400.0 / 130) < 1e-12)
    }

    private static let october = Timestamp(milliseconds: 1_790_000_000_000)..<Timestamp(milliseconds: 1_795_000_000_000)

    private static func verdicts(of queue: DatabaseQueue) throws -> [RTPWatch.Measurement] {
        try queue.read { try RTPSample.all(of: "UKGC-000123", october, in: $0) }.compactMap(watch.measurement)
    }

    @Test func `in a fair month no game is out`() throws {
        let verdicts = try Self.verdicts(of: SourceFixture.october.get())
        #expect(verdicts.count >= 7)
        #expect(verdicts.filter { $0.band == .out }.isEmpty, "\(verdicts.map { ($0.sample.gameID, $0.z) })")
    }

    @Test func `a game that pays double is out, and no other`() throws {
        let queue = try SourceFixture.copy(of: SourceFixture.october.get())
        try queue.write {
            try $0.execute(
                sql: "UPDATE game_round SET win_cash = 2 * win_cash, win_bonus = 2 * win_bonus WHERE game_version_id LIKE 'BJ-101-%'")
        }
        let out = try Self.verdicts(of: queue).filter { $0.band == .out }
        #expect(out.map(\.sample.gameID) == ["BJ-101"])
        #expect(out.first.map { $0.z > 0 } == true)
    }

    @Test func `a game that pays a third less is out, and no other`() throws {
        let queue = try SourceFixture.copy(of: SourceFixture.october.get())
        try queue.write {
            try $0.execute(
                sql:
                    "UPDATE game_round SET win_cash = win_cash * 2 / 3, win_bonus = win_bonus * 2 / 3 WHERE game_version_id LIKE 'BJ-101-%'"
            )
        }
        let out = try Self.verdicts(of: queue).filter { $0.band == .out }
        #expect(out.map(\.sample.gameID) == ["BJ-101"])
        #expect(out.first.map { $0.z < 0 } == true)
    }

    @Test func `test accounts, voided rounds and jackpots play no part`() throws {
        let queue = try SourceFixture.copy(of: SourceFixture.october.get())
        let before = try Self.verdicts(of: queue)
        try queue.write {
            try $0.execute(
                sql: """
                    UPDATE game_round SET win_cash = 1000000 WHERE player_id IN (SELECT player_id FROM player WHERE is_test = 1);
                    UPDATE game_round SET win_cash = 1000000 WHERE state = 'VOIDED';
                    UPDATE game_round SET jackpot_win = 1000000
                    """)
            #expect($0.totalChangesCount > 100)
        }
        #expect(try Self.verdicts(of: queue) == before)
    }
}
