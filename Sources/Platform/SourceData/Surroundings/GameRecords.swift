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
        for (version, totals) in around.record.games.sorted(by: { $0.key < $1.key }) {
            guard totals.turnover > 0, totals.squares > 0, let game = GameCatalogue.games.first(where: { $0.versionID == version }) else {
                continue
            }
            let turnover = Double(totals.turnover)
            let theoretical = game.statedReturn
            let deviation = Self.deviation(of: game)
            let effective = turnover * turnover / Double(totals.squares)
            let tolerance = 2.576 * deviation / effective.squareRoot()
            let actual = Double(totals.win) / turnover
            let z = (actual - theoretical) / (deviation / effective.squareRoot())
            try around.writer.insert(
                "rtp_measurement",
                [
                    Surroundings.id(at: around.month.upperBound - 1, &generator), around.licence.id, version,
                    "ALL",
                    "", around.month.lowerBound, around.month.upperBound, totals.rounds, totals.turnover, totals.win,
                    actual, theoretical, effective,
                    tolerance, z, abs(actual - theoretical) > tolerance ? "WATCH" : "IN",
                ])
        }
    }

    /// Over all bets of a game, each chosen as often as the others; `game` states that of the most volatile bet.
    private static func deviation(of game: Game) -> Double {
        let variances = game.bets.map { $0.paytable.standardDeviation * $0.paytable.standardDeviation }
        return (variances.reduce(0, +) / Double(variances.count)).squareRoot()
    }

    /// Whether the drawn values of the slots fall evenly into ten equal ranges: χ² with nine degrees of freedom, its probability
    /// by the approximation of Wilson and Hilferty.
    private func integrityTest() throws {
        var generator = around.generator("integrity")
        let counts = around.record.tenths
        let n = counts.reduce(0, +)
        guard counts.allSatisfy({ $0 > 0 }) else { return }
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
