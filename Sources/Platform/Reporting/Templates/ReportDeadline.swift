package import Documents
package import SourceData

/// When a report must be out, by the licence's clocks.
package enum ReportDeadline: Sendable, Hashable {
    /// A full hour, 0–23, of a day so many days after the period's last; without an hour the end of that day.
    case days(Int, hour: Int?)
    /// The end of a day, 1–28, of the month that comes so many months after that of the period's last day.
    case dayOfMonth(Int, months: Int)

    /// The instant for a period under a licence's zone.
    package func instant(after period: Period, in zone: GamingZone) -> Timestamp {
        switch self {
        case .days(let days, let hour?): return zone.instant(period.lastDay.advanced(by: days), hour: hour)
        case .days(let days, nil): return zone.start(of: period.lastDay.advanced(by: days + 1))
        case .dayOfMonth(let day, let months):
            var month = Period(.month, containing: period.lastDay)
            for _ in 0..<months { month = month.next }
            return zone.start(of: month.firstDay.advanced(by: day))
        }
    }
}
