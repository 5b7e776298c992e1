/// Exponential and logarithm from additions, multiplications and divisions alone.
///
/// IEEE 754 fixes the result of those to the last bit; the C library's own functions differ between machines in the last
/// place, which would be enough to make generated tables differ. Relative error below 10⁻¹⁴.
enum PortableMath {
    private static let ln2 = 0.693_147_180_559_945_3

    /// e to the power of `x`, for |x| ≤ 700.
    static func exponential(_ x: Double) -> Double {
        let halvings = (x / ln2).rounded()
        let rest = x - halvings * ln2
        var term = 1.0
        var sum = 1.0
        for step in 1...18 {
            term = term * rest / Double(step)
            sum += term
        }
        return Double(sign: .plus, exponent: Int(halvings), significand: sum)
    }

    /// The natural logarithm of a finite number above 0.
    static func logarithm(_ x: Double) -> Double {
        // The significand is in 1..<2; artanh's series converges fast for (s−1)/(s+1) ≤ 1/3.
        let ratio = (x.significand - 1) / (x.significand + 1)
        let square = ratio * ratio
        var power = ratio
        var sum = 0.0
        for step in 0..<18 {
            sum += power / Double(2 * step + 1)
            power *= square
        }
        return 2 * sum + Double(x.exponent) * ln2
    }
}

/// The standard normal distribution.
enum Normal {
    /// The value below which a share `p` (0 < p < 1) lies; P. J. Acklam's rational approximation, relative error below 1.2 × 10⁻⁹.
    static func quantile(_ p: Double) -> Double {
        if p < 0.024_25 { return tail(p) }
        if p > 1 - 0.024_25 { return -tail(1 - p) }
        let q = p - 0.5
        let r = q * q
        let numerator =
            ((((-39.696_830_286_653_76 * r + 220.946_098_424_520_5) * r - 275.928_510_446_968_7) * r + 138.357_751_867_269) * r
                - 30.664_798_066_147_16) * r + 2.506_628_277_459_239
        let denominator =
            ((((-54.476_098_798_224_06 * r + 161.585_836_858_040_9) * r - 155.698_979_859_886_6) * r + 66.801_311_887_719_72) * r
                - 13.280_681_552_885_72) * r + 1
        return q * numerator / denominator
    }

    private static func tail(_ p: Double) -> Double {
        let q = (-2 * PortableMath.logarithm(p)).squareRoot()
        let numerator =
            ((((-0.007_784_894_002_430_293 * q - 0.322_396_458_041_136_5) * q - 2.400_758_277_161_838) * q - 2.549_732_539_343_734) * q
                + 4.374_664_141_464_968) * q + 2.938_163_982_698_783
        let denominator =
            (((0.007_784_695_709_041_462 * q + 0.322_467_129_070_039_8) * q + 2.445_134_137_142_996) * q + 3.754_408_661_907_416) * q + 1
        return numerator / denominator
    }

    /// The share below `z`; Abramowitz and Stegun 26.2.17, absolute error below 7.5 × 10⁻⁸.
    static func share(below z: Double) -> Double {
        let t = 1 / (1 + 0.231_641_9 * abs(z))
        let polynomial =
            ((((1.330_274_429 * t - 1.821_255_978) * t + 1.781_477_937) * t - 0.356_563_782) * t + 0.319_381_530) * t
        let upper = 0.398_942_280_401_432_7 * PortableMath.exponential(-z * z / 2) * polynomial
        return z >= 0 ? 1 - upper : upper
    }
}
