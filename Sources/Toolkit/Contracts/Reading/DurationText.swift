/// Durations as contracts and scenarios write them: a whole number and a unit, `500ms`, `30s`, `5m`, `2h`, `7d`.
package enum DurationText {
    private static let units: [(suffix: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// Nil for anything else, for zero, and above ten years.
    package static func duration(_ text: String) -> Duration? {
        let digits = text.utf8.prefix { (48...57).contains($0) }
        guard (1...12).contains(digits.count), let count = Int64(String(decoding: digits, as: UTF8.self)) else { return nil }
        let suffix = String(decoding: text.utf8.dropFirst(digits.count), as: UTF8.self)
        guard let unit = units.first(where: { $0.suffix == suffix }) else { return nil }
        let (milliseconds, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
        guard !overflow, milliseconds > 0, milliseconds <= 3_652 * 86_400_000 else { return nil }
        return .milliseconds(milliseconds)
    }

    /// The shortest exact form: `1500ms`, `30s`, `2h`; parts of a millisecond are dropped.
    package static func text(_ duration: Duration) -> String {
        let parts = duration.components
        let milliseconds = parts.seconds * 1_000 + parts.attoseconds / 1_000_000_000_000_000
        for unit in units.reversed() where milliseconds != 0 && milliseconds % unit.milliseconds == 0 {
            return "\(milliseconds / unit.milliseconds)\(unit.suffix)"
        }
        return "\(milliseconds)ms"
    }
}
