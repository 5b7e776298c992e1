import Delivery
import Documents
import Logging
import Reporting
import SourceData

extension RealmServices {
    /// Until the next period of a licence ends, a minute at most: the inbox wants to be looked at too.
    func pause() throws -> Duration {
        let now = now()
        let schedule = Schedule(templates: shelf.service.templates.templates)
        let next = try licences.compactMap { try schedule.next(of: $0, after: now) }.min()
        return next.map { min(.seconds(60), max(.milliseconds(10), $0 - now)) } ?? .seconds(60)
    }

    /// A feed that cannot be taken must not keep reports from being made. Wakes who looks through the rows.
    func takeFeedsOrLog() async {
        defer { feedsTaken.give() }
        do {
            try await takeFeeds()
        } catch {
            configuration.logger.error("feeds could not be taken", metadata: ["reason": "\(error)"])
        }
    }

    /// Takes what the operator's systems have put into the realm's inbox, and corrects the reports that late rows change.
    func takeFeeds() async throws {
        let receipts = try await FeedInbox(directory: configuration.directory + "/inbox", source: source).takeIn(now: now())
        for receipt in receipts {
            configuration.logger.info("feed drop", metadata: receipt.logged)
        }
        // From the record of drops, not from the receipts: a crash in between leaves them to be corrected at the next start.
        for rows in try await source.lateRows() {
            _ = try await shelf.service.revise(rows.licence, from: rows.span.lowerBound, through: rows.span.upperBound)
            try await source.noteCorrected(rows, at: now())
        }
    }
}

extension FeedReceipt {
    /// For the log: counts and the reason of a refusal, never a row.
    fileprivate var logged: Logger.Metadata {
        var words: Logger.Metadata = ["drop": "\(name)", "feed": "\(feed?.rawValue ?? "-")", "licence": "\(licence ?? "-")"]
        switch outcome {
        case .known: words["outcome"] = "known"
        case .refused(let reason):
            words["outcome"] = "refused"
            words["reason"] = "\(reason)"
        case .taken(let counts, _):
            words["outcome"] = "taken"
            words["accepted"] = "\(counts.accepted)"
            words["rejected"] = "\(counts.rejected)"
            words["late"] = "\(counts.late)"
        }
        return words
    }
}
