import GRDB

/// Certificates of the games, what their returns were measured to be, and tests of the random number generator.
struct GameRecords {
    private let around: Surroundings

    init(_ around: Surroundings) {
        self.around = around
    }

    func write() throws {
        try certificates()
        try measurements()
        try integrityTest()
    }

    private func certificates() throws {
        for game in GameCatalogue.games {
            let id = "CERT-\(around.licence.regulator)-\(game.versionID)"
            try around.writer.database.execute(
                sql:
                    "INSERT INTO game_certificate VALUES (?, ?, 'Example Labs', ?, 'GLI-19', ?, '2025-01-01', NULL, ?, NULL) ON CONFLICT DO NOTHING",
                arguments: [id, game.versionID, "EL-\(game.id)-1", around.licence.regulator, Digest.hex(of: "certificate\n" + id)])
        }
    }

    /// Jackpots are left out; n_eff and tolerance as `domain.md` §4.3 gives them for T04, with z₀ = 2.576.
    private func measurements() throws {
        var generator = around.generator("rtp")
        let rows = try Row.fetchAll(
            around.writer.database,
            sql: """
                SELECT r.game_version_id, g.rtp_theoretical, g.stake_sd, COUNT(*) AS n, SUM(r.stake_cash + r.stake_bonus) AS turnover,
                    SUM(r.win_cash + r.win_bonus) AS win,
                    SUM((r.stake_cash + r.stake_bonus) * (r.stake_cash + r.stake_bonus)) AS squares
                FROM game_round r JOIN game_version v ON v.game_version_id = r.game_version_id JOIN game g ON g.game_id = v.game_id
                WHERE r.licence_id = ? AND r.state = 'SETTLED' GROUP BY r.game_version_id ORDER BY r.game_version_id
                """, arguments: [around.licence.id])
        for row in rows {
            let (turnover, win, squares): (Int64, Int64, Int64) = (row["turnover"], row["win"], row["squares"])
            guard turnover > 0, squares > 0 else { continue }
            let theoretical: Double = row["rtp_theoretical"]
            let deviation = Self.deviation(of: row["game_version_id"]) ?? row["stake_sd"]
            let effective = Double(turnover) * Double(turnover) / Double(squares)
            let tolerance = 2.576 * deviation / effective.squareRoot()
            let actual = Double(win) / Double(turnover)
            let z = (actual - theoretical) / (deviation / effective.squareRoot())
            try around.writer.insert(
                "rtp_measurement",
                [
                    Surroundings.id(at: around.month.upperBound - 1, &generator), around.licence.id, row["game_version_id"] as String,
                    "ALL",
                    "", around.month.lowerBound, around.month.upperBound, row["n"] as Int64, turnover, win, actual, theoretical, effective,
                    tolerance, z, abs(actual - theoretical) > tolerance ? "WATCH" : "IN",
                ])
        }
    }

    /// Over all bets of a game, each chosen as often as the others: that of the first alone, which `game` states, is too small for
    /// roulette.
    private static func deviation(of version: String) -> Double? {
        guard let bets = GameCatalogue.games.first(where: { $0.versionID == version })?.bets else { return nil }
        let variances = bets.map { $0.paytable.standardDeviation * $0.paytable.standardDeviation }
        return (variances.reduce(0, +) / Double(variances.count)).squareRoot()
    }

    /// Whether the drawn values of the slots fall evenly into ten equal ranges: χ² with nine degrees of freedom, its probability
    /// by the approximation of Wilson and Hilferty.
    private func integrityTest() throws {
        var generator = around.generator("integrity")
        let counts = try Row.fetchAll(
            around.writer.database,
            sql: """
                SELECT CAST(trim(values_scaled, '[]') AS INTEGER) * 10 / (range_hi + 1) AS bin, COUNT(*) AS n FROM rng_draw
                WHERE rng_id = ? AND (range_hi + 1) % 10 = 0 GROUP BY bin ORDER BY bin
                """, arguments: [around.rngID]
        ).map { $0["n"] as Int64 }
        let n = counts.reduce(0, +)
        guard counts.count == 10 else { return }
        let expected = Double(n) / 10
        let statistic = counts.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        let spread = 2.0 / (9 * 9)
        let cubeRoot = PortableMath.exponential(PortableMath.logarithm(max(statistic, 1e-9) / 9) / 3)
        let probability = 1 - Normal.share(below: (cubeRoot - (1 - spread)) / spread.squareRoot())
        try around.writer.insert(
            "integrity_test",
            [
                Surroundings.id(at: around.month.upperBound - 1, &generator), around.licence.id, "RNG", around.rngID, "CHI2",
                around.month.upperBound - 1, n, 9, statistic, probability, 0.001, probability < 0.001 ? "FAIL" : "PASS",
            ])
    }
}
