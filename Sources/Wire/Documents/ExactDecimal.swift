/// The mathematical value of a number's text: ±0.d₁d₂…dₙ × 10^exponent, without leading or trailing zero digits.
struct ExactDecimal: Hashable {
    let isNegative: Bool
    /// Values 0–9, the most significant first; empty for zero.
    let digits: [UInt8]
    /// Where the point stands relative to the first digit; 0 for zero. Saturates far outside what any double holds.
    let exponent: Int

    /// `text` follows the grammar of RFC 8259 §6.
    init(_ text: String) {
        var negative = false
        var digits: [UInt8] = []
        var point: Int?
        var written = 0
        var power = 0
        var powerIsNegative = false
        var inExponent = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-"): if inExponent { powerIsNegative = true } else { negative = true }
            case UInt8(ascii: "+"): break
            case UInt8(ascii: "."): point = written
            case UInt8(ascii: "e"), UInt8(ascii: "E"): inExponent = true
            default:
                if inExponent {
                    power = min(power * 10 + Int(byte - 0x30), Self.bound)
                } else {
                    digits.append(byte - 0x30)
                    written += 1
                }
            }
        }
        let leading = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leading)
        while digits.last == 0 { digits.removeLast() }
        isNegative = negative && !digits.isEmpty
        exponent = digits.isEmpty ? 0 : (point ?? written) - leading + (powerIsNegative ? -power : power)
        self.digits = digits
    }

    private static let bound = 1 << 48

    /// No digit stands behind the point.
    var isWhole: Bool { digits.count <= exponent || digits.isEmpty }

    /// The value when whole and within `Int`.
    var integer: Int? {
        guard isWhole, exponent <= 19 else { return nil }
        var value = 0
        for position in 0..<exponent {
            let digit = position < digits.count ? Int(digits[position]) : 0
            let (tenfold, over) = value.multipliedReportingOverflow(by: 10)
            let (sum, over2) = isNegative ? tenfold.subtractingReportingOverflow(digit) : tenfold.addingReportingOverflow(digit)
            if over || over2 { return nil }
            value = sum
        }
        return value
    }
}

extension ExactDecimal: Comparable {
    static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? right.magnitudeIsLess(than: left) : left.magnitudeIsLess(than: right)
    }

    private func magnitudeIsLess(than other: ExactDecimal) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
        if exponent != other.exponent { return exponent < other.exponent }
        return digits.lexicographicallyPrecedes(other.digits)
    }
}
