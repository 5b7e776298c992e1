import AuditTrail
package import Documents
package import SourceData
package import Store

/// Looks through the operator's tables as far as the feeds say that they are complete, and hands what it finds to the desk like an event
/// that the operator reported.
///
/// How far each detector got is kept in the platform's store after everything that it found is there: a process that ends in between looks
/// again and finds the same events. Late rows set those back that may look again; returns and draws are judged once for each window.
package struct DetectionDriver: Sendable {
    /// What one turn came to.
    package struct Turn: Sendable, Hashable {
        /// Spans that were looked at.
        package var spans = 0
        /// What was new to the desk.
        package var receipts: [EventReceipt] = []
        /// Spans of which not everything was told, because there was too much of it; in words for a log.
        package var truncated: [String] = []
        /// Feeds of draws that have brought nothing for longer than `longestSilence`, for which nobody waits any more; each once.
        package var silent: [SilentFeed] = []
        /// What a detector could not do, in words for a log; the others went on.
        package var failures: [String] = []
        /// Whether nothing is left to look at now.
        package var isComplete = true
    }

    /// No more spans than this in a turn; what is left is for the next.
    package static let mostSpans = 64
    /// No more findings than this in a span.
    package static let mostFindings = 1000
    /// For so long draws of other licences are waited for. A feed that says nothing for longer is a trouble of its own, and must not keep
    /// the draws of all others from being looked at.
    package static let longestSilence = Duration.seconds(14 * 86_400)
    /// No more days than this for which funds are looked at in a span.
    static let mostStatementDays = 7

    let source: SourceDatabase
    let store: PlatformStore
    let desk: IncidentDesk
    /// By which thresholds detectors judge.
    package let rules: DetectionRules
    /// Tells these tables from others in ids of events.
    private let tables: String
    /// Whether a detector is not to look.
    private let isAsleep: @Sendable (Detector) -> Bool
    private let silences = ToldSilences()

    /// - Parameters:
    ///   - tables: the same for the same tables; empty for the operator's own.
    ///   - isAsleep: whether a detector leaves out its turn; it goes on later from where it was.
    package init(
        source: SourceDatabase, store: PlatformStore, desk: IncidentDesk, rules: DetectionRules, tables: String = "",
        isAsleep: @escaping @Sendable (Detector) -> Bool = { _ in false }
    ) {
        self.source = source
        self.store = store
        self.desk = desk
        self.rules = rules
        self.tables = tables
        self.isAsleep = isAsleep
    }

    /// Looks at what became complete since the last turn, at most `mostSpans` spans.
    /// - Throws: `CancellationError`; what the store throws while late rows are looked for. Failures of one detector are in the turn.
    package func turn(now: Timestamp) async throws -> Turn {
        var turn = Turn()
        let feeds = try await drawFeeds(now: now)
        turn.silent = silences.new(among: feeds.silent)
        for licence in desk.licences {
            try await goBack(for: licence)
            let watermarks = try await source.watermarks(of: licence.id)
            for detector in Detector.allCases where !isAsleep(detector) {
                do {
                    guard
                        let window = try DetectionWindow(
                            detector, licence: licence, watermarks: watermarks, drawsUntil: feeds.awaitedUntil, rules: rules,
                            now: now)
                    else { continue }
                    try await work(detector, licence, window, drawsKnownUntil: feeds.knownUntil, now: now, &turn)
                } catch {
                    try Task.checkCancellation()
                    turn.failures.append("\(detector.rawValue) of \(licence.id): \(error)")
                }
            }
        }
        return turn
    }

    /// Looks at one span of one licence, whatever was looked at before; the receipts of what it found, known events among them.
    /// - Parameter judgesGaps: whether draws that no licence has are missing: not where another's may still come.
    package func look(
        _ detector: Detector, at licence: Licence, _ span: Range<Timestamp>, judgesGaps: Bool = true, now: Timestamp
    ) async throws -> [EventReceipt] {
        guard !isAsleep(detector) else { return [] }
        let author = DeskAuthor(actor: .init(subject: "detector"), requestID: nil, at: now)
        var receipts: [EventReceipt] = []
        for anomaly in try await anomalies(detector, licence, span, judgesGaps: judgesGaps) {
            try Task.checkCancellation()
            receipts.append(try await desk.take(anomaly.event(in: tables, awareAt: now), by: author))
        }
        return receipts
    }

    private func work(
        _ detector: Detector, _ licence: Licence, _ window: DetectionWindow, drawsKnownUntil: Timestamp?, now: Timestamp,
        _ turn: inout Turn
    ) async throws {
        let counter = Self.counter(detector, licence)
        var progress = try await store.read { try $0.value(of: counter) }.map(Timestamp.init(milliseconds:)) ?? window.startsAt
        while let span = try await next(detector, licence, window, after: progress) {
            guard turn.spans < Self.mostSpans else {
                turn.isComplete = false
                return
            }
            try Task.checkCancellation()
            turn.spans += 1
            let isKnown = drawsKnownUntil.map { span.upperBound <= $0 } ?? true
            let receipts = try await look(detector, at: licence, span, judgesGaps: isKnown, now: now)
            turn.receipts += receipts.filter(\.isNew)
            if receipts.count >= Self.mostFindings {
                turn.truncated.append("\(detector.rawValue) of \(licence.id) from \(span.lowerBound)")
            }
            progress = span.upperBound
            let reached = progress.milliseconds
            try await store.write { try $0.set(counter, to: reached) }
        }
    }

    /// A statement tells of a day's end and comes when it comes: funds are looked at up to the last of a few days that have one, not up to
    /// where transactions are complete.
    private func next(
        _ detector: Detector, _ licence: Licence, _ window: DetectionWindow, after progress: Timestamp
    ) async throws -> Range<Timestamp>? {
        guard detector == .funds else { return window.next(after: progress) }
        guard progress < window.until else { return nil }
        let ends = try await source.statementEnds(of: licence, after: progress, through: window.until, limit: Self.mostStatementDays)
        return ends.last.map { progress..<$0 }
    }

    /// Sets detectors that may look again back to the earliest row that came late since this was last done.
    private func goBack(for licence: Licence) async throws {
        let (count, instant) = ("detection/late-drops/\(licence.id)", "detection/late-until/\(licence.id)")
        let (known, last) = try await store.read { (try $0.value(of: count) ?? 0, try $0.value(of: instant) ?? 0) }
        // The drops of the last instant are asked for again, lest another came in that millisecond: their number tells.
        guard let late = try await source.lateArrivals(of: licence.id, receivedFrom: Timestamp(milliseconds: last)), late.drops > known
        else { return }
        let counters = Detector.allCases.filter { !$0.judgesByChance }.map { Self.counter($0, licence) }
        try await store.write { transaction in
            for counter in counters {
                guard let progress = try transaction.snapshot.value(of: counter), progress > late.earliest.milliseconds else { continue }
                try transaction.set(counter, to: late.earliest.milliseconds)
            }
            try transaction.set(count, to: late.drops)
            try transaction.set(instant, to: late.received.milliseconds)
        }
    }

    private static func counter(_ detector: Detector, _ licence: Licence) -> String { "detection/\(detector.rawValue)/\(licence.id)" }
}
