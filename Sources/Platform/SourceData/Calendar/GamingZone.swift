package import Documents
import Foundation

/// The time zone in which a licence's gaming days begin, at local midnight.
///
/// The length of a day is 23, 24 or 25 hours where the zone has summer time. Where a day has no midnight because the clocks
/// are put forward then, it begins with its first instant.
package struct GamingZone: Sendable, Hashable {
    /// The IANA name, `Europe/London`.
    package let identifier: String
    private let zone: TimeZone

    /// - Throws: `SourceDataError` `unknown-zone` when the time zone database has no such name.
    package init(_ identifier: String) throws(SourceDataError) {
        // Foundation takes abbreviations such as `BST` too, whose rules are not those of a place.
        guard identifier == "UTC" || identifier.contains("/"), let zone = TimeZone(identifier: identifier) else {
            throw SourceDataError(.unknownZone, "no time zone named \(identifier)")
        }
        self.identifier = identifier
        self.zone = zone
    }

    /// The first instant of a day.
    package func start(of day: GamingDay) -> Timestamp { instant(day, hour: 0) }

    /// The instants of a day: from its first, inclusive, to that of the next day, exclusive.
    package func bounds(of day: GamingDay) -> Range<Timestamp> { start(of: day)..<start(of: day.advanced(by: 1)) }

    /// The instant at which local clocks show a full hour of a day; the next one that exists when the clocks skip it,
    /// the earlier one when they show it twice.
    /// - Parameter hour: 0–23.
    package func instant(_ day: GamingDay, hour: Int) -> Timestamp {
        let wanted = Int64(day.ordinal) * 86_400 + Int64(hour) * 3600
        // An offset in force a day before or after covers every transition around the wanted local time.
        let before = offset(at: wanted - 86_400)
        let after = offset(at: wanted + 86_400)
        let early = wanted - max(before, after)
        let late = wanted - min(before, after)
        if early + offset(at: early) == wanted { return Timestamp(milliseconds: early * 1000) }
        if late + offset(at: late) == wanted { return Timestamp(milliseconds: late * 1000) }
        return Timestamp(milliseconds: (transition(between: early, and: late, of: wanted)) * 1000)
    }

    /// The day to which an instant belongs.
    package func day(of instant: Timestamp) -> GamingDay {
        let seconds = instant.milliseconds >= 0 ? instant.milliseconds / 1000 : (instant.milliseconds - 999) / 1000
        let local = seconds + offset(at: seconds)
        return GamingDay(ordinal: Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400))
    }

    /// Seconds east of Greenwich at an instant given in seconds.
    private func offset(at seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }

    /// The first instant whose local time is after a skipped one.
    private func transition(between early: Int64, and late: Int64, of wanted: Int64) -> Int64 {
        var (low, high) = (early - 86_400, late + 86_400)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if middle + offset(at: middle) > wanted { high = middle } else { low = middle }
        }
        return high
    }
}
