/// Judges a family of tests together, so that of those that fail a stated share at most fail by chance (Benjamini and Hochberg, 1995).
///
/// When nothing is wrong at all, the probability that any of the family fails is the rate as well. It holds for independent tests and
/// for those that depend on each other positively.
enum BenjaminiHochberg {
    /// The largest probability that still fails, or nil when every test passes: the k-th smallest of m fails when it is at most k/m of
    /// the rate, and with it all smaller ones.
    /// - Parameter rate: 0 to 1, of false discoveries.
    static func limit(_ probabilities: [Double], rate: Double) -> Double? {
        let sorted = probabilities.sorted()
        let count = Double(sorted.count)
        return sorted.enumerated().last { position, probability in probability <= Double(position + 1) / count * rate }?.element
    }
}
