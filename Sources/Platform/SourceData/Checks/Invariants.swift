/// The invariants of the tables that the operator's own systems hold.
package enum Invariants {
    /// In the order of their numbers.
    package static let all = [inv01, inv02, inv03, inv09, inv10, inv11, inv12, inv13, inv19, inv20]

    /// Transactions of a wallet follow each other without a gap, each from the balance that the one before left.
    package static let inv01 = Invariant(
        id: "INV01",
        statement: "balance_after = balance_before + sign × amount, and balance_before(seq) = balance_after(seq−1) for every wallet",
        sql: """
            , chained AS (
                SELECT tx_id, wallet_id, seq, amount, sign, balance_before, balance_after,
                    LAG(seq) OVER wallet AS previous_seq, LAG(balance_after) OVER wallet AS previous_balance
                FROM wallet_tx WINDOW wallet AS (PARTITION BY wallet_id ORDER BY seq))
            SELECT tx_id AS subject, 'balance_after' AS what, balance_before + sign * amount AS expected, balance_after AS actual
            FROM chained WHERE balance_after <> balance_before + sign * amount
            UNION ALL
            SELECT tx_id, 'balance_before', previous_balance, balance_before FROM chained WHERE balance_before <> previous_balance
            UNION ALL
            SELECT tx_id, 'seq', previous_seq + 1, seq FROM chained WHERE seq <> previous_seq + 1
            """)

    /// Days are taken by the time at which money moved, wallets' balances by their own order: both must tell the same story.
    package static let inv02 = Invariant(
        id: "INV02",
        statement: "closing balance of day d = opening balance of day d+1, per wallet, per currency and in total",
        sql: """
            , placed AS (
                SELECT t.licence_id, t.wallet_id, d.day, t.sign * t.amount AS movement, t.balance_before, t.balance_after,
                    ROW_NUMBER() OVER (PARTITION BY t.wallet_id, d.day ORDER BY t.seq) AS from_start,
                    ROW_NUMBER() OVER (PARTITION BY t.wallet_id, d.day ORDER BY t.seq DESC) AS from_end
                FROM wallet_tx t JOIN day d
                    ON d.licence_id = t.licence_id AND t.occurred_at >= d.starts_at AND t.occurred_at < d.ends_at),
            daily AS (
                SELECT licence_id, wallet_id, day, SUM(movement) AS movement,
                    MAX(CASE from_start WHEN 1 THEN balance_before END) AS opening,
                    MAX(CASE from_end WHEN 1 THEN balance_after END) AS closing
                FROM placed GROUP BY licence_id, wallet_id, day),
            followed AS (
                SELECT *, LAG(closing) OVER wallet AS yesterday, ROW_NUMBER() OVER wallet AS active_day
                FROM daily WINDOW wallet AS (PARTITION BY wallet_id ORDER BY day)),
            movements AS (
                SELECT d.licence_id, w.currency, SUM(d.movement) + SUM(CASE d.active_day WHEN 1 THEN d.opening ELSE 0 END) AS carried
                FROM followed d JOIN wallet w ON w.wallet_id = d.wallet_id GROUP BY d.licence_id, w.currency),
            balances AS (
                SELECT t.licence_id, w.currency, SUM(t.balance_after) AS held
                FROM wallet_tx t JOIN wallet w ON w.wallet_id = t.wallet_id
                WHERE t.seq = (SELECT MAX(seq) FROM wallet_tx l WHERE l.wallet_id = t.wallet_id)
                GROUP BY t.licence_id, w.currency)
            SELECT wallet_id || ' ' || day AS subject, 'opening balance' AS what, yesterday AS expected, opening AS actual
            FROM followed WHERE opening <> yesterday
            UNION ALL
            SELECT wallet_id || ' ' || day, 'closing balance', opening + movement, closing FROM followed WHERE closing <> opening + movement
            UNION ALL
            SELECT m.licence_id || ' ' || m.currency, 'total of the last balances', m.carried, b.held
            FROM movements m JOIN balances b ON b.licence_id = m.licence_id AND b.currency = m.currency WHERE b.held <> m.carried
            """)

    /// A replaced transaction does not count; the one that replaces it does.
    package static let inv09 = Invariant(
        id: "INV09",
        statement: "every round's STAKE/WIN transactions sum to the round's stake_cash/win_cash; bonus and jackpot likewise",
        sql: """
            , counted AS (
                SELECT t.* FROM wallet_tx t
                WHERE t.round_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM wallet_tx c WHERE c.replaces_id = t.tx_id)),
            moved AS (
                SELECT round_id, SUM(CASE type WHEN 'STAKE' THEN amount ELSE 0 END) AS stake_cash,
                    SUM(CASE type WHEN 'STAKE_BONUS' THEN amount ELSE 0 END) AS stake_bonus,
                    SUM(CASE type WHEN 'WIN' THEN amount ELSE 0 END) AS win_cash,
                    SUM(CASE type WHEN 'WIN_BONUS' THEN amount ELSE 0 END) AS win_bonus,
                    SUM(CASE type WHEN 'JACKPOT_WIN' THEN amount ELSE 0 END) AS jackpot_win
                FROM counted GROUP BY round_id),
            compared AS (
                SELECT r.round_id, r.stake_cash AS s, COALESCE(m.stake_cash, 0) AS ms, r.stake_bonus AS sb,
                    COALESCE(m.stake_bonus, 0) AS msb, r.win_cash AS w, COALESCE(m.win_cash, 0) AS mw, r.win_bonus AS wb,
                    COALESCE(m.win_bonus, 0) AS mwb, r.jackpot_win AS j, COALESCE(m.jackpot_win, 0) AS mj
                FROM game_round r LEFT JOIN moved m ON m.round_id = r.round_id)
            SELECT round_id AS subject, 'sum of STAKE' AS what, s AS expected, ms AS actual FROM compared WHERE s <> ms
            UNION ALL SELECT round_id, 'sum of STAKE_BONUS', sb, msb FROM compared WHERE sb <> msb
            UNION ALL SELECT round_id, 'sum of WIN', w, mw FROM compared WHERE w <> mw
            UNION ALL SELECT round_id, 'sum of WIN_BONUS', wb, mwb FROM compared WHERE wb <> mwb
            UNION ALL SELECT round_id, 'sum of JACKPOT_WIN', j, mj FROM compared WHERE j <> mj
            """)

    /// The numbers of a generator's draws have no gap either: a missing one may have been an unwelcome outcome.
    package static let inv10 = Invariant(
        id: "INV10",
        statement: "rounds with state SETTLED have draw_count ≥ 1 and contiguous draw numbers that exist in rng_draw",
        sql: """

            SELECT round_id AS subject, 'draw_count' AS what, 'at least 1' AS expected, draw_count AS actual
            FROM game_round WHERE state = 'SETTLED' AND draw_count < 1
            UNION ALL
            SELECT r.round_id, 'draws of the round', r.draw_count,
                (SELECT COUNT(*) FROM rng_draw d WHERE d.rng_id = r.rng_id AND d.round_id = r.round_id
                    AND d.draw_no >= r.draw_first AND d.draw_no < r.draw_first + r.draw_count) AS found
            FROM game_round r WHERE r.state = 'SETTLED' AND r.draw_count <> (
                SELECT COUNT(*) FROM rng_draw d WHERE d.rng_id = r.rng_id AND d.round_id = r.round_id
                    AND d.draw_no >= r.draw_first AND d.draw_no < r.draw_first + r.draw_count)
            UNION ALL
            SELECT rng_id || ' ' || draw_no, 'draw_no', previous + 1, draw_no
            FROM (SELECT rng_id, draw_no, LAG(draw_no) OVER (PARTITION BY rng_id ORDER BY draw_no) AS previous FROM rng_draw)
            WHERE draw_no <> previous + 1
            """)
}
