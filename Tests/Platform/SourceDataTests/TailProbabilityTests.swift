import Testing

@testable import SourceData

/// Against SciPy 1.x: `chi2.sf(x, df)`, `norm.sf(x)`, `kstwobign.sf(x)`, `pearson3.sf(x, skewness)`, printed with all digits.
@Suite struct TailProbabilityTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        /// Degrees of freedom, or skewness.
        let parameter: Double
        let x: Double
        let expected: Double

        init(_ parameter: Double, _ x: Double, _ expected: Double) {
            self.parameter = parameter
            self.x = x
            self.expected = expected
        }

        var testDescription: String { "\(parameter), \(x)" }

        /// Ten digits agree, the project's claim; thirteen do at most places.
        func isMet(by actual: Double) -> Bool { abs(actual / expected - 1) < 1e-10 }
    }

    @Test(arguments: [
        Vector(1, 0.001, 0.9747728793699604), Vector(1, 3.841458820694124, 0.04999999999999989), Vector(1, 40, 2.5396285894708634e-10),
        Vector(2, 9.21, 0.01000170200470548), Vector(3, 0.1, 0.9918374237318764), Vector(9, 21.67, 0.009985789299578333),
        Vector(9, 2, 0.9914676066288135), Vector(36, 58.6, 0.010043911293639185), Vector(36, 200, 1.2570844105839878e-24),
        Vector(99, 134.6, 0.010064534262599765), Vector(99, 60, 0.9993199970498485), Vector(999, 1200, 1.112935044825893e-05),
        Vector(999, 900, 0.9886211870834188), Vector(1, 600, 1.674167984691805e-132), Vector(5, 1300, 6.3873752344737004e-279),
    ])
    func `the tail of chi-square is that of SciPy`(vector: Vector) {
        let actual = TailProbability.chiSquare(above: vector.x, degrees: Int(vector.parameter))
        #expect(vector.isMet(by: actual), "\(actual)")
    }

    @Test(arguments: [
        Vector(0, 0, 0.5), Vector(0, 0.5, 0.3085375387259869), Vector(0, 1, 0.15865525393145707), Vector(0, 1.959963984540054, 0.025),
        Vector(0, 2.576, 0.0049975323157350135), Vector(0, 3.29, 0.0005009369137857222), Vector(0, 5, 2.866515718791933e-07),
        Vector(0, 8, 6.22096057427174e-16), Vector(0, 20, 2.7536241186061556e-89), Vector(0, 37, 5.7255712225239266e-300),
        Vector(0, -0.5, 0.6914624612740131), Vector(0, -3, 0.9986501019683699),
    ])
    func `the tail of the normal distribution is that of SciPy`(vector: Vector) {
        let actual = TailProbability.normal(above: vector.x)
        #expect(vector.isMet(by: actual), "\(actual)")
        let both = TailProbability.normal(beyond: vector.x)
        #expect(abs(both - 2 * min(actual, 1 - actual)) < 1e-12)
    }

    @Test(arguments: [
        Vector(0, 0.2, 0.999999999999495), Vector(0, 0.3, 0.9999906941986655), Vector(0, 0.5, 0.9639452436648751),
        Vector(0, 0.8, 0.5441424115741981), Vector(0, 1, 0.26999967167735456), Vector(0, 1.17, 0.12939004218561884),
        Vector(0, 1.18, 0.1234538094297657), Vector(0, 1.2, 0.11224966667072497), Vector(0, 1.36, 0.049485876755377876),
        Vector(0, 1.63, 0.009846364888486529), Vector(0, 2, 0.0006709252557796953), Vector(0, 3, 3.045995948942526e-08),
        Vector(0, 5, 3.8574996959278356e-22), Vector(0, 15, 7.387766136974512e-196),
    ])
    func `the tail of Kolmogorov's distribution is that of SciPy, on both sides of where its form changes`(vector: Vector) {
        let actual = TailProbability.kolmogorov(above: vector.x)
        #expect(vector.isMet(by: actual), "\(actual)")
    }

    @Test(arguments: [
        Vector(0.002, 3.29, 0.0005067860132860361), Vector(0.02, 3.29, 0.0005611583257511256), Vector(0.1, 3.29, 0.0008401416325678535),
        Vector(0.5, 3.29, 0.0030170239486357986),
        Vector(0.5, 2.576, 0.012300906098351235), Vector(1, 3.29, 0.006734331848111677), Vector(2.35, 7.3, 0.0004360343074036597),
        Vector(2.35, 1, 0.12899882801459753), Vector(4.3, 11.4, 0.00022146349269576185), Vector(4.3, 0.1, 0.2162647266639156),
        Vector(20, 5, 0.005507380206803649), Vector(0.05, 0.5, 0.3063382843088689),
    ])
    func `the tail of Pearson's type III is that of SciPy`(vector: Vector) {
        let actual = TailProbability.skewed(above: vector.x, skewness: vector.parameter)
        #expect(vector.isMet(by: actual), "\(actual)")
    }

    @Test func `at the ends the tails are nothing and all`() {
        #expect(TailProbability.chiSquare(above: 0, degrees: 3) == 1)
        #expect(TailProbability.chiSquare(above: 1e6, degrees: 3) == 0)
        #expect(TailProbability.normal(above: 60) == 0)
        #expect(TailProbability.kolmogorov(above: 0) == 1)
        #expect(TailProbability.kolmogorov(above: 100) == 0)
        // Below the least value that a moved gamma distribution has, everything lies above.
        #expect(TailProbability.skewed(above: -3, skewness: 1) == 1)
    }

    @Test func `without skewness the moved gamma distribution is the normal one`() {
        for z in [0.0, 1, 2.576, 3.29, 6] {
            #expect(TailProbability.skewed(above: z, skewness: 0) == TailProbability.normal(above: z))
            // Where one form takes over from the other they hardly differ.
            let (near, far) = (TailProbability.skewed(above: z, skewness: 0.001_01), TailProbability.skewed(above: z, skewness: 0.001))
            // Edgeworth's first term: γ (z³ − 3 z) / 6 of the tail, and near the middle γ (1 − z²) / 6 of the density.
            #expect(abs(near / far - 1) < 0.000_4 + 0.001_1 * z * z * z / 6, "\(z) \(near / far)")
        }
    }

    @Test func `both parts of the gamma distribution make one`() {
        for shape in [0.01, 0.5, 3, 40, 5000] {
            for x in [0.001, 0.4, 2.9, 41, 4900, 5200] {
                let (lower, upper) = (IncompleteGamma.lower(shape, x), IncompleteGamma.upper(shape, x))
                #expect(abs(lower + upper - 1) < 1e-12, "\(shape) \(x)")
                #expect((0...1).contains(lower) && (0...1).contains(upper))
            }
        }
    }
}
