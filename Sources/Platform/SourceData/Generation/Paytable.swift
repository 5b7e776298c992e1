/// What a game pays for each value its random number generator can give.
///
/// The outcome of a round follows from the drawn value alone, so that anyone can check a round against its `rng_draw` row.
struct Paytable: Sendable {
    /// A prize and how many of the range's values win it.
    struct Prize: Sendable {
        let code: String
        /// What a stake of 10 is paid back, stake included; stakes are multiples of 10 minor units, so that wins are whole.
        let tenfold: Int64
        let values: Int64
    }

    /// Values are drawn from 0, inclusive, to this, exclusive.
    let range: Int64
    /// In the order of the values: the first prize has the lowest ones; what is left over loses.
    let prizes: [Prize]
    /// The first value after each prize.
    private let limits: [Int64]

    init(range: Int64, prizes: [Prize]) {
        self.range = range
        self.prizes = prizes
        var limit: Int64 = 0
        limits = prizes.map { prize in
            limit += prize.values
            return limit
        }
        precondition(limit <= range, "more winning values than values")
    }

    /// A table over ten million values in the proportions of `prizes` (code, tenfold, parts in a million), thinned or
    /// thickened alike so that the return to player is the one wanted to five decimals.
    init(returning rtp: Double, of prizes: [(code: String, tenfold: Int64, partsPerMillion: Double)]) {
        let range: Int64 = 10_000_000
        let given = prizes.reduce(0) { $0 + $1.partsPerMillion * Double($1.tenfold) } / 10_000_000
        var counted = prizes.map { prize in
            Prize(
                code: prize.code, tenfold: prize.tenfold, values: Int64((prize.partsPerMillion * 10 * rtp / given).rounded(.down)))
        }
        // What rounding has taken away goes to the smallest prize.
        if let smallest = counted.indices.min(by: { counted[$0].tenfold < counted[$1].tenfold }) {
            let missing = Int64((rtp * Double(range) * 10).rounded()) - counted.reduce(0) { $0 + $1.values * $1.tenfold }
            let prize = counted[smallest]
            counted[smallest] = Prize(code: prize.code, tenfold: prize.tenfold, values: prize.values + missing / prize.tenfold)
        }
        self.init(range: range, prizes: counted)
    }

    /// The prize of a drawn value; nil when it loses.
    func prize(for value: Int64) -> Prize? {
        for position in 0..<limits.count where value < limits[position] { return prizes[position] }
        return nil
    }

    /// The mean return per unit staked.
    var returnToPlayer: Double { prizes.reduce(0) { $0 + Double($1.values * $1.tenfold) } / Double(range) / 10 }

    /// The standard deviation of the return per unit staked.
    var standardDeviation: Double {
        let square = prizes.reduce(0) { $0 + Double($1.values) * Double($1.tenfold * $1.tenfold) } / Double(range) / 100
        return (square - returnToPlayer * returnToPlayer).squareRoot()
    }

    /// The largest prize as a multiple of the stake, rounded up.
    var largestMultiple: Int64 { ((prizes.map(\.tenfold).max() ?? 0) + 9) / 10 }
}
