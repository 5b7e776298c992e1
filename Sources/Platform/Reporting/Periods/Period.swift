package import Documents
package import SourceData

/// A stretch of whole gaming days that reports are made for: a day, an ISO 8601 week, a month, a quarter or a half-year.
///
/// A period is a matter of the calendar; which instants it spans depends on the licence's zone.
package struct Period: Sendable, Hashable, CustomStringConvertible {
    /// How long a period is.
    package enum Kind: String, Sendable, CaseIterable {
        case day, week, month, quarter, half

        /// Months of a period, nil for days and weeks.
        fileprivate var months: Int? {
            switch self {
            case .day, .week: nil
            case .month: 1
            case .quarter: 3
            case .half: 6
            }
        }
    }

    /// Decides the form in which it is written.
    package let kind: Kind
    /// Inclusive.
    package let firstDay: GamingDay
    /// Inclusive.
    package let lastDay: GamingDay

    /// The period of a kind in which a day lies.
    package init(_ kind: Kind, containing day: GamingDay) {
        self.kind = kind
        switch kind.months {
        case nil where kind == .day: (firstDay, lastDay) = (day, day)
        case nil:
            firstDay = day.advanced(by: 1 - day.isoWeekday)
            lastDay = firstDay.advanced(by: 6)
        case let months?:
            let (year, month, dayOfMonth) = day.components
            let monthsBefore = (month - 1) % months
            var first = day.advanced(by: 1 - dayOfMonth)
            for _ in 0..<monthsBefore { first = Self.firstOfMonth(first.advanced(by: -1)) }
            firstDay = first
            let firstMonth = month - monthsBefore
            let length = (0..<months).reduce(0) { $0 + GamingDay.length(ofMonth: firstMonth + $1, year: year) }
            lastDay = first.advanced(by: length - 1)
        }
    }

    /// Reads exactly one of the forms `2026-10-15`, `2026-W42`, `2026-10`, `2026-Q4`, `2026-H2`.
    /// - Throws: `ReportingError` `unknown-period`.
    package init(parsing text: String) throws(ReportingError) {
        guard let period = Self.day(text) ?? Self.week(text) ?? Self.partOfYear(text) else { throw .notAPeriod(text) }
        self = period
    }

    /// The days in order.
    package var days: [GamingDay] { (firstDay.ordinal...lastDay.ordinal).map(GamingDay.init(ordinal:)) }

    /// The period of the same kind that follows.
    package var next: Period { Period(kind, containing: lastDay.advanced(by: 1)) }

    /// From the first instant of the first day, inclusive, to the end of the last, exclusive.
    package func bounds(in zone: GamingZone) -> Range<Timestamp> {
        zone.start(of: firstDay)..<zone.start(of: lastDay.advanced(by: 1))
    }

    /// The form that `init(parsing:)` reads.
    package var description: String {
        let month = firstDay.components.month
        let yearText = String(firstDay.description.prefix(4))
        switch kind {
        case .day: return firstDay.description
        case .week:
            // A week belongs to the year of its Thursday.
            let thursday = firstDay.advanced(by: 3)
            let first = GamingDay(year: thursday.components.year, month: 1, day: 1) ?? thursday
            let number = (thursday.ordinal - first.ordinal) / 7 + 1
            return "\(thursday.description.prefix(4))-W\(number < 10 ? "0" : "")\(number)"
        case .month: return String(firstDay.description.prefix(7))
        case .quarter: return "\(yearText)-Q\((month + 2) / 3)"
        case .half: return "\(yearText)-H\(month < 7 ? 1 : 2)"
        }
    }

    private static func day(_ text: String) -> Period? {
        GamingDay(parsing: text).map { Period(.day, containing: $0) }
    }

    private static func week(_ text: String) -> Period? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 3, parts[1].hasPrefix("W"), let year = number(parts[0], digits: 4),
            let week = number(parts[1].dropFirst(), digits: 2), week >= 1, let fourth = GamingDay(year: year, month: 1, day: 4)
        else { return nil }
        // 4 January is always in week 1; a year has 52 or 53 weeks.
        let period = Period(.week, containing: fourth.advanced(by: 7 * (week - 1)))
        return period.description == text ? period : nil
    }

    private static func partOfYear(_ text: String) -> Period? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let year = number(parts[0], digits: 4) else { return nil }
        let (kind, month): (Kind, Int?) =
            switch parts[1].first {
            case "Q": (.quarter, part(parts[1], upTo: 4).map { 3 * $0 - 2 })
            case "H": (.half, part(parts[1], upTo: 2).map { 6 * $0 - 5 })
            default: (.month, number(parts[1], digits: 2))
            }
        return month.flatMap { GamingDay(year: year, month: $0, day: 1) }.map { Period(kind, containing: $0) }
    }

    private static func part(_ text: Substring, upTo limit: Int) -> Int? {
        number(text.dropFirst(), digits: 1).flatMap { (1...limit).contains($0) ? $0 : nil }
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return nil }
        return Int(text)
    }

    private static func firstOfMonth(_ day: GamingDay) -> GamingDay { day.advanced(by: 1 - day.components.day) }
}
