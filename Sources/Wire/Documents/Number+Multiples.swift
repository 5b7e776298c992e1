extension Number {
    /// Whether the value is a whole multiple of `divisor`, exactly; false when `divisor` is zero.
    ///
    /// Cost grows with the digits of both. Divisors of more than 18 significant digits are not tried against values that are
    /// more than 10,000 powers of ten larger: those count as no multiples.
    package func isMultiple(of divisor: Number) -> Bool { ExactDecimal(lexeme).isMultiple(of: ExactDecimal(divisor.lexeme)) }
}

extension ExactDecimal {
    /// With value = A×10ᵃ and divisor = B×10ᵇ, neither A nor B ending in 0: whether B divides A×10^(a−b).
    func isMultiple(of divisor: ExactDecimal) -> Bool {
        if divisor.digits.isEmpty { return false }
        if digits.isEmpty { return true }
        let shift = (exponent - digits.count) - (divisor.exponent - divisor.digits.count)
        // A would have to end in zeros.
        guard shift >= 0 else { return false }
        return divisor.digits.count <= 18 ? hasNoRemainder(divisor.smallInteger, shift) : hasNoRemainder(divisor.digits, shift)
    }

    private var smallInteger: UInt64 { digits.reduce(0) { $0 * 10 + UInt64($1) } }

    private func hasNoRemainder(_ divisor: UInt64, _ shift: Int) -> Bool {
        func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
            let (high, low) = a.multipliedFullWidth(by: b)
            return divisor.dividingFullWidth((high, low)).remainder
        }
        var remainder = digits.reduce(UInt64(0)) { ($0 * 10 + UInt64($1)) % divisor }
        var power = 10 % divisor
        var rest = shift
        while rest > 0 {
            if rest & 1 == 1 { remainder = product(remainder, power) }
            power = product(power, power)
            rest >>= 1
        }
        return remainder == 0
    }

    private func hasNoRemainder(_ divisor: [UInt8], _ shift: Int) -> Bool {
        guard shift <= 10_000 else { return false }
        // Long division by hand: the remainder is kept below the divisor, digit by digit.
        var remainder = [UInt8](repeating: 0, count: divisor.count + 1)
        let padded = [0] + divisor
        for digit in digits + [UInt8](repeating: 0, count: shift) {
            remainder.removeFirst()
            remainder.append(digit)
            while !remainder.lexicographicallyPrecedes(padded) {
                var borrow = 0
                for index in remainder.indices.reversed() {
                    var difference = Int(remainder[index]) - Int(padded[index]) - borrow
                    borrow = difference < 0 ? 1 : 0
                    if borrow == 1 { difference += 10 }
                    remainder[index] = UInt8(difference)
                }
            }
        }
        return remainder.allSatisfy { $0 == 0 }
    }
}
