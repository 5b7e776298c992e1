import Documents

/// A number as mantissa × 10^exponent, where 18 digits are enough: what nearly all numbers of documents are.
struct Decimal64: Sendable {
    let mantissa: Int64
    let exponent: Int

    /// - Parameter text: follows the grammar of RFC 8259 §6.
    /// - Returns: nil beyond 18 digits before the exponent, or beyond three digits of it.
    init?(_ text: String) {
        let bytes = [UInt8](text.utf8)
        self.init(bytes.span.bytes, from: 0, to: bytes.count)
    }

    /// - Parameter text: follows the grammar of RFC 8259 §6 between the two offsets.
    init?(_ text: RawSpan, from start: Int, to end: Int) {
        var mantissa: Int64 = 0
        var digits = 0
        var scale = 0
        var isNegative = false
        var isFraction = false
        var power = 0
        var powerDigits = 0
        var powerIsNegative = false
        var inPower = false
        var position = start
        while position < end {
            let byte = text.byte(position)
            position &+= 1
            let digit = byte &- UInt8(ascii: "0")
            if digit < 10 {
                if inPower {
                    powerDigits += 1
                    if powerDigits > 3 { return nil }
                    power = power &* 10 &+ Int(digit)
                } else {
                    digits &+= 1
                    if digits > 18 { return nil }
                    mantissa = mantissa &* 10 &+ Int64(digit)
                    if isFraction { scale &-= 1 }
                }
            } else if byte == UInt8(ascii: ".") {
                isFraction = true
            } else if byte == UInt8(ascii: "-") {
                if inPower { powerIsNegative = true } else { isNegative = true }
            } else if byte | 0x20 == UInt8(ascii: "e") {
                inPower = true
            }
        }
        self.mantissa = isNegative ? -mantissa : mantissa
        exponent = scale + (powerIsNegative ? -power : power)
    }

    /// Whether this is less than, equal to or greater than another: -1, 0 or 1; nil where 18 more digits do not suffice.
    @inline(__always) func compared(to other: Decimal64) -> Int? {
        if exponent == other.exponent { return mantissa == other.mantissa ? 0 : mantissa < other.mantissa ? -1 : 1 }
        return scaledComparison(other)
    }

    private func scaledComparison(_ other: Decimal64) -> Int? {
        let difference = exponent - other.exponent
        guard difference.magnitude <= 18 else { return nil }
        var factor: Int64 = 1
        for _ in 0..<difference.magnitude { factor *= 10 }
        let mine = difference > 0 ? mantissa.multipliedFullWidth(by: factor) : mantissa.multipliedFullWidth(by: 1)
        let its = difference < 0 ? other.mantissa.multipliedFullWidth(by: factor) : other.mantissa.multipliedFullWidth(by: 1)
        if mine.high != its.high { return mine.high < its.high ? -1 : 1 }
        return mine.low == its.low ? 0 : mine.low < its.low ? -1 : 1
    }
}
