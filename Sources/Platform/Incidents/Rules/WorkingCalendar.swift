package import Documents
package import SourceData

/// On which days an authority works, in its own zone.
package struct WorkingCalendar: Sendable, Hashable {
    /// The zone in which its days begin at midnight.
    package let zone: GamingZone
    /// Weekdays without work, 1 Monday … 7 Sunday; never all seven.
    package let weekend: Set<Int>
    package let holidays: [HolidayRule]

    /// Nil when no day of the week is left to work on.
    package init?(zone: GamingZone, weekend: Set<Int>, holidays: [HolidayRule]) {
        guard weekend.isSubset(of: 1...7), weekend.count < 7 else { return nil }
        self.zone = zone
        self.weekend = weekend
        self.holidays = holidays
    }

    /// The days that are free in a year by name of no weekend; substitutes of the year before that reach into it are included.
    package func freeDays(in year: Int) -> Set<GamingDay> {
        substituted(year - 1).union(substituted(year)).filter { $0.components.year == year }
    }

    /// Whether the authority works that day.
    package func isWorkingDay(_ day: GamingDay) -> Bool {
        !weekend.contains(day.isoWeekday) && !freeDays(in: day.components.year).contains(day)
    }

    /// The working day that is the `count`th after a day, which itself does not count whether it is one or not.
    /// - Parameter count: 1 to 366.
    package func workingDay(_ count: Int, after start: GamingDay) -> GamingDay {
        precondition((1...366).contains(count), "a term has 1 to 366 working days")
        var (day, left) = (start, count)
        while left > 0 {
            day = day.advanced(by: 1)
            if isWorkingDay(day) { left -= 1 }
        }
        return day
    }

    /// The last millisecond of the `count`th working day after an instant, in the authority's zone: 23, 24 or 25 hours long as that day is.
    package func end(ofWorkingDay count: Int, after instant: Timestamp) -> Timestamp {
        let last = workingDay(count, after: zone.day(of: instant))
        return zone.start(of: last.advanced(by: 1)).advanced(by: .milliseconds(-1))
    }

    /// Holidays that fall on a free day take the next day that is free for no other reason, in the order of their dates.
    private func substituted(_ year: Int) -> Set<GamingDay> {
        let dated = holidays.compactMap { rule in rule.day(in: year).map { (rule, $0) } }.sorted { $0.1 < $1.1 }
        var free = Set(dated.map(\.1))
        for (rule, day) in dated where rule.shift == .nextWorkingDay {
            let isTaken = dated.filter { $0.1 == day }.first?.0 != rule
            guard weekend.contains(day.isoWeekday) || isTaken else { continue }
            var next = day.advanced(by: 1)
            while weekend.contains(next.isoWeekday) || free.contains(next) { next = next.advanced(by: 1) }
            free.insert(next)
        }
        return free
    }
}
