import GRDB
import Testing

@testable import SourceData

@Suite struct InvariantTests {
    @Test(arguments: Invariants.all) func `generated tables keep it`(invariant: Invariant) throws {
        let violations = try SourceFixture.october.get().read { try invariant.violations(in: $0) }
        #expect(violations.isEmpty, "\(violations.prefix(3))")
    }

    /// One way of damaging the tables, and the invariant that must notice it.
    struct Damage: Sendable, CustomTestStringConvertible {
        let invariant: Invariant
        let sql: String
        let testDescription: String

        init(_ invariant: Invariant, _ what: String, _ sql: String) {
            self.invariant = invariant
            self.sql = sql
            testDescription = "\(invariant.id): \(what)"
        }

        static let stake = "(SELECT tx_id FROM wallet_tx WHERE type = 'STAKE' ORDER BY tx_id LIMIT 1 OFFSET 50)"
        static let round = "(SELECT round_id FROM game_round WHERE state = 'SETTLED' ORDER BY round_id LIMIT 1 OFFSET 50)"
        static let all: [Damage] = [
            Damage(
                Invariants.inv01, "a balance is off by one", "UPDATE wallet_tx SET balance_after = balance_after + 1 WHERE tx_id = \(stake)"
            ),
            Damage(Invariants.inv01, "an amount was changed", "UPDATE wallet_tx SET amount = amount + 10 WHERE tx_id = \(stake)"),
            Damage(Invariants.inv01, "a transaction is gone", "DELETE FROM wallet_tx WHERE tx_id = \(stake)"),
            Damage(
                Invariants.inv01, "both balances were moved",
                "UPDATE wallet_tx SET balance_after = balance_after + 5, balance_before = balance_before + 5 WHERE tx_id = \(stake)"),
            Damage(
                Invariants.inv02, "a transaction was moved to another day",
                "UPDATE wallet_tx SET occurred_at = occurred_at + 2 * 86400000 WHERE tx_id = \(stake)"),
            Damage(
                Invariants.inv02, "a closing balance was changed",
                """
                UPDATE wallet_tx SET balance_after = balance_after - 1 WHERE tx_id = (SELECT tx_id FROM wallet_tx WHERE wallet_id =
                    (SELECT wallet_id FROM wallet_tx WHERE tx_id = \(stake)) ORDER BY seq DESC LIMIT 1)
                """),
            Damage(
                Invariants.inv09, "a round's stake was changed",
                "UPDATE game_round SET stake_cash = stake_cash + 10 WHERE round_id = \(round)"),
            Damage(
                Invariants.inv09, "a win that nobody was paid", "UPDATE game_round SET win_cash = win_cash + 1 WHERE round_id = \(round)"),
            Damage(Invariants.inv09, "a jackpot that nobody was paid", "UPDATE game_round SET jackpot_win = 1 WHERE round_id = \(round)"),
            Damage(Invariants.inv09, "the stake's transaction is gone", "DELETE FROM wallet_tx WHERE tx_id = \(stake)"),
            Damage(
                Invariants.inv09, "a replaced stake counts no more",
                """
                INSERT INTO wallet_tx SELECT 'copy', licence_id, wallet_id, player_id, seq + 1000000, occurred_at, posted_at, type,
                    amount + 10, sign, balance_before, balance_after, round_id, NULL, NULL, NULL, tx_id, NULL, NULL, 'copy'
                FROM wallet_tx WHERE tx_id = \(stake)
                """),
            Damage(Invariants.inv10, "a settled round without a draw", "UPDATE game_round SET draw_count = 0 WHERE round_id = \(round)"),
            Damage(
                Invariants.inv10, "a draw is gone",
                "DELETE FROM rng_draw WHERE draw_no = (SELECT draw_first FROM game_round WHERE round_id = \(round))"),
            Damage(
                Invariants.inv10, "a draw of another round",
                "UPDATE rng_draw SET round_id = 'x' WHERE draw_no = (SELECT draw_first FROM game_round WHERE round_id = \(round))"),
            Damage(Invariants.inv03, "a type that moves money the other way", "UPDATE wallet_tx SET type = 'WIN' WHERE tx_id = \(stake)"),
            Damage(
                Invariants.inv11, "a stake during an exclusion",
                """
                INSERT INTO exclusion SELECT 'e', licence_id, player_id, 'SELF', 'NONE', occurred_at, occurred_at, occurred_at, NULL, NULL, 0
                FROM wallet_tx WHERE tx_id = \(stake)
                """),
            Damage(
                Invariants.inv12, "a limit relaxed at once",
                """
                INSERT INTO rg_limit SELECT 'l', licence_id, player_id, 'LOSS', 'DAY', 1, 0, 86399999, NULL, 'RELAX', 'PLAYER'
                FROM player ORDER BY player_id LIMIT 1
                """),
            Damage(
                Invariants.inv13, "a withdrawal paid while funds are locked",
                """
                UPDATE cdd_state SET funds_locked = 1 WHERE (player_id, since) = (
                    SELECT c.player_id, c.since FROM wallet_tx t JOIN cdd_state c ON c.player_id = t.player_id AND c.since <= t.occurred_at
                    WHERE t.type = 'WITHDRAWAL_PAID' ORDER BY t.occurred_at, c.since DESC LIMIT 1)
                """),
            Damage(
                Invariants.inv19, "a jackpot that has shrunk",
                "UPDATE jackpot_event SET value_after = value_after - 1 WHERE event_id = (SELECT MAX(event_id) FROM jackpot_event)"),
            Damage(
                Invariants.inv20, "a round in another currency", "UPDATE game_round SET currency = 'SEK' WHERE round_id = \(round)"),
        ]
    }

    @Test(arguments: Damage.all) func `a damaged row is noticed`(damage: Damage) throws {
        let queue = try SourceFixture.copy(of: SourceFixture.small.get())
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            try database.execute(sql: damage.sql)
            #expect(database.changesCount == 1)
        }
        let violations = try queue.read { try damage.invariant.violations(in: $0) }
        #expect(!violations.isEmpty)
        #expect(violations.allSatisfy { $0.invariant == damage.invariant.id && $0.expected != $0.actual })
    }

    @Test func `empty tables keep every invariant`() throws {
        let queue = try DatabaseQueue()
        try queue.write { try $0.execute(sql: SourceSchema.tables + SourceSchema.indexes) }
        for invariant in Invariants.all {
            #expect(try queue.read { try invariant.violations(in: $0) }.isEmpty)
        }
    }

    @Test func `no more violations are returned than asked for`() throws {
        let queue = try SourceFixture.copy(of: SourceFixture.small.get())
        try queue.writeWithoutTransaction { try $0.execute(sql: "UPDATE game_round SET draw_count = 0") }
        #expect(try queue.read { try Invariants.inv10.violations(in: $0, limit: 7) }.count == 7)
    }
}

@Suite struct DrawChainTests {
    private let rng = "RNG-UKGC-000123"

    @Test func `the chain over all draws can be recomputed`() throws {
        let queue = try SourceFixture.copy(of: SourceFixture.small.get())
        #expect(try queue.read { try DrawChainAudit.firstBreak(of: rng, in: $0) } == nil)
    }

    @Test(arguments: [
        "at = at + 1", "range_hi = range_hi + 1", "values_scaled = '[' || (CAST(trim(values_scaled, '[]') AS INTEGER) + 1) || ']'",
        "raw_sha256 = hash", "prev_hash = hash", "hash = prev_hash", "n = 2", "hash = 'zz'", "values_scaled = '7'",
    ])
    func `a changed draw breaks it at that draw`(change: String) throws {
        let queue = try SourceFixture.copy(of: SourceFixture.small.get())
        try queue.write { try $0.execute(sql: "UPDATE rng_draw SET \(change) WHERE draw_no = 500") }
        #expect(try queue.read { try DrawChainAudit.firstBreak(of: rng, in: $0) } == 500)
    }

    @Test func `a missing draw breaks it at the next one`() throws {
        let queue = try SourceFixture.copy(of: SourceFixture.small.get())
        try queue.write { try $0.execute(sql: "DELETE FROM rng_draw WHERE draw_no = 500") }
        #expect(try queue.read { try DrawChainAudit.firstBreak(of: rng, in: $0) } == 501)
    }

    @Test func `a round's prize follows from its draw`() throws {
        let rows = try SourceFixture.october.get().read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT r.game_version_id, r.stake_cash + r.stake_bonus AS stake, r.win_cash + r.win_bonus AS win,
                        r.outcome_json ->> 'bet' AS bet, CAST(trim(d.values_scaled, '[]') AS INTEGER) AS value
                    FROM game_round r JOIN rng_draw d ON d.rng_id = r.rng_id AND d.draw_no = r.draw_first
                    WHERE r.state = 'SETTLED' LIMIT 2000
                    """)
        }
        for row in rows {
            let game = try #require(GameCatalogue.games.first { $0.versionID == row["game_version_id"] as String })
            let bet = try #require(game.bets.first { $0.code == (row["bet"] as String? ?? "") })
            let win = bet.paytable.prize(for: row["value"]).map { (row["stake"] as Int64) * $0.tenfold / 10 } ?? 0
            #expect(win == row["win"] as Int64)
        }
    }
}
