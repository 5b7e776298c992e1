extension Invariants {
    /// By gaming day, licence and currency: what the types of the transactions add up to is what the cash balances moved by. A
    /// hold takes money to pending, a release brings it back, a payment leaves the balance alone.
    package static let inv03 = Invariant(
        id: "INV03",
        statement: """
            opening + deposits − paid withdrawals − Δ pending + wins − stakes + refunds + converted − fees ± adjustments = closing (cash)
            """,
        sql: """
            , placed AS (
                SELECT t.licence_id, w.currency, d.day, t.wallet_id, t.type, t.sign, t.amount, t.balance_before, t.balance_after,
                    ROW_NUMBER() OVER (PARTITION BY t.wallet_id, d.day ORDER BY t.seq) AS from_start,
                    ROW_NUMBER() OVER (PARTITION BY t.wallet_id, d.day ORDER BY t.seq DESC) AS from_end
                FROM wallet_tx t JOIN wallet w ON w.wallet_id = t.wallet_id AND w.kind = 'CASH'
                JOIN day d ON d.licence_id = t.licence_id AND t.occurred_at >= d.starts_at AND t.occurred_at < d.ends_at),
            daily AS (
                SELECT licence_id, currency, day,
                    SUM(CASE WHEN from_end = 1 THEN balance_after ELSE 0 END) - SUM(CASE WHEN from_start = 1 THEN balance_before ELSE 0 END)
                        AS moved,
                    SUM(CASE
                        WHEN type IN ('DEPOSIT', 'WITHDRAWAL_RELEASE', 'STAKE_REFUND', 'WIN', 'JACKPOT_WIN', 'BONUS_CONVERT', 'ADJ_CREDIT')
                            THEN amount
                        WHEN type IN ('DEPOSIT_REVERSAL', 'WITHDRAWAL_HOLD', 'STAKE', 'FEE', 'ADJ_DEBIT') THEN -amount
                        ELSE 0 END) AS explained
                FROM placed GROUP BY licence_id, currency, day)
            SELECT licence_id || ' ' || currency || ' ' || day AS subject, 'movement of cash balances' AS what, explained AS expected,
                moved AS actual
            FROM daily WHERE moved <> explained
            """)

    /// Whatever the kind of the exclusion, until it ended.
    package static let inv11 = Invariant(
        id: "INV11",
        statement: "no STAKE, DEPOSIT or bonus grant inside an active exclusion",
        sql: """

            SELECT t.tx_id AS subject, t.type || ' during an exclusion' AS what, 'none' AS expected, 'at ' || t.occurred_at AS actual
            FROM exclusion e JOIN wallet_tx t ON t.licence_id = e.licence_id AND t.player_id = e.player_id
                AND t.occurred_at >= e.started_at AND (e.ended_at IS NULL OR t.occurred_at < e.ended_at)
            WHERE t.type IN ('STAKE', 'STAKE_BONUS', 'DEPOSIT', 'BONUS_GRANT')
            """)

    /// 24 hours.
    package static let inv12 = Invariant(
        id: "INV12",
        statement: "RELAX of a limit has effective_at − requested_at ≥ cooling period (24 h)",
        sql: """

            SELECT limit_id AS subject, 'cooling period' AS what, 'at least 86400000' AS expected, effective_at - requested_at AS actual
            FROM rg_limit WHERE change IN ('RELAX', 'REMOVE') AND effective_at - requested_at < 86400000
            """)

    /// By the latest state of due diligence before the payment.
    package static let inv13 = Invariant(
        id: "INV13",
        statement: "no withdrawal paid while cdd_state.funds_locked",
        sql: """

            SELECT t.tx_id AS subject, 'payment' AS what, 'none while funds are locked' AS expected, 'at ' || t.occurred_at AS actual
            FROM wallet_tx t WHERE t.type = 'WITHDRAWAL_PAID' AND (
                SELECT c.funds_locked FROM cdd_state c WHERE c.player_id = t.player_id AND c.since <= t.occurred_at
                ORDER BY c.since DESC LIMIT 1) = 1
            """)

    /// Values in 10⁻¹⁰ major units, in the order of the events.
    package static let inv19 = Invariant(
        id: "INV19",
        statement: "jackpot: value_after(n) = value_after(n−1) + contributions − wins + seeds",
        sql: """
            , followed AS (
                SELECT *, LAG(value_after) OVER (PARTITION BY jackpot_id ORDER BY at, event_id) AS before FROM jackpot_event)
            SELECT event_id AS subject, 'value_after' AS what,
                COALESCE(before, 0) + CASE
                    WHEN kind IN ('CONTRIBUTION_DAY', 'SEED', 'RESEED') THEN amount WHEN kind IN ('WIN', 'CLOSE') THEN -amount
                    WHEN kind = 'TRANSFER' THEN amount ELSE 0 END AS expected,
                value_after AS actual
            FROM followed WHERE value_after <> COALESCE(before, 0) + CASE
                WHEN kind IN ('CONTRIBUTION_DAY', 'SEED', 'RESEED') THEN amount WHEN kind IN ('WIN', 'CLOSE') THEN -amount
                WHEN kind = 'TRANSFER' THEN amount ELSE 0 END
            """)

    /// A round, a payment, a transit and a balance are in the currency of the wallet or account that they move.
    package static let inv20 = Invariant(
        id: "INV20",
        statement: "all money fields of one currency block share the currency",
        sql: """

            SELECT t.tx_id AS subject, 'currency of the round' AS what, w.currency AS expected, r.currency AS actual
            FROM wallet_tx t JOIN wallet w ON w.wallet_id = t.wallet_id JOIN game_round r ON r.round_id = t.round_id
            WHERE r.currency <> w.currency
            UNION ALL
            SELECT t.tx_id, 'currency of the payment', w.currency, p.currency
            FROM wallet_tx t JOIN wallet w ON w.wallet_id = t.wallet_id JOIN payment p ON p.payment_id = t.payment_id
            WHERE p.currency <> w.currency
            UNION ALL
            SELECT t.transit_id, 'currency of the transit', a.currency, t.currency
            FROM funds_transit t JOIN funds_account a ON a.account_id = t.account_id WHERE t.currency <> a.currency
            UNION ALL
            SELECT w.wallet_id, 'currency of the wallet', p.currency, w.currency
            FROM wallet w JOIN player p ON p.player_id = w.player_id WHERE w.currency <> p.currency
            """)
}
