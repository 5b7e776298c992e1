/// A stretch of whole days as the paths of reports name it: `2026-11-22`, `2026-W47` (ISO 8601 week), `2026-11`, `2026-Q4`, `2026-H2`.
package struct CalendarPeriod: Sendable, Hashable {
    /// First and last day, inclusive, as `YYYY-MM-DD`: dates of four-digit years are in the order of their texts.
    package let days: ClosedRange<String>

    /// Nil for text that names no period of the years 0001 to 9999.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let year = Self.number(parts[0], digits: 4), year >= 1 else { return nil }
        let name = parts[1]
        if parts.count == 3 {
            guard let month = Self.number(name, digits: 2), let day = Self.number(parts[2], digits: 2), (1...12).contains(month),
                (1...Self.days(of: month, in: year)).contains(day)
            else { return nil }
            days = text...text
        } else if name.hasPrefix("W") {
            guard let week = Self.number(name.dropFirst(), digits: 2), let days = Self.days(ofWeek: week, in: year) else { return nil }
            self.days = days
        } else if name.hasPrefix("Q") {
            guard let quarter = Self.number(name.dropFirst(), digits: 1), (1...4).contains(quarter) else { return nil }
            days = Self.days(ofMonths: 3 * quarter - 2...3 * quarter, in: year)
        } else if name.hasPrefix("H") {
            guard let half = Self.number(name.dropFirst(), digits: 1), (1...2).contains(half) else { return nil }
            days = Self.days(ofMonths: 6 * half - 5...6 * half, in: year)
        } else {
            guard let month = Self.number(name, digits: 2), (1...12).contains(month) else { return nil }
            days = Self.days(ofMonths: month...month, in: year)
        }
    }

    /// Whether the text is a date (`YYYY-MM-DD`) of the period. A time is none: which day it belongs to is a question of zone.
    package func contains(_ date: String) -> Bool {
        guard date.utf8.count == 10, CalendarPeriod(date) != nil else { return false }
        return days.contains(date)
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }

    private static func days(of month: Int, in year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    private static func days(ofMonths months: ClosedRange<Int>, in year: Int) -> ClosedRange<String> {
        date(year, months.lowerBound, 1)...date(year, months.upperBound, days(of: months.upperBound, in: year))
    }

    /// Nil when the year has no such week. Week 1 is the one with 4 January (ISO 8601-1:2019, 3.1.1.23).
    private static func days(ofWeek week: Int, in year: Int) -> ClosedRange<String>? {
        let fourth = ordinal(of: year, day: 4)
        let monday = fourth - fourth % 7 + 7 * (week - 1)
        // A week belongs to the year of its Thursday.
        guard week >= 1, let first = date(ordinal: monday), let last = date(ordinal: monday + 6), let middle = date(ordinal: monday + 3),
            middle.hasPrefix(date(year, 1, 1).prefix(5))
        else { return nil }
        return first...last
    }

    /// Days since 0001-01-01, a Monday, of a day of January.
    private static func ordinal(of year: Int, day: Int) -> Int {
        let before = year - 1
        return 365 * before + before / 4 - before / 100 + before / 400 + day - 1
    }

    private static func date(ordinal: Int) -> String? {
        guard ordinal >= 0 else { return nil }
        var year = ordinal / 366 + 1
        while self.ordinal(of: year + 1, day: 1) <= ordinal { year += 1 }
        guard year <= 9999 else { return nil }
        var rest = ordinal - self.ordinal(of: year, day: 1)
        var month = 1
        while rest >= days(of: month, in: year) {
            rest -= days(of: month, in: year)
            month += 1
        }
        return date(year, month, rest + 1)
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
