package import SourceData

/// How a public holiday is found in any year.
package struct HolidayRule: Sendable, Hashable {
    /// Where it lies.
    package enum Place: Sendable, Hashable {
        /// The same day of the same month each year.
        case fixed(month: Int, day: Int)
        /// Days after Easter Sunday, negative before it.
        case easter(Int)
        /// The nth weekday (1 Monday … 7 Sunday) of a month; -1 is the last.
        case weekday(Int, nth: Int, month: Int)
    }

    /// What follows when it falls on a day on which nobody works anyway.
    package enum Shift: String, Sendable, Hashable, CaseIterable {
        /// Nothing: the holiday is lost.
        case none
        /// The next day that is neither on the weekend nor a holiday is free instead.
        case nextWorkingDay = "next-working-day"
        /// Kept on the Saturday, when it falls on a Sunday.
        case saturdayForSunday = "saturday-for-sunday"
        /// Kept on the Monday, when it falls on a Sunday.
        case mondayForSunday = "monday-for-sunday"
    }

    package let name: String
    package let place: Place
    package let shift: Shift

    package init(_ name: String, _ place: Place, shift: Shift = .none) {
        self.name = name
        self.place = place
        self.shift = shift
    }

    /// The day itself in a year, before any shift to the next working day; nil where the year has none.
    package func day(in year: Int) -> GamingDay? {
        let day: GamingDay? =
            switch place {
            case .fixed(let month, let day): GamingDay(year: year, month: month, day: day)
            case .easter(let offset): Easter.sunday(in: year)?.advanced(by: offset)
            case .weekday(let weekday, let nth, let month): Self.nth(nth, weekday, month: month, year: year)
            }
        switch shift {
        case .saturdayForSunday: return day.map { $0.isoWeekday == 7 ? $0.advanced(by: -1) : $0 }
        case .mondayForSunday: return day.map { $0.isoWeekday == 7 ? $0.advanced(by: 1) : $0 }
        case .none, .nextWorkingDay: return day
        }
    }

    private static func nth(_ nth: Int, _ weekday: Int, month: Int, year: Int) -> GamingDay? {
        guard nth == -1 || (1...5).contains(nth) else { return nil }
        let length = GamingDay.length(ofMonth: month, year: year)
        guard let first = GamingDay(year: year, month: month, day: 1) else { return nil }
        let offset = (weekday - first.isoWeekday + 7) % 7
        let position = nth == -1 ? offset + (length - 1 - offset) / 7 * 7 : offset + (nth - 1) * 7
        return position < length ? first.advanced(by: position) : nil
    }
}

/// The date of Easter in the Gregorian calendar.
package enum Easter {
    /// Easter Sunday of a year, 1583–9999: the first Sunday after the ecclesiastical full moon on or after 21 March.
    ///
    /// Computed from the golden number, the century's solar and lunar corrections and the epact.
    package static func sunday(in year: Int) -> GamingDay? {
        guard (1583...9999).contains(year) else { return nil }
        let golden = year % 19
        let century = year / 100
        let skippedLeapDays = century - century / 4
        let moonDrift = (8 * century + 13) / 25
        var moon = (19 * golden + skippedLeapDays - moonDrift + 15) % 30
        // Two epacts would let the full moon fall on 19 April, or repeat within a cycle: both are moved back a day.
        if moon == 29 || (moon == 28 && golden > 10) { moon -= 1 }
        guard let march21 = GamingDay(year: year, month: 3, day: 21) else { return nil }
        let fullMoon = march21.advanced(by: moon)
        return fullMoon.advanced(by: 7 - fullMoon.isoWeekday % 7)
    }
}
