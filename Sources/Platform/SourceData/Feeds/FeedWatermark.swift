package import Documents
import GRDB

/// How far a feed is complete for a licence: everything that happened before the instant has arrived, as far as its sender knows.
package struct FeedWatermark: Sendable, Hashable {
    /// What arrives by it.
    package let feed: Feed
    /// From when on there are data; what lies before is not known, what lies after and has no row did not happen.
    package let startsAt: Timestamp
    /// Exclusive.
    package let completeUntil: Timestamp
    /// Nothing more will come: a period after it is nobody's business.
    package let isClosed: Bool
}

extension SourceDatabase {
    /// The watermarks of a licence by feed; empty when its rows came by no feed.
    package func watermarks(of licence: String) async throws -> [FeedWatermark] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM feed_watermark WHERE licence_id = ? ORDER BY feed", arguments: [licence])
                .compactMap { row in
                    Feed(rawValue: row["feed"]).map { feed in
                        FeedWatermark(
                            feed: feed, startsAt: Timestamp(milliseconds: row["starts_at"]),
                            completeUntil: Timestamp(milliseconds: row["complete_until"]), isClosed: row["closed"])
                    }
                }
        }
    }
}
