package import Documents
package import SourceData

/// A report that the timetable asks for.
package struct DueReport: Sendable, Hashable {
    /// What is made.
    package let template: ReportTemplate
    /// For whom.
    package let licence: Licence
    /// Of which days.
    package let period: Period
    /// The first instant at which the report can be made: the period's end.
    package let opensAt: Timestamp
    /// Until when it waits for feeds that are behind.
    package let waitsUntil: Timestamp
    /// The deadline.
    package let dueAt: Timestamp

    /// Whether it is to be made at an instant: the period is over, and its feeds are complete or have been waited for.
    package func isReady(at now: Timestamp, _ watermarks: [FeedWatermark]) -> Bool {
        guard now >= opensAt else { return false }
        return now >= waitsUntil || SourceState(watermarks, feeds: template.feeds, end: opensAt).isComplete
    }
}
