/// `duration` of RFC 3339 appendix A: `P3W`, `P1Y2M3DT4H5M6S`; a smaller unit follows only the next larger one.
enum DurationFormat {
    static func accepts(_ text: String) -> Bool {
        var rest = text.utf8[...]
        guard rest.popFirst() == UInt8(ascii: "P") else { return false }
        let parts = rest.split(separator: UInt8(ascii: "T"), maxSplits: 1, omittingEmptySubsequences: false)
        let date = parts[0]
        if parts.count == 2 {
            guard isRun(parts[1], of: "HMS") else { return false }
            return date.isEmpty || isRun(date, of: "YMD")
        }
        return isRun(date, of: "YMD") || isRun(date, of: "W")
    }

    /// Numbers each followed by a unit, the units being neighbours in `units`; at least one.
    private static func isRun(_ text: Substring.UTF8View, of units: String) -> Bool {
        var rest = text
        var allowed = Array(units.utf8)[...]
        var isFirst = true
        while !rest.isEmpty {
            let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
            rest = rest.dropFirst(digits.count)
            guard !digits.isEmpty, let unit = rest.popFirst(), let position = allowed.firstIndex(of: unit) else { return false }
            guard isFirst || position == allowed.startIndex else { return false }
            allowed = allowed[(position + 1)...]
            isFirst = false
        }
        return !isFirst
    }
}
