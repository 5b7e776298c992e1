package import Documents

/// What became of a drop.
package struct FeedReceipt: Sendable, Hashable {
    /// The counts that reconcile: `stated` rows were announced and are each accepted, duplicates or rejected.
    package struct Counts: Sendable, Hashable {
        /// Rows that the manifest announced.
        package var stated = 0
        /// New rows and new states of known ones.
        package var accepted = 0
        /// Rows that were there before, as they are.
        package var duplicates = 0
        /// Rows that are kept in `feed_rejection` with the reason.
        package var rejected = 0
        /// Accepted rows that happened before the watermark that stood when they came.
        package var late = 0

        /// Whether every announced row has a fate.
        package var isReconciled: Bool { stated == accepted + duplicates + rejected }
    }

    /// How it ended.
    package enum Outcome: Sendable, Hashable {
        /// The rows were taken, and the feed is complete until the instant.
        case taken(Counts, completeUntil: Timestamp)
        /// The very same manifest had been taken before.
        case known
        /// Nothing was taken, for the reason.
        case refused(String)
    }

    /// The manifest's name without `.drop.json`.
    package let name: String
    /// Whose drop it is; nil when the manifest could not be read.
    package let licence: String?
    /// Nil when the manifest could not be read.
    package let feed: Feed?
    /// Taken, known or refused.
    package let outcome: Outcome
    /// The first and the last instant of late rows; nil without any.
    package let late: ClosedRange<Timestamp>?
}
