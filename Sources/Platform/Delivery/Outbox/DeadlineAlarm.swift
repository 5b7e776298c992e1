package import Documents

/// A report that is not with its receiver although much of the time until its deadline is over.
package struct DeadlineAlarm: Sendable, Hashable {
    package let deliveryID: String
    package let runID: String
    package let channelID: String
    /// 50, 80, or 100 when the deadline has passed.
    package let percent: Int
    package let dueAt: Timestamp
}
