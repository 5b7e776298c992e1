/// An exact decimal number of at most 38 digits: significand × 10^−scale. Never rounded; equality and order are those of the values, so
/// that 1.50 equals 1.5, while the description keeps the scale.
package struct DecimalNumber: Sendable {
    package let significand: Int128
    /// Digits after the point, 0–38.
    package let scale: Int

    package static let zero = DecimalNumber(0)

    /// A whole number.
    package init(_ value: Int) {
        significand = Int128(value)
        scale = 0
    }

    /// `scale` must be within 0–38.
    package init(significand: Int128, scale: Int) {
        precondition((0...38).contains(scale), "the scale of a decimal is 0–38")
        self.significand = significand
        self.scale = scale
    }

    /// Reads `-?(0|[1-9][0-9]*)(\.[0-9]+)?`: no plus sign, no exponent, no leading zero, no space. Throws `number`.
    package init(parsing text: String) throws(TableError) {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let isWellFormed =
            parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) } }
            && !(parts[0].count > 1 && parts[0].first == 0x30)
        guard isWellFormed else { throw .notDecimal(text) }
        var value: Int128 = 0
        for digit in parts.joined() {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int128(digit - 0x30))
            guard !overflow, !carry else { throw .outOfRange }
            value = sum
        }
        let scale = parts.count == 2 ? parts[1].count : 0
        guard scale <= 38 else { throw .outOfRange }
        significand = digits.count == text.utf8.count ? value : -value
        self.scale = scale
    }

    /// The exact sum, with the larger scale of the two. Throws `number` beyond 38 digits.
    package func adding(_ other: DecimalNumber) throws(TableError) -> DecimalNumber {
        let scale = max(self.scale, other.scale)
        let (sum, overflow) = try significand(at: scale).addingReportingOverflow(try other.significand(at: scale))
        guard !overflow else { throw .outOfRange }
        return DecimalNumber(significand: sum, scale: scale)
    }

    /// The exact difference, with the larger scale of the two. Throws `number` beyond 38 digits.
    package func subtracting(_ other: DecimalNumber) throws(TableError) -> DecimalNumber {
        guard other.significand != Int128.min else { throw .outOfRange }
        return try adding(DecimalNumber(significand: -other.significand, scale: other.scale))
    }

    private func significand(at larger: Int) throws(TableError) -> Int128 {
        var value = significand
        for _ in 0..<(larger - scale) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { throw .outOfRange }
            value = product
        }
        return value
    }

    /// The same value without trailing zeros behind the point.
    fileprivate var reduced: (significand: Int128, scale: Int) {
        var (value, scale) = (significand, scale)
        while scale > 0, value % 10 == 0 {
            value /= 10
            scale -= 1
        }
        return (value, scale)
    }
}

extension DecimalNumber: Hashable, Comparable {
    package static func == (left: DecimalNumber, right: DecimalNumber) -> Bool { left.reduced == right.reduced }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(reduced.significand)
        hasher.combine(reduced.scale)
    }

    package static func < (left: DecimalNumber, right: DecimalNumber) -> Bool {
        // Whole parts first, then fractions of the same scale: no step can overflow.
        let (a, b) = (left.parts, right.parts)
        if a.whole != b.whole { return a.whole < b.whole }
        let scale = max(left.scale, right.scale)
        return a.fraction * power(scale - left.scale) < b.fraction * power(scale - right.scale)
    }

    /// Both truncated towards zero, hence of one sign.
    private var parts: (whole: Int128, fraction: Int128) {
        let divisor = DecimalNumber.power(scale)
        return (significand / divisor, significand % divisor)
    }

    private static func power(_ exponent: Int) -> Int128 { (0..<exponent).reduce(1) { product, _ in product * 10 } }
}

extension DecimalNumber: CustomStringConvertible {
    /// With exactly `scale` digits after the point; reads back as the same number.
    package var description: String {
        guard scale > 0 else { return String(significand) }
        let digits = String(significand.magnitude)
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        return (significand < 0 ? "-" : "") + padded.dropLast(scale) + "." + padded.suffix(scale)
    }
}
