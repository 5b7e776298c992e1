/// Holds the return that games paid against the one that they state (UKGC live RTP guidance; the bands are this project's).
///
/// `z = (actual − stated) / (σ / √n_eff)` with `n_eff = (Σ stake)² / Σ stake²`, because stakes vary. Beyond `watchAt` a game is to be
/// looked at, beyond `outAt`, or beyond `watchAt` to the same side in two windows in a row that share no round, it is out.
///
/// Two things keep the bands honest where a plain z is not:
/// - σ is the stated deviation, or that of the rounds themselves where it is larger. A game with several bets, such as roulette, has to
///   state that of the most volatile one: in rounds that all lost nothing of it is seen.
/// - Returns are skewed: one prize of two thousand times the stake moves the z of ten thousand rounds by more than two. How far chance
///   leads is therefore asked of a distribution with the largest skewness that the game can have, |γ| ≤ (largest multiple / σ) Σs³ /
///   (Σs²)^(3/2) upwards and (stated return / σ) … downwards. With the number of rounds it becomes the normal one, and the bands those
///   of the plain z.
package struct RTPWatch: Sendable, Hashable {
    /// How far a return is from the stated one.
    package enum Band: String, Sendable, Hashable, CaseIterable {
        case within = "IN"
        /// To be looked at by a person.
        case watch = "WATCH"
        /// Chance does not explain it.
        case out = "OUT"
    }

    /// A return held against the stated one.
    package struct Measurement: Sendable, Hashable {
        package let sample: RTPSample
        /// Win by turnover.
        package let actual: Double
        /// Of a unit staked, as it was taken: stated or seen.
        package let deviation: Double
        package let effectiveRounds: Double
        /// How far the return may be off before the game is watched, without regard to skewness.
        package let tolerance: Double
        package let z: Double
        /// How probable it is at most that chance leads so far to this side.
        package let probability: Double
        package let band: Band
        /// Whether so few rounds could not show a drift of the size that has to be seen.
        package let isBlind: Bool
    }

    /// 2.576: farther out is one in a hundred by chance.
    package let watchAt: Double
    /// 3.29: one in a thousand.
    package let outAt: Double
    /// The drift that has to be seen, 0.01 for one point of return.
    package let drift: Double

    package init(watchAt: Double, outAt: Double, drift: Double) {
        self.watchAt = watchAt
        self.outAt = outAt
        self.drift = drift
    }

    /// Judges one window; nil without any stake, or for a game that always pays the same.
    package func measurement(of sample: RTPSample) -> Measurement? {
        guard sample.turnover > 0, sample.squares > 0 else { return nil }
        let deviation = max(sample.statedDeviation, (sample.scatter / sample.squares).squareRoot())
        guard deviation > 0 else { return nil }
        let turnover = Double(sample.turnover)
        let effective = turnover * turnover / sample.squares
        let actual = Double(sample.win) / turnover
        let error = deviation / effective.squareRoot()
        let z = (actual - sample.statedReturn) / error
        // Of the sum of the rounds; a return cannot fall below nothing, nor rise above the largest prize.
        let farthest = z > 0 ? sample.largestMultiple : sample.statedReturn
        let skewness = farthest / deviation * sample.cubes / (sample.squares * sample.squares.squareRoot())
        let probability = TailProbability.skewed(above: abs(z), skewness: skewness)
        let band: Band =
            abs(z) > outAt && probability < TailProbability.normal(above: outAt)
            ? .out : abs(z) > watchAt && probability < TailProbability.normal(above: watchAt) ? .watch : .within
        return Measurement(
            sample: sample, actual: actual, deviation: deviation, effectiveRounds: effective, tolerance: watchAt * error, z: z,
            probability: probability, band: band, isBlind: watchAt * error > drift)
    }

    /// The band of a window with regard to the one before it, which shares no round with it.
    package func band(of measurement: Measurement, after earlier: (band: Band, z: Double)?) -> Band {
        guard measurement.band == .watch, let earlier, earlier.band != .within, (earlier.z > 0) == (measurement.z > 0) else {
            return measurement.band
        }
        return .out
    }
}
