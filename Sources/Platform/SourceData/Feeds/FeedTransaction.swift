import Documents
import GRDB

/// Takes one drop: its rows, the rejected ones, its record and the new watermark, all within the caller's transaction.
struct FeedTransaction {
    private let database: Database
    private let drop: FeedDrop
    private let id: String
    private let name: String
    private let now: Timestamp

    init(_ database: Database, drop: FeedDrop, id: String, name: String, now: Timestamp) {
        self.database = database
        self.drop = drop
        self.id = id
        self.name = name
        self.now = now
    }

    /// - Parameter contents: of the drop's files, in their order.
    /// - Throws: `FeedRefusal` when the licence is not known; what the database throws.
    func take(_ contents: [[FeedFile.Item]]) throws -> FeedReceipt {
        guard try Int.fetchOne(database, sql: "SELECT 1 FROM licence WHERE licence_id = ?", arguments: [drop.licence]) != nil else {
            throw FeedRefusal("no licence is \(drop.licence)")
        }
        guard try Int.fetchOne(database, sql: "SELECT 1 FROM feed_drop WHERE drop_id = ?", arguments: [id]) == nil else {
            return receipt(.known, late: nil)
        }
        let before = try Int64.fetchOne(
            database, sql: "SELECT complete_until FROM feed_watermark WHERE feed = ? AND licence_id = ?",
            arguments: [drop.feed.rawValue, drop.licence])
        var counts = FeedReceipt.Counts()
        var lateInstants: [Int64] = []
        var rejections: [(file: String, line: Int, reason: String, content: String)] = []
        for (file, items) in zip(drop.files, contents) {
            let taker = try RowTaker(database, table: file.table, licence: drop.licence)
            counts.stated += file.rows
            for item in items {
                switch try outcome(of: item, by: taker) {
                case .accepted(let instant):
                    counts.accepted += 1
                    if let instant, let before, instant < before { lateInstants.append(instant) }
                case .duplicate: counts.duplicates += 1
                case .rejected(let reason):
                    counts.rejected += 1
                    rejections.append((file.name, item.line, reason, String(item.content.prefix(4096))))
                }
            }
        }
        counts.late = lateInstants.count
        let late = lateInstants.min().flatMap { first in
            lateInstants.max().map { Timestamp(milliseconds: first)...Timestamp(milliseconds: $0) }
        }
        try record(counts, late: late)
        for rejection in rejections {
            try database.execute(
                sql: "INSERT INTO feed_rejection VALUES (?, ?, ?, ?, ?)",
                arguments: [id, rejection.file, rejection.line, rejection.reason, rejection.content])
        }
        let reached = try moveWatermark()
        return receipt(.taken(counts, completeUntil: Timestamp(milliseconds: reached)), late: late)
    }

    private func outcome(of item: FeedFile.Item, by taker: RowTaker) throws -> RowTaker.Outcome {
        switch item {
        case .row(let row): try taker.take(row)
        case .unreadable(_, let reason, _): .rejected(reason)
        }
    }

    private func record(_ counts: FeedReceipt.Counts, late: ClosedRange<Timestamp>?) throws {
        try database.execute(
            sql: "INSERT INTO feed_drop VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            arguments: [
                id, drop.feed.rawValue, drop.licence, now.milliseconds, drop.completeUntil.milliseconds, counts.stated, counts.accepted,
                counts.duplicates, counts.rejected, counts.late, late?.lowerBound.milliseconds, late?.upperBound.milliseconds,
            ])
    }

    /// Never back: a drop that comes late does not undo what a later one has said.
    private func moveWatermark() throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO feed_watermark VALUES (?, ?, ?, ?, ?) ON CONFLICT (feed, licence_id) DO UPDATE SET
                    complete_until = MAX(complete_until, excluded.complete_until), closed = MAX(closed, excluded.closed)
                """,
            arguments: [
                drop.feed.rawValue, drop.licence, (drop.startsAt ?? drop.completeUntil).milliseconds, drop.completeUntil.milliseconds,
                drop.isClosed,
            ])
        return try Int64.fetchOne(
            database, sql: "SELECT complete_until FROM feed_watermark WHERE feed = ? AND licence_id = ?",
            arguments: [drop.feed.rawValue, drop.licence]) ?? drop.completeUntil.milliseconds
    }

    private func receipt(_ outcome: FeedReceipt.Outcome, late: ClosedRange<Timestamp>?) -> FeedReceipt {
        FeedReceipt(name: name, licence: drop.licence, feed: drop.feed, outcome: outcome, late: late)
    }
}

extension FeedFile.Item {
    /// 1-based.
    fileprivate var line: Int {
        switch self {
        case .row(let row): row.line
        case .unreadable(let line, _, _): line
        }
    }

    fileprivate var content: String {
        switch self {
        case .row(let row): row.content
        case .unreadable(_, _, let content): content
        }
    }
}
