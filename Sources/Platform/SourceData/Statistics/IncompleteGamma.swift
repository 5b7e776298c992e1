/// The incomplete gamma function, regularised (DLMF §8.2, §8.7, §8.9), by the operations that IEEE 754 fixes to the last bit.
///
/// Relative error below 10⁻¹⁰ for shapes from 10⁻³ to 4 × 10⁶, as far as the value is above 10⁻³⁰⁰.
enum IncompleteGamma {
    /// Where neither series nor fraction has converged by then there is nothing to be gained: both need some √shape steps.
    private static let mostSteps = 100_000
    private static let precision = 0x1p-54
    /// Half the logarithm of 2π.
    private static let halfLogTwoPi = 0.918_938_533_204_672_7

    /// Q(shape, x): the share of a gamma distribution above `x`.
    /// - Parameter shape: above 0.
    static func upper(_ shape: Double, _ x: Double) -> Double {
        guard x > 0 else { return 1 }
        return x < shape + 1 ? 1 - series(shape, x) : fraction(shape, x)
    }

    /// P(shape, x): the share below `x`.
    /// - Parameter shape: above 0.
    static func lower(_ shape: Double, _ x: Double) -> Double {
        guard x > 0 else { return 0 }
        return x < shape + 1 ? series(shape, x) : 1 - fraction(shape, x)
    }

    /// x^shape e^(−x) / Γ(shape + 1) times the sum of xⁿ over the rising products of shape + 1.
    private static func series(_ shape: Double, _ x: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        for step in 1...mostSteps {
            term *= x / (shape + Double(step))
            sum += term
            if term < sum * precision { break }
        }
        return density(shape, x) / shape * sum
    }

    /// The continued fraction of the upper part, from the front (Lentz, with Thompson's and Barnett's change).
    private static func fraction(_ shape: Double, _ x: Double) -> Double {
        var denominator = x + 1 - shape
        var inverse = 1 / denominator
        var convergent = inverse
        var forward = 1 / Double.leastNormalMagnitude
        for step in 1...mostSteps {
            let count = Double(step)
            let numerator = -count * (count - shape)
            denominator += 2
            inverse = 1 / kept(numerator * inverse + denominator)
            forward = kept(denominator + numerator / forward)
            let factor = forward * inverse
            convergent *= factor
            if abs(factor - 1) < precision { break }
        }
        return density(shape, x) * convergent
    }

    private static func kept(_ value: Double) -> Double { abs(value) < 0x1p-900 ? 0x1p-900 : value }

    /// x^shape e^(−x) / Γ(shape), from Stirling's series for shapes of 10 and more; smaller ones are raised by the recurrence first.
    private static func density(_ shape: Double, _ x: Double) -> Double {
        var raised = shape
        var factor = 1.0
        while raised < 10 {
            factor *= raised / x
            raised += 1
        }
        let exponent =
            raised * logarithmLess((x - raised) / raised) + PortableMath.logarithm(raised) / 2 - halfLogTwoPi - correction(raised)
        // Beyond this the result has no digits left, and the exponential is not made for it.
        guard exponent > -700 else { return 0 }
        return PortableMath.exponential(min(700, exponent)) * factor
    }

    /// log(1 + t) − t for t > −1, without the cancellation near 0.
    private static func logarithmLess(_ t: Double) -> Double {
        guard abs(t) < 0.2 else { return PortableMath.logarithm(1 + t) - t }
        // log(1 + t) = 2 artanh(t / (2 + t)), whose first term less t is −t² / (2 + t).
        let ratio = t / (2 + t)
        let square = ratio * ratio
        var power = ratio * square
        var sum = 0.0
        for step in 1...12 {
            sum += power / Double(2 * step + 1)
            power *= square
        }
        return 2 * sum - t * t / (2 + t)
    }

    /// What Stirling's series adds to log Γ (DLMF 5.11.1), below 10⁻¹⁶ off from 10 on.
    private static func correction(_ x: Double) -> Double {
        let square = 1 / (x * x)
        let terms = [1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360_360, 1.0 / 156]
        return terms.reversed().reduce(0) { $0 * square + $1 } / x
    }
}
