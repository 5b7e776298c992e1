/// How probable it is that chance alone leads so far: the tails of the distributions that tests are judged by.
///
/// The numbers are the same on every machine; relative error below 10⁻⁹ where a tail is above 10⁻³⁰⁰.
enum TailProbability {
    /// The share of a standard normal distribution above `z`.
    static func normal(above z: Double) -> Double {
        let beyond = IncompleteGamma.upper(0.5, z * z / 2) / 2
        return z >= 0 ? beyond : 1 - beyond
    }

    /// Of both sides of a standard normal distribution, what lies farther out than `z`.
    static func normal(beyond z: Double) -> Double { IncompleteGamma.upper(0.5, z * z / 2) }

    /// The share of a chi-square distribution above `statistic`.
    /// - Parameter degrees: of freedom, 1 or more.
    static func chiSquare(above statistic: Double, degrees: Int) -> Double {
        IncompleteGamma.upper(Double(degrees) / 2, statistic / 2)
    }

    /// Kolmogorov's limit distribution above `x`, which is √n times the largest distance of two distribution functions.
    static func kolmogorov(above x: Double) -> Double {
        guard x > 0 else { return 1 }
        guard x < 1.18 else {
            var sum = 0.0
            for step in 1...20 {
                let exponent = -2 * Double(step * step) * x * x
                guard exponent > -700 else { break }
                sum += PortableMath.exponential(exponent) * (step % 2 == 1 ? 2 : -2)
            }
            return sum
        }
        // The same function by Jacobi's transformation: converges fast where the first form does not.
        let pi = Double.pi
        var sum = 0.0
        for step in 1...20 {
            let odd = Double(2 * step - 1)
            let exponent = -odd * odd * pi * pi / (8 * x * x)
            guard exponent > -700 else { break }
            sum += PortableMath.exponential(exponent)
        }
        return 1 - (2 * pi).squareRoot() / x * sum
    }

    /// The share above `z` of a distribution with mean 0, deviation 1 and a skewness of 0 or more: a gamma distribution, moved
    /// (Pearson's type III). At no skewness it is the normal one.
    static func skewed(above z: Double, skewness: Double) -> Double {
        // Nearer to symmetry than this the tails differ by half a hundredth at a z of 3.29, and the shape grows beyond all bounds.
        guard skewness > 0.001 else { return normal(above: z) }
        let shape = 4 / (skewness * skewness)
        return IncompleteGamma.upper(shape, shape + z * shape.squareRoot())
    }
}
