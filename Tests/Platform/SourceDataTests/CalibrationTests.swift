import Foundation
import GRDB
import Testing

@testable import SourceData

/// The generated month against the published figures. Bounds are those of the sample: what is planned exactly is held tightly,
/// what depends on chance within four standard errors.
@Suite struct CalibrationTests {
    private let actives = "player_id IN (SELECT player_id FROM player WHERE is_test = 0)"

    private func value(_ sql: String) throws -> Double {
        try #require(try SourceFixture.october.get().read { try Double.fetchOne($0, sql: sql) })
    }

    @Test func `an active player makes 1,860 rounds a month on average`() throws {
        let mean = try value("SELECT COUNT(*) * 1.0 / COUNT(DISTINCT player_id) FROM game_round WHERE \(actives)")
        #expect(abs(mean - 1860) < 20)
    }

    @Test func `the busiest twentieth makes about two fifths of the rounds`() throws {
        var generator = SeededGenerator(seed: 1, stream: "test")
        let rounds = PlannedPlayer.population(4000, generator: &generator).filter { !$0.isTest }.map(\.rounds).sorted(by: >)
        let share = Double(rounds.prefix(200).reduce(0, +)) / Double(rounds.reduce(0, +))
        #expect((0.36...0.46).contains(share))
        #expect(abs(Double(rounds.reduce(0, +)) / 4000 - 1860) < 30)
    }

    @Test func `a session has 141 rounds on average`() throws {
        let mean = try value("SELECT AVG(rounds) FROM game_session WHERE \(actives)")
        #expect((125...155).contains(mean))
    }

    @Test func `a session lasts 17 minutes on average, and 6 to 7.5 in a hundred more than an hour`() throws {
        var generator = SeededGenerator(seed: 3, stream: "test")
        let days = (0...31).map { Int64($0) * 86_400_000 }
        let planner = SessionPlanner(dayStarts: days, weekdays: (0..<31).map { $0 % 7 + 1 })
        let players = PlannedPlayer.population(400, generator: &generator)
        let minutes = players.enumerated().flatMap { position, player in
            planner.sessions(of: player, at: position, generator: &generator).map { Double($0.length) / 60_000 }
        }
        #expect(minutes.count > 4000)
        #expect((15.5...19).contains(minutes.reduce(0, +) / Double(minutes.count)))
        #expect((0.058...0.078).contains(Double(minutes.count { $0 > 60 }) / Double(minutes.count)))
    }

    @Test func `sessions of one player do not overlap and leave the game its cycle`() throws {
        let overlaps = try value(
            """
            SELECT COUNT(*) FROM (SELECT started_at, LAG(ended_at) OVER (PARTITION BY player_id ORDER BY started_at) AS before
                FROM game_session) WHERE started_at <= before
            """)
        #expect(overlaps == 0)
        let tooFast = try value(
            """
            SELECT COUNT(*) FROM (SELECT started_at - LAG(started_at) OVER (PARTITION BY session_id ORDER BY started_at) AS gap
                FROM game_round) WHERE gap < 2500
            """)
        #expect(tooFast == 0)
    }

    @Test func `the mean stake is 0.65 and no stake is above the caps`() throws {
        let mean = try value("SELECT AVG(stake_cash + stake_bonus) FROM game_round WHERE \(actives)")
        #expect((60...70).contains(mean))
        #expect(try value("SELECT MAX(stake_cash + stake_bonus) FROM game_round") <= 500)
        let young = try value(
            """
            SELECT COALESCE(MAX(r.stake_cash + r.stake_bonus), 0) FROM game_round r JOIN player p ON p.player_id = r.player_id
            WHERE p.dob > '2001-11-01'
            """)
        #expect(young <= 200)
    }

    @Test func `stakes grow with volume`() throws {
        var generator = SeededGenerator(seed: 5, stream: "test")
        let players = PlannedPlayer.population(1000, generator: &generator).filter { !$0.isTest }.sorted { $0.rounds < $1.rounds }
        let (quiet, busy) = (players.prefix(250), players.suffix(250))
        func mean(_ players: some Collection<PlannedPlayer>) -> Double {
            players.reduce(0) { $0 + $1.stakeLevel } / Double(players.count)
        }
        #expect(mean(busy) > 1.5 * mean(quiet))
    }

    @Test func `what is paid back agrees with the games' stated return`() throws {
        let rows = try SourceFixture.october.get().read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT g.vertical, SUM(s * g.rtp_theoretical) AS expected, SUM(w) AS won, SUM(s * s * g.stake_sd * g.stake_sd) AS variance
                    FROM (SELECT game_version_id, stake_cash + stake_bonus AS s, win_cash + win_bonus AS w FROM game_round
                        WHERE state = 'SETTLED') r
                    JOIN game_version v ON v.game_version_id = r.game_version_id JOIN game g ON g.game_id = v.game_id
                    WHERE g.vertical <> 'ROULETTE' GROUP BY g.vertical
                    """)
        }
        #expect(rows.count == 3)
        for row in rows {
            let (expected, won, variance): (Double, Double, Double) = (row["expected"], row["won"], row["variance"])
            #expect(abs(won - expected) < 4 * variance.squareRoot(), "\(row["vertical"] as String)")
        }
    }

    @Test func `active weeks have about 1.4 deposits, of usual amounts, and a fifth of the attempts fails`() throws {
        let deposits = try value("SELECT COUNT(*) FROM wallet_tx WHERE type = 'DEPOSIT' AND \(actives)")
        let weeks = try value(
            """
            SELECT COUNT(*) FROM (SELECT DISTINCT player_id, (started_at - (SELECT MIN(started_at) FROM game_round)) / 604800000
                FROM game_round WHERE \(actives))
            """)
        #expect((1.0...1.9).contains(deposits / weeks))
        let unusual = try value("SELECT COUNT(*) FROM payment WHERE kind = 'DEPOSIT' AND amount NOT IN (1000, 2000, 5000, 10000)")
        #expect(unusual == 0)
        let rejected = try value("SELECT AVG(status = 'REJECTED') FROM payment WHERE kind = 'DEPOSIT'")
        #expect((0.1...0.3).contains(rejected))
    }

    @Test func `about three in ten depositors withdraw, paid within a day`() throws {
        let share = try value(
            """
            SELECT COUNT(DISTINCT CASE type WHEN 'WITHDRAWAL_HOLD' THEN player_id END) * 1.0
                / COUNT(DISTINCT CASE type WHEN 'DEPOSIT' THEN player_id END) FROM wallet_tx WHERE \(actives)
            """)
        #expect((0.15...0.4).contains(share))
        let delay = try value(
            """
            SELECT COALESCE(MAX(p.occurred_at - h.occurred_at), 0) FROM wallet_tx p
            JOIN wallet_tx h ON h.payment_id = p.payment_id AND h.type = 'WITHDRAWAL_HOLD' WHERE p.type = 'WITHDRAWAL_PAID'
            """)
        #expect(delay > 0 && delay <= 86_400_000 + 60_000)
    }

    @Test func `bonuses are 8 to 12 per cent of what the house expects to keep`() throws {
        let granted = try value("SELECT SUM(amount) FROM bonus")
        let expected = try value(
            """
            SELECT SUM(r.stake_cash * (1 - g.rtp_theoretical)) FROM game_round r
            JOIN game_version v ON v.game_version_id = r.game_version_id JOIN game g ON g.game_id = v.game_id
            """)
        #expect((0.08...0.12).contains(granted / expected))
    }
}
