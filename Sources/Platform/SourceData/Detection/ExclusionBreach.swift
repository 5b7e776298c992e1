package import Documents
import GRDB

/// What a player did, or was sent, while an exclusion was in force (invariant INV11 of the data model, and logins).
package struct ExclusionBreach: Sendable, Hashable {
    /// What must not happen then.
    package enum Act: String, Sendable, Hashable, CaseIterable {
        /// A stake, of cash or bonus.
        case play = "PLAY"
        case deposit = "DEPOSIT"
        /// A login; not under a time-out, in which an account may still be looked at.
        case login = "LOGIN"
        /// A bonus under a campaign: what the tables have of marketing. They do not hold messages.
        case marketing = "MARKETING"
    }

    package let exclusionID: String
    /// By pseudonym.
    package let playerID: String
    /// `SELF`, `NATIONAL`, `OPERATOR` or `TIME_OUT`.
    package let kind: String
    package let effectiveAt: Timestamp
    /// When the first act of the span and month happened.
    package let firstAt: Timestamp
    /// How often each act occurred in the span and month; those that did not are not in it.
    package let counts: [Act: Int]

    /// The calendar month (UTC) of all of its acts, `2026-10`: what happens again in another month is another breach, also when the first
    /// one was closed long ago.
    package var month: String { String(firstAt.description.prefix(7)) }

    /// Breaches in a span, one for each exclusion and month, in the order of exclusions and months, at most `limit`. An exclusion holds from the instant at which it began, inclusive,
    /// to that of its end, exclusive. Test accounts are left out.
    static func all(of licence: String, _ span: Range<Timestamp>, limit: Int, in database: Database) throws -> [ExclusionBreach] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                WITH excluded AS (
                    SELECT e.exclusion_id, e.player_id, e.kind, e.started_at, MAX(e.started_at, :from) AS first,
                        MIN(COALESCE(e.ended_at, :to), :to) AS after
                    FROM exclusion e JOIN player p ON p.player_id = e.player_id
                    WHERE e.licence_id = :licence AND p.is_test = 0 AND e.started_at < :to
                        AND (e.ended_at IS NULL OR e.ended_at > :from)),
                act AS (
                    SELECT x.exclusion_id, CASE t.type WHEN 'DEPOSIT' THEN 'DEPOSIT' ELSE 'PLAY' END AS act, t.occurred_at AS at
                    FROM excluded x JOIN wallet_tx t ON t.player_id = x.player_id AND t.occurred_at >= x.first AND t.occurred_at < x.after
                    WHERE t.licence_id = :licence AND t.type IN ('STAKE', 'STAKE_BONUS', 'DEPOSIT')
                    UNION ALL
                    SELECT x.exclusion_id, 'LOGIN', l.started_at
                    FROM excluded x JOIN login_session l ON l.player_id = x.player_id AND l.started_at >= x.first AND l.started_at < x.after
                    WHERE l.licence_id = :licence AND x.kind <> 'TIME_OUT'
                    UNION ALL
                    SELECT x.exclusion_id, 'MARKETING', b.granted_at
                    FROM excluded x JOIN bonus b ON b.player_id = x.player_id AND b.granted_at >= x.first AND b.granted_at < x.after
                    WHERE b.licence_id = :licence)
                SELECT x.exclusion_id, x.player_id, x.kind, x.started_at, MIN(a.at) AS first_at,
                    SUM(a.act = 'PLAY') AS PLAY, SUM(a.act = 'DEPOSIT') AS DEPOSIT, SUM(a.act = 'LOGIN') AS LOGIN,
                    SUM(a.act = 'MARKETING') AS MARKETING
                FROM act a JOIN excluded x ON x.exclusion_id = a.exclusion_id
                GROUP BY x.exclusion_id, strftime('%Y-%m', a.at / 1000, 'unixepoch')
                ORDER BY x.exclusion_id, first_at LIMIT :limit
                """,
            arguments: [
                "licence": licence, "from": span.lowerBound.milliseconds, "to": span.upperBound.milliseconds, "limit": limit,
            ])
        return rows.map { row in
            let counts = Act.allCases.map { ($0, row[$0.rawValue] as Int) }.filter { $0.1 > 0 }
            return ExclusionBreach(
                exclusionID: row["exclusion_id"], playerID: row["player_id"], kind: row["kind"],
                effectiveAt: Timestamp(milliseconds: row["started_at"]), firstAt: Timestamp(milliseconds: row["first_at"]),
                counts: Dictionary(uniqueKeysWithValues: counts))
        }
    }
}
