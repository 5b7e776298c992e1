/// The scalars one step of a pattern accepts.
struct ScalarSet: Sendable {
    private var ranges: [ClosedRange<UInt32>] = []
    private var properties: [(property: ScalarProperty, isNegated: Bool)] = []
    private var excluded: [ScalarSet] = []
    var isNegated = false
    /// Membership of U+0000–U+007F, bit by bit; filled by `sealed()`.
    private var low: (UInt64, UInt64) = (0, 0)

    init() {}
    init(_ ranges: ClosedRange<UInt32>...) { self.ranges = ranges }
    init(_ scalar: UInt32) { ranges = [scalar...scalar] }
    init(_ property: ScalarProperty, isNegated: Bool) { properties = [(property, isNegated)] }

    mutating func insert(_ range: ClosedRange<UInt32>) { ranges.append(range) }

    /// Adds what `other` accepts.
    mutating func formUnion(_ other: ScalarSet) {
        if other.isNegated {
            excluded.append(other)
        } else {
            ranges += other.ranges
            properties += other.properties
            excluded += other.excluded
        }
    }

    var negated: ScalarSet {
        var set = self
        set.isNegated.toggle()
        return set
    }

    /// The scalar when the set holds exactly one.
    var single: UInt32? {
        guard !isNegated, properties.isEmpty, excluded.isEmpty, ranges.count == 1, ranges[0].lowerBound == ranges[0].upperBound else {
            return nil
        }
        return ranges[0].lowerBound
    }

    /// The same set, quick to ask.
    func sealed() -> ScalarSet {
        var set = self
        set.ranges = Self.merged(ranges)
        set.excluded = excluded.map { $0.sealed() }
        var low: (UInt64, UInt64) = (0, 0)
        for scalar in UInt32(0)..<64 {
            if set.lookUp(scalar) { low.0 |= 1 << UInt64(scalar) }
            if set.lookUp(scalar + 64) { low.1 |= 1 << UInt64(scalar) }
        }
        set.low = low
        return set
    }

    /// Whether a sealed set holds the scalar.
    func contains(_ scalar: UInt32) -> Bool {
        if scalar < 64 { return low.0 >> UInt64(scalar) & 1 == 1 }
        if scalar < 128 { return low.1 >> UInt64(scalar - 64) & 1 == 1 }
        return lookUp(scalar)
    }

    private func lookUp(_ scalar: UInt32) -> Bool {
        let isListed =
            ranges.contains { $0.contains(scalar) } || properties.contains { $0.property.holds(for: scalar) != $0.isNegated }
            || excluded.contains { $0.lookUp(scalar) }
        return isListed != isNegated
    }

    private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound <= last.upperBound {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }
}

extension ScalarSet {
    static let digits = ScalarSet(0x30...0x39)
    static let word = ScalarSet(0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A)
    /// ECMA-262 WhiteSpace and LineTerminator.
    static let space = ScalarSet(
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F, 0x205F...0x205F,
        0x3000...0x3000, 0xFEFF...0xFEFF)
    /// ECMA-262: `.` without the `s` flag.
    static let noLineTerminator = ScalarSet(0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029).negated
    /// RFC 9485 §5.3: `.` is `[^\n\r]`.
    static let noLineFeedOrReturn = ScalarSet(0x0A...0x0A, 0x0D...0x0D).negated
}
