/// A player's stay with one game: when, how long, how many rounds and at which stake. Each session is of exactly one game.
struct PlannedSession: Sendable {
    /// Positions in the licence's players and in `GameCatalogue.games`.
    let player: Int
    let game: Int
    /// Position in the game's bets.
    let bet: Int
    let stake: Int64
    let rounds: Int
    /// Milliseconds since 1970 UTC of the first round.
    var start: Int64
    /// Milliseconds until the last round has settled.
    let length: Int64

    var end: Int64 { start + length }

    /// Milliseconds from one round's start to the next, and until a round settles.
    var step: Int64 { max(1, length / Int64(max(1, rounds))) }
    var settling: Int64 { GameCatalogue.games[game].cycle * 4 / 5 }
}

/// Spreads a player's rounds over the sessions of a month.
struct SessionPlanner {
    /// Where a session may lie: from the month's first instant, inclusive, to its last, exclusive, in milliseconds.
    let month: Range<Int64>
    /// The first instants of the days and, last, of the month that follows.
    let dayStarts: [Int64]
    private let daySums: [Double]
    private let hourSums = Self.runningSums(Calibration.hourWeights)
    private let gameSums = Self.runningSums(GameCatalogue.games.map(\.weight))

    /// - Parameter weekdays: 1–7 for each day, Monday first; as many as days.
    init(dayStarts: [Int64], weekdays: [Int]) {
        month = dayStarts[0]..<dayStarts[dayStarts.count - 1]
        self.dayStarts = dayStarts
        daySums = Self.runningSums(weekdays.map { Calibration.weekdayWeights[$0 - 1] })
    }

    /// The sessions of one player in time order, at least a minute apart and wholly within the month.
    func sessions(of player: PlannedPlayer, at position: Int, generator: inout SeededGenerator) -> [PlannedSession] {
        var sessions = sizes(of: player, generator: &generator).map { rounds in
            let game = generator.position(in: gameSums)
            return PlannedSession(
                player: position, game: game, bet: Int(generator.below(Int64(GameCatalogue.games[game].bets.count))),
                stake: stake(near: player.stakeLevel, generator: &generator), rounds: rounds,
                start: start(generator: &generator),
                length: length(rounds, cycle: GameCatalogue.games[game].cycle, generator: &generator))
        }
        sessions.sort { $0.start < $1.start }
        separate(&sessions)
        return sessions
    }

    /// Lognormal sizes, scaled so that they sum to the player's rounds.
    private func sizes(of player: PlannedPlayer, generator: inout SeededGenerator) -> [Int] {
        let count = max(1, Int((Double(player.rounds) / Calibration.sessionMean).rounded()))
        let raw = (0..<count).map { _ in
            PortableMath.exponential(Calibration.sessionMu + Calibration.sessionSigma * generator.normal())
        }
        let scale = Double(player.rounds) / raw.reduce(0, +)
        var (sum, given) = (0.0, 0)
        var sizes: [Int] = []
        for value in raw {
            sum += value * scale
            let size = Int(sum.rounded()) - given
            given += size
            if size > 0 { sizes.append(size) }
        }
        return sizes
    }

    /// A Weibull length whose rank follows the session's size, but never faster than the game allows.
    private func length(_ rounds: Int, cycle: Int64, generator: inout SeededGenerator) -> Int64 {
        let deviate = (PortableMath.logarithm(Double(rounds)) - Calibration.sessionMu) / Calibration.sessionSigma
        let correlation = Calibration.lengthCorrelation
        let mixed = correlation * deviate + (1 - correlation * correlation).squareRoot() * generator.normal()
        let survival = max(1 - Normal.share(below: mixed), 1e-9)
        let hazard = max(-PortableMath.logarithm(survival), 1e-9)
        let minutes = Calibration.lengthScale * PortableMath.exponential(PortableMath.logarithm(hazard) / Calibration.lengthShape)
        return max(Int64(min(minutes * 60, Calibration.longestSession) * 1000), Int64(rounds) * cycle)
    }

    /// One of the two stakes on offer around a level, so that the level is the mean.
    private func stake(near level: Double, generator: inout SeededGenerator) -> Int64 {
        let stakes = Calibration.stakes
        guard let upper = stakes.firstIndex(where: { Double($0) >= level }), upper > 0 else { return stakes[0] }
        let (below, above) = (Double(stakes[upper - 1]), Double(stakes[upper]))
        return generator.happens((level - below) / (above - below)) ? stakes[upper] : stakes[upper - 1]
    }

    private func start(generator: inout SeededGenerator) -> Int64 {
        let day = generator.position(in: daySums)
        let hour = Int64(generator.position(in: hourSums))
        return min(dayStarts[day] + hour * 3_600_000 + generator.below(3_600_000), dayStarts[day + 1] - 1)
    }

    /// Moves overlapping sessions apart: later ones back, then all out of the next month, earliest last.
    private func separate(_ sessions: inout [PlannedSession]) {
        let pause: Int64 = 60_000
        for position in sessions.indices.dropFirst() {
            sessions[position].start = max(sessions[position].start, sessions[position - 1].end + pause)
        }
        var latest = month.upperBound - pause
        for position in sessions.indices.reversed() {
            sessions[position].start = min(sessions[position].start, latest - sessions[position].length)
            latest = sessions[position].start - pause
        }
        // A month holds 720 hours or more and the busiest player about 120: dropping is for absurd settings only.
        sessions.removeAll { $0.start < month.lowerBound + pause }
    }

    private static func runningSums(_ weights: [Double]) -> [Double] {
        var sum = 0.0
        return weights.map { weight in
            sum += weight
            return sum
        }
    }
}
