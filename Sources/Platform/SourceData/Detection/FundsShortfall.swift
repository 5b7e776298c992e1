package import Documents
import GRDB

/// That the accounts which hold players' money held less, at the end of a gaming day, than the players were owed (REQ-MT-004).
///
/// By the formula of the player-funds test (T05): owed are balances of cash, stakes of rounds not settled, withdrawals not paid and
/// jackpots; covered is what accounts at banks, payment providers and money institutions held by the latest statement, with what was on
/// its way in and without what was on its way out.
package struct FundsShortfall: Sendable, Hashable {
    package let day: GamingDay
    package let currency: String
    /// In minor units.
    package let owed: Int64
    /// Less than `owed`, in minor units.
    package let covered: Int64
    /// The end of the day.
    package let at: Timestamp

    /// Shortfalls that begin within a span, by day and currency, at most `limit`.
    ///
    /// Days without a statement of any account are not judged, because what is owed moves on and the statements do not. A shortfall
    /// begins on a judged day when there was none on the judged day before; exactly what is owed is enough.
    static func all(of licence: Licence, _ span: Range<Timestamp>, limit: Int, in database: Database) throws -> [FundsShortfall] {
        let zone = try GamingZone(licence.gamingDayZone)
        // A day's end is the first instant of the next: days that end in the span, and the judged one before them.
        let first = zone.day(of: span.lowerBound).advanced(by: -1)
        let last = zone.day(of: span.upperBound)
        let days = try statementDays(of: licence.id, from: first, through: last, in: database).filter {
            let end = zone.start(of: $0.advanced(by: 1))
            return end > span.lowerBound && end <= span.upperBound
        }
        guard let earliest = days.first else { return [] }
        var before: Set<String> = []
        if let previous = try previousStatementDay(of: licence.id, before: earliest, in: database) {
            before = Set(try shortfalls(of: licence.id, previous, zone, in: database).map(\.currency))
        }
        var found: [FundsShortfall] = []
        for day in days {
            let short = try shortfalls(of: licence.id, day, zone, in: database)
            found += short.filter { !before.contains($0.currency) }
            before = Set(short.map(\.currency))
        }
        return Array(found.prefix(limit))
    }

    /// The ends of days with a statement, after an instant and up to another, inclusive; at most `limit`, the earliest ones.
    static func statementEnds(
        of licence: Licence, after start: Timestamp, through end: Timestamp, limit: Int, in database: Database
    ) throws -> [Timestamp] {
        let zone = try GamingZone(licence.gamingDayZone)
        let (first, last) = (zone.day(of: start).advanced(by: -1), zone.day(of: end))
        let ends = try statementDays(of: licence.id, from: first, through: last, in: database).map { zone.start(of: $0.advanced(by: 1)) }
        return Array(ends.filter { $0 > start && $0 <= end }.prefix(limit))
    }

    private static func shortfalls(
        of licence: String, _ day: GamingDay, _ zone: GamingZone, in database: Database
    ) throws -> [FundsShortfall] {
        let end = zone.start(of: day.advanced(by: 1))
        return try Row.fetchAll(
            database, sql: position, arguments: ["licence": licence, "end": end.milliseconds, "day": day.description]
        ).map { row in
            FundsShortfall(day: day, currency: row["currency"], owed: row["owed"], covered: row["covered"], at: end)
        }.filter { $0.covered < $0.owed }
    }

    private static func statementDays(
        of licence: String, from first: GamingDay, through last: GamingDay, in database: Database
    ) throws -> [GamingDay] {
        try String.fetchAll(
            database, sql: statements + " AND b.as_of >= ? AND b.as_of <= ? ORDER BY b.as_of",
            arguments: [licence, first.description, last.description]
        ).compactMap(GamingDay.init(parsing:))
    }

    private static func previousStatementDay(of licence: String, before day: GamingDay, in database: Database) throws -> GamingDay? {
        try String.fetchOne(
            database, sql: statements + " AND b.as_of < ? ORDER BY b.as_of DESC LIMIT 1", arguments: [licence, day.description]
        ).flatMap(GamingDay.init(parsing:))
    }

    private static let statements = """
        SELECT DISTINCT b.as_of FROM funds_account a JOIN funds_balance b ON b.account_id = a.account_id
        WHERE a.licence_id = ? AND a.kind IN ('PLAYER_BANK', 'PSP', 'EMI')
        """

    /// What is owed and what covers it, by currency.
    private static let position = """
        WITH owed AS (
            SELECT w.currency, COALESCE((
                SELECT t.balance_after FROM wallet_tx t WHERE t.wallet_id = w.wallet_id AND t.occurred_at < :end
                ORDER BY t.seq DESC LIMIT 1), 0) AS amount
            FROM wallet w JOIN player p ON p.player_id = w.player_id
            WHERE w.licence_id = :licence AND w.kind = 'CASH' AND p.is_test = 0
            UNION ALL
            SELECT y.currency, h.amount FROM payment y JOIN player p ON p.player_id = y.player_id
            JOIN wallet_tx h ON h.payment_id = y.payment_id AND h.type = 'WITHDRAWAL_HOLD'
            WHERE y.licence_id = :licence AND y.kind = 'WITHDRAWAL' AND h.occurred_at < :end AND p.is_test = 0 AND NOT EXISTS (
                SELECT 1 FROM wallet_tx e WHERE e.payment_id = y.payment_id AND e.type IN ('WITHDRAWAL_PAID', 'WITHDRAWAL_RELEASE')
                    AND e.occurred_at < :end)
            UNION ALL
            SELECT r.currency, r.stake_cash FROM game_round r JOIN player p ON p.player_id = r.player_id
            WHERE r.licence_id = :licence AND r.settled_at >= :end AND r.started_at < :end AND p.is_test = 0
            UNION ALL
            SELECT r.currency, r.stake_cash FROM game_round r JOIN player p ON p.player_id = r.player_id
            WHERE r.licence_id = :licence AND r.settled_at IS NULL AND r.started_at < :end AND p.is_test = 0
            UNION ALL
            SELECT j.currency, (COALESCE((
                SELECT e.value_after FROM jackpot_event e WHERE e.jackpot_id = j.jackpot_id AND e.at < :end
                ORDER BY e.at DESC, e.event_id DESC LIMIT 1), 0) + 50000000) / 100000000
            FROM jackpot j WHERE j.licence_id = :licence),
        held AS (
            SELECT a.currency, b.balance AS amount FROM funds_account a JOIN funds_balance b ON b.account_id = a.account_id
            WHERE a.licence_id = :licence AND a.kind IN ('PLAYER_BANK', 'PSP', 'EMI') AND b.as_of = (
                SELECT MAX(s.as_of) FROM funds_balance s WHERE s.account_id = a.account_id AND s.as_of <= :day)
            UNION ALL
            SELECT t.currency, CASE t.direction WHEN 'IN' THEN t.amount ELSE -t.amount END
            FROM funds_transit t JOIN funds_account a ON a.account_id = t.account_id
            WHERE a.licence_id = :licence AND a.kind IN ('PLAYER_BANK', 'PSP', 'EMI') AND t.initiated_at < :end
                AND (t.settled_at IS NULL OR t.settled_at >= :end))
        SELECT currency, SUM(owed) AS owed, SUM(covered) AS covered FROM (
            SELECT currency, amount AS owed, 0 AS covered FROM owed UNION ALL SELECT currency, 0, amount FROM held)
        GROUP BY currency ORDER BY currency
        """
}
