/// What a month of play came to, counted while it is written: reading it back from a million rows would take longer than the play.
struct PlayRecord {
    /// Settled rounds of a game, voided ones left out; money in minor units, jackpots left out.
    struct GameTotals {
        var rounds: Int64 = 0
        var turnover: Int64 = 0
        var win: Int64 = 0
        /// The sum of the squared stakes.
        var squares: Int64 = 0
    }

    /// By game version.
    private(set) var games: [String: GameTotals] = [:]
    /// How often a drawn value fell into each tenth of its range, ranges that ten does not divide left out.
    private(set) var tenths = [Int64](repeating: 0, count: 10)

    mutating func note(_ round: PlayedRound) {
        guard !round.isVoided else { return }
        games[round.versionID, default: GameTotals()].add(round)
    }

    mutating func note(_ draw: DrawChain.Draw, range: Int64) {
        if range % 10 == 0 { tenths[Int(draw.value * 10 / range)] += 1 }
    }
}

extension PlayRecord.GameTotals {
    fileprivate mutating func add(_ round: PlayedRound) {
        rounds += 1
        turnover += round.stake
        win += round.win
        squares += round.stake * round.stake
    }
}
