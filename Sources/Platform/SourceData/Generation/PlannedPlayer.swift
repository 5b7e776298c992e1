/// What is settled about a player before the month begins.
struct PlannedPlayer: Sendable {
    let isTest: Bool
    /// Rounds in the month, at least 1.
    let rounds: Int
    /// The stake around which the player's sessions lie, in minor units.
    var stakeLevel: Double
    let isYoung: Bool
    /// Whether the player asks for money back this month.
    let withdraws: Bool

    var stakeCap: Double { isYoung ? Calibration.youngStakeCap : Calibration.stakeCap }
}

extension PlannedPlayer {
    /// The players of a licence in no particular order, test accounts last.
    ///
    /// Rounds are the distribution's quantiles at equal steps, scaled to the published mean: even a few players show mean and
    /// tail of the many, and the amount of data is known beforehand. Stakes grow with volume and are scaled so that the mean
    /// over all rounds is the published one.
    static func population(_ count: Int, generator: inout SeededGenerator) -> [PlannedPlayer] {
        var players = actives(count, generator: &generator)
        scaleStakes(of: &players)
        let tests = max(1, Int(Double(count) * Calibration.testAccountShare))
        for _ in 0..<tests {
            players.append(
                PlannedPlayer(
                    isTest: true, rounds: Int(Calibration.testAccountRounds), stakeLevel: 20, isYoung: false, withdraws: false))
        }
        return players
    }

    private static func actives(_ count: Int, generator: inout SeededGenerator) -> [PlannedPlayer] {
        let deviates = (0..<count).map { Normal.quantile((Double($0) + 0.5) / Double(count)) }
        let raw = deviates.map { PortableMath.exponential(Calibration.volumeSigma * $0) }
        let scale = Calibration.roundsPerActive * Double(count) / raw.reduce(0, +)
        let withdrawing = Int((Double(count) * Calibration.withdrawingShare).rounded())
        let withdrawers = Set(Array(0..<count).shuffled(using: &generator).prefix(withdrawing))
        let players = (0..<count).map { position in
            PlannedPlayer(
                isTest: false, rounds: max(1, Int(min(raw[position] * scale, Calibration.mostRounds).rounded())),
                stakeLevel: PortableMath.exponential(0.35 * deviates[position] + 0.5 * generator.normal()),
                isYoung: generator.happens(Calibration.youngShare), withdraws: withdrawers.contains(position))
        }
        return players.shuffled(using: &generator)
    }

    /// Finds the factor that brings the mean stake over all rounds to the published one, within the caps, by bisection.
    private static func scaleStakes(of players: inout [PlannedPlayer]) {
        let smallest = Double(Calibration.stakes[0])
        func level(_ player: PlannedPlayer, _ factor: Double) -> Double {
            min(max(player.stakeLevel * factor, smallest), player.stakeCap)
        }
        let rounds = players.reduce(0.0) { $0 + Double($1.rounds) }
        var (low, high) = (0.0, 10_000.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            let mean = players.reduce(0.0) { $0 + Double($1.rounds) * level($1, middle) } / rounds
            if mean < Calibration.meanStake { low = middle } else { high = middle }
        }
        for position in players.indices { players[position].stakeLevel = level(players[position], low) }
    }
}
