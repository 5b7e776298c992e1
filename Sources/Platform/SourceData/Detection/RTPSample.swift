import Documents
import GRDB

/// What the settled rounds of a game version in one currency came to in a span: enough to judge its return by.
package struct RTPSample: Sendable, Hashable {
    package let gameID: String
    package let versionID: String
    /// Of all stakes and wins.
    package let currency: String
    package let rounds: Int
    /// Who played them.
    package let players: Int
    /// Stakes of cash and bonus, and what they won without jackpots, in minor units.
    package let turnover: Int64
    package let win: Int64
    /// The sums of the stakes' squares and cubes.
    package let squares: Double
    package let cubes: Double
    /// The sum over rounds of (win − stated return × stake)².
    package let scatter: Double
    /// As the game states them: return to player, standard deviation of the return of a unit staked, the largest prize of a unit.
    package let statedReturn: Double
    package let statedDeviation: Double
    package let largestMultiple: Double

    /// Takes the values as they are; stakes were above 0.
    package init(
        gameID: String, versionID: String, currency: String, rounds: Int, players: Int, turnover: Int64, win: Int64, squares: Double,
        cubes: Double, scatter: Double, statedReturn: Double, statedDeviation: Double, largestMultiple: Double
    ) {
        self.gameID = gameID
        self.versionID = versionID
        self.currency = currency
        self.rounds = rounds
        self.players = players
        self.turnover = turnover
        self.win = win
        self.squares = squares
        self.cubes = cubes
        self.scatter = scatter
        self.statedReturn = statedReturn
        self.statedDeviation = statedDeviation
        self.largestMultiple = largestMultiple
    }

    private init(row: Row) {
        self.init(
            gameID: row["game_id"], versionID: row["game_version_id"], currency: row["currency"], rounds: row["rounds"],
            players: row["players"], turnover: row["turnover"], win: row["win"], squares: row["squares"], cubes: row["cubes"],
            scatter: row["scatter"], statedReturn: row["rtp_theoretical"], statedDeviation: row["stake_sd"],
            largestMultiple: Double(row["max_win_multiple"] as Int64))
    }

    /// By version and currency. Rounds count where they settled; test accounts, voided rounds, and jackpots are left out.
    static func all(of licence: String, _ span: Range<Timestamp>, in database: Database) throws -> [RTPSample] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT v.game_id, r.game_version_id, r.currency, COUNT(*) AS rounds, COUNT(DISTINCT r.player_id) AS players,
                    SUM(r.stake_cash + r.stake_bonus) AS turnover, SUM(r.win_cash + r.win_bonus) AS win,
                    SUM(CAST(r.stake_cash + r.stake_bonus AS REAL) * (r.stake_cash + r.stake_bonus)) AS squares,
                    SUM(CAST(r.stake_cash + r.stake_bonus AS REAL) * (r.stake_cash + r.stake_bonus) * (r.stake_cash + r.stake_bonus))
                        AS cubes,
                    SUM((r.win_cash + r.win_bonus - g.rtp_theoretical * (r.stake_cash + r.stake_bonus))
                        * (r.win_cash + r.win_bonus - g.rtp_theoretical * (r.stake_cash + r.stake_bonus))) AS scatter,
                    g.rtp_theoretical, g.stake_sd, g.max_win_multiple
                FROM game_round r JOIN player p ON p.player_id = r.player_id
                JOIN game_version v ON v.game_version_id = r.game_version_id JOIN game g ON g.game_id = v.game_id
                WHERE r.licence_id = :licence AND r.settled_at >= :from AND r.settled_at < :to AND r.state = 'SETTLED' AND p.is_test = 0
                    AND r.stake_cash + r.stake_bonus > 0
                GROUP BY r.game_version_id, r.currency ORDER BY r.game_version_id, r.currency
                """,
            arguments: ["licence": licence, "from": span.lowerBound.milliseconds, "to": span.upperBound.milliseconds]
        ).map(RTPSample.init(row:))
    }
}
