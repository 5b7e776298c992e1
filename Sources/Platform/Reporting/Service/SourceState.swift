import Documents
import SourceData

/// How complete the source data of a period are, by the watermarks of the feeds that a template rests on.
struct SourceState: Sendable, Hashable {
    /// Until when each feed is complete, but not beyond the period's end; empty for a licence whose rows came by no feed.
    let completeUntil: [Feed: Timestamp]
    /// Whether each feed reaches the period's end.
    let isComplete: Bool

    /// - Parameter end: of the period, exclusive.
    init(_ watermarks: [FeedWatermark], feeds: [Feed], end: Timestamp) {
        guard !watermarks.isEmpty else {
            completeUntil = [:]
            isComplete = true
            return
        }
        var reached: [Feed: Timestamp] = [:]
        for watermark in watermarks where feeds.contains(watermark.feed) {
            // Of a closed feed nothing more will come: it is complete for all time.
            reached[watermark.feed] = watermark.isClosed ? end : min(watermark.completeUntil, end)
        }
        completeUntil = reached
        isComplete = feeds.allSatisfy { reached[$0] == end }
    }

    /// The members of a manifest: until when the data of each feed are complete, and whether that is the period's end.
    var members: [(String, Node)] {
        guard !completeUntil.isEmpty else { return [("data_complete", .bool(isComplete))] }
        let feeds = completeUntil.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key.rawValue, Node.string($0.value.description)) }
        return [("data_complete", .bool(isComplete)), ("data_until", .object(feeds))]
    }
}
