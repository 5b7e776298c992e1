package import Documents
import GRDB

/// Several payments of one kind by one player, each just under a threshold, that lie within the window of a rule.
package struct StructuredPayments: Sendable, Hashable {
    /// By pseudonym.
    package let playerID: String
    /// `DEPOSIT` or `WITHDRAWAL_PAID`.
    package let kind: String
    /// The gaming day of the payment that was one too many.
    package let day: GamingDay
    /// When the first and the last of them moved money.
    package let firstAt: Timestamp
    package let lastAt: Timestamp
    /// How many there were by then.
    package let count: Int

    /// No more movements of money than this are looked at for one span.
    static let mostMovements = 200_000

    /// Those whose last payment lies in a span, one for each player, kind and gaming day, at most `limit`.
    ///
    /// A payment counts from `fromPercent` of the threshold, inclusive, to the threshold, exclusive, by the latest rate on or before its
    /// day; without such a rate it is not judged. Two payments exactly as far apart as the window is long are not within it. Test
    /// accounts, and payments that a later row replaces, are left out.
    static func all(
        of licence: Licence, _ span: Range<Timestamp>, rule: StructuringRule, limit: Int, in database: Database
    ) throws -> [StructuredPayments] {
        let zone = try GamingZone(licence.gamingDayZone)
        var found: [StructuredPayments] = []
        var recent: [Movement] = []
        for movement in try movements(of: licence.id, span, rule, in: database) {
            if recent.last.map({ ($0.playerID, $0.kind) != (movement.playerID, movement.kind) }) ?? false { recent = [] }
            recent.removeAll { movement.at - $0.at >= rule.windowInMilliseconds }
            recent.append(movement)
            guard recent.count >= rule.payments, movement.at >= span.lowerBound.milliseconds, let first = recent.first else { continue }
            let day = zone.day(of: Timestamp(milliseconds: movement.at))
            if let last = found.last, (last.playerID, last.kind, last.day) == (movement.playerID, movement.kind, day) { continue }
            guard found.count < limit else { break }
            found.append(
                StructuredPayments(
                    playerID: movement.playerID, kind: movement.kind, day: day, firstAt: Timestamp(milliseconds: first.at),
                    lastAt: Timestamp(milliseconds: movement.at), count: recent.count))
        }
        return found
    }

    private struct Movement {
        let playerID: String
        let kind: String
        let at: Int64
    }

    /// Movements just under the threshold, from a window before the span on, by player, kind and time.
    private static func movements(
        of licence: String, _ span: Range<Timestamp>, _ rule: StructuringRule, in database: Database
    ) throws -> [Movement] {
        try Row.fetchAll(
            database,
            sql: """
                WITH moved AS (
                    SELECT t.player_id, t.type, t.occurred_at, t.tx_id, t.amount,
                        CASE WHEN w.currency = :currency THEN 100000000 ELSE (
                            SELECT f.rate FROM fx_rate f
                            WHERE f.base = w.currency AND f.quote = :currency AND f.rate_date <= DATE(t.occurred_at / 1000, 'unixepoch')
                            ORDER BY f.rate_date DESC LIMIT 1) END AS rate
                    FROM wallet_tx t JOIN wallet w ON w.wallet_id = t.wallet_id JOIN player p ON p.player_id = t.player_id
                    WHERE t.licence_id = :licence AND t.occurred_at > :from AND t.occurred_at < :to
                        AND t.type IN ('DEPOSIT', 'WITHDRAWAL_PAID') AND p.is_test = 0
                        AND NOT EXISTS (SELECT 1 FROM wallet_tx c WHERE c.replaces_id = t.tx_id))
                SELECT player_id, type, occurred_at FROM moved
                WHERE amount * rate < :threshold * 100000000 AND amount * rate * 100 >= :threshold * :percent * 100000000
                ORDER BY player_id, type, occurred_at, tx_id LIMIT :most
                """,
            arguments: [
                "licence": licence, "currency": rule.currency, "from": span.lowerBound.milliseconds - rule.windowInMilliseconds,
                "to": span.upperBound.milliseconds, "threshold": rule.threshold, "percent": rule.fromPercent, "most": mostMovements,
            ]
        ).map { Movement(playerID: $0["player_id"], kind: $0["type"], at: $0["occurred_at"]) }
    }
}
