import Documents
import SourceData

/// For which time a licence owes reports.
///
/// The timetable begins with the first activity, or with the feeds where there is none yet. It ends with the feeds once all are
/// closed; while one is open there is no end, and a period without activity is reported as such. Without feeds it ends with the
/// last activity: nobody has said that nothing happened since.
enum ReportSpan {
    /// What is made without being asked for; nil when nothing is.
    /// - Parameter now: where an open end is cut.
    static func scheduled(
        _ activity: ClosedRange<Timestamp>?, _ watermarks: [FeedWatermark], now: Timestamp
    ) -> Range<Timestamp>? {
        span(from: activity?.lowerBound ?? watermarks.map(\.startsAt).max(), activity, watermarks, now: now)
    }

    /// What is made when it is first asked for: also what lies before the first activity, where the feeds say that nothing happened.
    static func covered(
        _ activity: ClosedRange<Timestamp>?, _ watermarks: [FeedWatermark], now: Timestamp
    ) -> Range<Timestamp>? {
        let start = [activity?.lowerBound, watermarks.map(\.startsAt).max()].compactMap { $0 }.min()
        return span(from: start, activity, watermarks, now: now)
    }

    private static func span(
        from start: Timestamp?, _ activity: ClosedRange<Timestamp>?, _ watermarks: [FeedWatermark], now: Timestamp
    ) -> Range<Timestamp>? {
        guard let start else { return nil }
        let lastActivity = activity.map { Timestamp(milliseconds: $0.upperBound.milliseconds + 1) }
        let end: Timestamp? =
            if watermarks.isEmpty {
                lastActivity
            } else if watermarks.allSatisfy(\.isClosed) {
                (watermarks.map(\.completeUntil) + [lastActivity].compactMap { $0 }).max()
            } else {
                now
            }
        guard let end, start < end else { return nil }
        return start..<end
    }
}
