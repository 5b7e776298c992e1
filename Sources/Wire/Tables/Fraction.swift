/// An exact fraction of 38-digit whole numbers in lowest terms, the denominator positive: what rules compute with, so that nothing is
/// rounded unless a rule says so. Every step throws `number` when it leaves the range.
struct Fraction: Hashable {
    let numerator: Int128
    let denominator: Int128

    init(_ number: DecimalNumber) throws(TableError) {
        var power: Int128 = 1
        for _ in 0..<number.scale { power *= 10 }
        try self.init(number.significand, over: power)
    }

    init(_ numerator: Int128, over denominator: Int128) throws(TableError) {
        guard denominator != 0 else { throw .divisionByZero }
        guard numerator != .min, denominator != .min else { throw .outOfRange }
        let divisor = Fraction.commonDivisor(numerator, denominator)
        self.numerator = (denominator < 0 ? -numerator : numerator) / divisor
        self.denominator = abs(denominator) / divisor
    }

    func adding(_ other: Fraction) throws(TableError) -> Fraction {
        let left = try Fraction.product(numerator, other.denominator)
        let (sum, overflow) = left.addingReportingOverflow(try Fraction.product(other.numerator, denominator))
        guard !overflow else { throw .outOfRange }
        return try Fraction(sum, over: try Fraction.product(denominator, other.denominator))
    }

    func negated() throws(TableError) -> Fraction { try Fraction(-numerator, over: denominator) }

    func multiplied(by other: Fraction) throws(TableError) -> Fraction {
        try Fraction(try Fraction.product(numerator, other.numerator), over: try Fraction.product(denominator, other.denominator))
    }

    func divided(by other: Fraction) throws(TableError) -> Fraction {
        try multiplied(by: try Fraction(other.denominator, over: other.numerator))
    }

    /// To so many digits after the point, halves away from zero, as SQL's `round` on exact numbers.
    func rounded(to digits: Int) throws(TableError) -> Fraction {
        var power: Int128 = 1
        for _ in 0..<digits { power = try Fraction.product(power, 10) }
        let scaled = try Fraction.product(numerator, power)
        let (quotient, rest) = scaled.quotientAndRemainder(dividingBy: denominator)
        let isHalfOrMore = abs(rest) >= denominator - abs(rest)
        return try Fraction(isHalfOrMore ? quotient + scaled.signum() : quotient, over: power)
    }

    static func isLess(_ left: Fraction, _ right: Fraction) throws(TableError) -> Bool {
        try left.adding(try right.negated()).numerator < 0
    }

    private static func product(_ left: Int128, _ right: Int128) throws(TableError) -> Int128 {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        guard !overflow else { throw .outOfRange }
        return product
    }

    private static func commonDivisor(_ left: Int128, _ right: Int128) -> Int128 {
        var (a, b) = (abs(left), abs(right))
        while b != 0 { (a, b) = (b, a % b) }
        return max(a, 1)
    }
}

extension Fraction: CustomStringConvertible {
    /// As a decimal when it is one of at most 20 digits after the point, else as `n/d`.
    var description: String {
        for scale in 0...20 {
            guard let rounded = try? rounded(to: scale), rounded == self else { continue }
            var power: Int128 = 1
            for _ in 0..<scale { power *= 10 }
            return DecimalNumber(significand: numerator * (power / denominator), scale: scale).description
        }
        return "\(numerator)/\(denominator)"
    }
}
