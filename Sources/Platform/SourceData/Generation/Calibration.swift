/// The figures that generated data must show; `domain.md` §9 tells where each comes from.
enum Calibration {
    /// Rounds of an active player in a month, on average.
    static let roundsPerActive = 1860.0
    /// The shape of the lognormal spread of rounds over players: the busiest twentieth makes about two fifths of them.
    static let volumeSigma = 1.4
    /// No player is planned more rounds than this: what fits into a month's free time.
    static let mostRounds = 60_000.0

    /// Rounds of a session: lognormal with this location and shape, mean 141.
    static let sessionMean = 141.0
    static let sessionMu = 4.54
    static let sessionSigma = 0.9
    /// Length of a session in minutes: Weibull with this shape and scale, mean 17, longer than an hour in 6.6 %.
    static let lengthShape = 0.6
    static let lengthScale = 11.3
    /// How far a session's length goes with its number of rounds, 1 for wholly.
    static let lengthCorrelation = 0.97
    static let longestSession = 36_000.0

    /// The mean stake over all rounds, in minor units, and its limits; the lower cap is for players of 18 to 24.
    static let meanStake = 65.0
    static let stakeCap = 500.0
    static let youngStakeCap = 200.0
    /// The stakes on offer, in minor units, ascending; both caps are among them.
    static let stakes: [Int64] = [10, 20, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500]
    static let youngShare = 0.12

    /// Amounts that players like to deposit, in minor units.
    static let depositModes: [Int64] = [1000, 2000, 5000, 10_000]
    /// Deposits at the first session of a week of play; those made because the balance is gone come on top (together 1.4).
    static let habitualDeposits = 0.7
    /// How many stakes of the session a deposit must pay for at least.
    static let stakesPerDeposit: Int64 = 50
    /// The share of deposit attempts that the payment provider rejects.
    static let rejectedShare = 0.2

    /// The share of depositors who withdraw in a month, and the least amount.
    static let withdrawingShare = 0.3
    static let leastWithdrawal: Int64 = 500
    /// The share of holds that the player cancels before payment.
    static let cancelledShare = 0.1

    /// Bonus earned per unit of the house's expected gain, and the unit in which it is granted: about a tenth is granted, as
    /// what a player earns below a unit never is.
    static let bonusShare = 0.13
    static let bonusUnit: Int64 = 100
    /// How often a bonus must be staked before it turns into cash, and how long it lives.
    static let wageringMultiple: Int64 = 10
    static let bonusLife: Int64 = 7 * 86_400_000

    /// What a progressive stake adds to the jackpot per minor unit, in 10⁻¹⁰ major units: one per cent.
    static let contributionPerMinorUnit: Int64 = 1_000_000
    /// 10⁻¹⁰ major units in one minor unit.
    static let unitsPerMinorUnit: Int64 = 100_000_000
    /// One progressive round in so many wins the jackpot, which then starts again from the seed, in minor units.
    static let jackpotOdds: Int64 = 4000
    static let jackpotSeed: Int64 = 2000

    /// One round in so many is voided and its stake refunded.
    static let roundsPerVoid: Int64 = 5000
    /// Test accounts for each real player, at least one a licence, and their rounds.
    static let testAccountShare = 0.04
    static let testAccountRounds = 60.0

    /// How often sessions begin on Monday … Sunday and in the local hours 0 … 23, relative to each other.
    static let weekdayWeights: [Double] = [0.90, 0.90, 0.95, 1.00, 1.10, 1.25, 1.15]
    static let hourWeights: [Double] = [3, 2, 1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 5, 5, 5, 5, 6, 7, 9, 11, 12, 12, 9, 6]

    /// Players who register in a month, for each one there is.
    static let newcomerShare = 0.1
    /// Complaints of a month for each active player; those that the first stage does not settle; those that reach ADR.
    static let complaintShare = 0.01
    static let loggedShare = 0.25
    static let disputeShare = 0.03
    /// Alerts of a month for each active player, and how many of them are reported.
    static let alertShare = 0.003
    static let reportedAlertShare = 0.06
    /// Interactions of a month for each active player (a quarter of one each quarter), and how many are automated.
    static let interactionsPerActive = 0.25 / 3
    static let automatedShare = 0.75
    /// Exclusions of a month for each active player; players with a deposit limit.
    static let exclusionShare = 0.002
    static let limitShare = 0.4
    /// Deposits and withdrawals from which on due diligence must be complete, in minor units.
    static let diligenceThreshold: Int64 = 200_000
    /// Incidents of a licence and month.
    static let lesserIncidents = 2.0
    static let graveIncidents = 0.2
}
