/// Tests whether draws fall evenly and independently of each other: one family for each generator and week, judged together.
///
/// For each range with enough draws: χ² over its symbols (or equal parts of a wide range), runs about the middle, the correlation of
/// each draw with the next; for ranges so wide that they are as good as continuous, Kolmogorov–Smirnov.
package struct DrawTests: Sendable, Hashable {
    /// One test and what came of it.
    package struct Result: Sendable, Hashable {
        /// `CHI2`, `RUNS`, `SERIAL` or `KS`.
        package let code: String
        package let limits: DrawSample.Limits
        package let draws: Int
        /// 0 for tests that have none.
        package let degrees: Int
        package let statistic: Double
        /// How probable it is that chance alone leads so far.
        package let probability: Double
    }

    /// Of false discoveries in a family, 0.01: also how often a sound generator is suspected in a week.
    package let rate: Double
    /// Fewer draws from a range are not tested: the tails are those of large numbers.
    package let leastDraws: Int

    /// Into how many equal parts a range is cut at most.
    static let mostCells: Int64 = 100
    /// Draws that each part must be expected to have.
    static let leastExpected = 5.0
    /// From this many values on a range counts as continuous.
    static let continuous: Int64 = 1_000_000

    package init(rate: Double, leastDraws: Int) {
        self.rate = rate
        self.leastDraws = leastDraws
    }

    /// Every test that a sample is large enough for, by range and code.
    package func results(of sample: DrawSample) -> [Result] {
        sample.values.sorted { $0.key < $1.key }.flatMap { limits, values -> [Result] in
            // Beyond these a double does not tell one value from the next.
            let exact: Range<Int64> = -(1 << 52)..<(1 << 52)
            guard values.count >= leastDraws, limits.low < limits.high, exact.contains(limits.low), exact.contains(limits.high) else {
                return []
            }
            let range = DrawnRange(limits: limits, values: values)
            return [range.chiSquare(), range.kolmogorovSmirnov(), range.runs(), range.serial()].compactMap(\.self)
        }
    }

    /// Those that fail as a family.
    package func failures(among results: [Result]) -> [Result] {
        guard let limit = BenjaminiHochberg.limit(results.map(\.probability), rate: rate) else { return [] }
        return results.filter { $0.probability <= limit }
    }
}

/// The draws from one range, in their order.
private struct DrawnRange {
    let limits: DrawSample.Limits
    let values: [Int64]

    private var size: Int64 { limits.high - limits.low + 1 }
    private var count: Double { Double(values.count) }

    private func result(_ code: String, degrees: Int = 0, _ statistic: Double, _ probability: Double) -> DrawTests.Result {
        DrawTests.Result(
            code: code, limits: limits, draws: values.count, degrees: degrees, statistic: statistic, probability: probability)
    }

    /// Σ (observed − expected)² / expected over parts of at least so many values that five draws are expected in each.
    func chiSquare() -> DrawTests.Result? {
        let width = max(1, Int64((DrawTests.leastExpected * Double(size) / count).rounded(.up)))
        let cells = min(DrawTests.mostCells, size / width)
        guard cells >= 2 else { return nil }
        var observed = [Int](repeating: 0, count: Int(cells))
        for value in values { observed[Int((value - limits.low).multiplied(by: cells, dividedBy: size))] += 1 }
        var statistic = 0.0
        for cell in 0..<cells {
            // The values v with ⌊v · cells / size⌋ = cell.
            let first = cell.multiplied(by: size, dividedBy: cells, roundsUp: true)
            let next = (cell + 1).multiplied(by: size, dividedBy: cells, roundsUp: true)
            let expected = count * Double(next - first) / Double(size)
            let difference = Double(observed[Int(cell)]) - expected
            statistic += difference * difference / expected
        }
        let degrees = Int(cells) - 1
        return result("CHI2", degrees: degrees, statistic, TailProbability.chiSquare(above: statistic, degrees: degrees))
    }

    /// The number of runs above and below the middle (Wald and Wolfowitz); values in the middle itself are passed over.
    func runs() -> DrawTests.Result? {
        let doubled = limits.low + limits.high
        var (above, below, runs) = (0.0, 0.0, 0.0)
        var wasAbove: Bool?
        for value in values where 2 * value != doubled {
            let isAbove = 2 * value > doubled
            if isAbove { above += 1 } else { below += 1 }
            if isAbove != wasAbove { runs += 1 }
            wasAbove = isAbove
        }
        let both = above + below
        let product = 2 * above * below
        let variance = product * (product - both) / (both * both * (both - 1))
        guard both > 1, variance > 0 else { return nil }
        let z = (runs - product / both - 1) / variance.squareRoot()
        return result("RUNS", z, TailProbability.normal(beyond: z))
    }

    /// The sum of the products of neighbours, in units of its deviation: independent products of an even range have variance 1 each.
    func serial() -> DrawTests.Result? {
        guard values.count > 1 else { return nil }
        let middle = Double(limits.low) / 2 + Double(limits.high) / 2
        let deviation = ((Double(size) * Double(size) - 1) / 12).squareRoot()
        var sum = 0.0
        var last = (Double(values[0]) - middle) / deviation
        for value in values.dropFirst() {
            let next = (Double(value) - middle) / deviation
            sum += last * next
            last = next
        }
        let z = sum / (count - 1).squareRoot()
        return result("SERIAL", z, TailProbability.normal(beyond: z))
    }

    /// The largest distance from the even distribution, by Kolmogorov's limit with Stephens's correction for a finite number.
    func kolmogorovSmirnov() -> DrawTests.Result? {
        guard size >= DrawTests.continuous else { return nil }
        var distance = 0.0
        for (position, value) in values.sorted().enumerated() {
            let share = (Double(value - limits.low) + 0.5) / Double(size)
            distance = max(distance, share - Double(position) / count, Double(position + 1) / count - share)
        }
        let root = count.squareRoot()
        return result("KS", distance, TailProbability.kolmogorov(above: (root + 0.12 + 0.11 / root) * distance))
    }
}

extension Int64 {
    /// The product by the quotient, without overflow on the way; of numbers that are 0 or more.
    fileprivate func multiplied(by factor: Int64, dividedBy divisor: Int64, roundsUp: Bool = false) -> Int64 {
        let product = multipliedFullWidth(by: factor)
        let (quotient, rest) = divisor.dividingFullWidth((product.high, product.low))
        return roundsUp && rest > 0 ? quotient + 1 : quotient
    }
}
