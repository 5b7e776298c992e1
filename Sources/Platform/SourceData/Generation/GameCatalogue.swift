/// A game on offer: its row in `game`, its rules and how often it is chosen.
struct Game: Sendable {
    /// A way to bet and what it pays; slots have one, roulette several.
    struct Bet: Sendable {
        /// `RED`; empty where there is no choice.
        let code: String
        let paytable: Paytable
    }

    /// The theoretical return to player as the operator states it: of the first bet, to five decimals.
    var statedReturn: Double { (bets[0].paytable.returnToPlayer * 100_000).rounded() / 100_000 }

    /// The standard deviation of the return of a unit staked, to four decimals, of the bet with the largest: what a return is held against
    /// must hold for players who make no other.
    var statedDeviation: Double { ((bets.map(\.paytable.standardDeviation).max() ?? 0) * 10_000).rounded() / 10_000 }

    /// The largest prize of all bets as a multiple of the stake, rounded up.
    var largestMultiple: Int64 { bets.map(\.paytable.largestMultiple).max() ?? 0 }

    let id: String
    let supplier: String
    let name: String
    let vertical: String
    let ukgcCategory: String
    let version: String
    /// The first is the one by which the game's return is stated.
    let bets: [Bet]
    /// The share of sessions that choose this game, in parts of the catalogue's sum.
    let weight: Double
    /// From one start to the next at the earliest, in milliseconds: 2.5 s for slots, 5 s for other games.
    let cycle: Int64
    /// Whether stakes feed the licence's progressive jackpot.
    let isProgressive: Bool

    var versionID: String { "\(id)-v\(version)" }
}

/// The invented games; returns to player as `domain.md` §9 gives them per vertical.
enum GameCatalogue {
    static let games: [Game] = [
        slot("SL-101", "aurora", "Aurora Reels", rtp: 0.940, weight: 14),
        slot("SL-102", "aurora", "Copper Canyon", rtp: 0.945, weight: 14, isProgressive: true),
        slot("SL-201", "brightwater", "Harbour Lights", rtp: 0.950, weight: 18),
        slot("SL-202", "brightwater", "Seven Sisters", rtp: 0.960, weight: 16),
        slot("SL-301", "cobalt", "Deep Cobalt", rtp: 0.965, weight: 12),
        slot("SL-302", "cobalt", "Lucky Lantern", rtp: 0.973, weight: 8),
        Game(
            id: "RO-101", supplier: "brightwater", name: "European Roulette", vertical: "ROULETTE", ukgcCategory: "ROULETTE",
            version: "4.1.0",
            bets: [
                // One zero: 37 pockets, the house keeps 1/37 on every bet.
                Game.Bet(code: "RED", paytable: Paytable(range: 37, prizes: [.init(code: "RED", tenfold: 20, values: 18)])),
                Game.Bet(code: "DOZEN", paytable: Paytable(range: 37, prizes: [.init(code: "DOZEN", tenfold: 30, values: 12)])),
                Game.Bet(code: "STRAIGHT", paytable: Paytable(range: 37, prizes: [.init(code: "STRAIGHT", tenfold: 360, values: 1)])),
            ], weight: 9, cycle: 5000, isProgressive: false),
        Game(
            id: "BJ-101", supplier: "cobalt", name: "Blackjack Classic", vertical: "BLACKJACK", ukgcCategory: "BLACKJACK",
            version: "2.3.1", bets: [Game.Bet(code: "", paytable: blackjack)], weight: 7, cycle: 5000, isProgressive: false),
        Game(
            id: "VI-101", supplier: "aurora", name: "Virtual Derby", vertical: "VIRTUAL", ukgcCategory: "OTHER",
            version: "1.0.2", bets: [Game.Bet(code: "", paytable: virtual)], weight: 2, cycle: 5000, isProgressive: false),
    ]

    private static func slot(
        _ id: String, _ supplier: String, _ name: String, rtp: Double, weight: Double, isProgressive: Bool = false
    ) -> Game {
        Game(
            id: id, supplier: supplier, name: name, vertical: "SLOTS", ukgcCategory: "SLOTS", version: "1.4.0",
            bets: [Game.Bet(code: "", paytable: Paytable(returning: rtp, of: slotPrizes))], weight: weight, cycle: 2500,
            isProgressive: isProgressive)
    }

    /// Every fourth spin wins something; the largest prize is 2,000 times the stake.
    private static let slotPrizes: [(code: String, tenfold: Int64, partsPerMillion: Double)] = [
        ("X0.5", 5, 60_000), ("X1", 10, 60_000), ("X2", 20, 50_000), ("X5", 50, 30_000), ("X10", 100, 14_000), ("X20", 200, 7000),
        ("X50", 500, 2000), ("X100", 1000, 700), ("X500", 5000, 60), ("X2000", 20_000, 8),
    ]

    /// The shares of won, tied and natural hands under a basic strategy without doubling, raised to the stated return.
    private static let blackjack = Paytable(
        returning: 0.99, of: [("WIN", 20, 386_000), ("PUSH", 10, 87_000), ("BLACKJACK", 25, 45_000)])

    private static let virtual = Paytable(
        returning: 0.90, of: [("SHOW", 15, 200_000), ("PLACE", 25, 120_000), ("WIN", 60, 50_000)])
}
