import Documents
import SourceData

/// How far the feeds are complete that a detector needs, and which span it looks at next.
struct DetectionWindow {
    let detector: Detector
    /// From when on there are data.
    let startsAt: Timestamp
    /// Exclusive; never after the present.
    let until: Timestamp
    /// Nothing more will come: the last window is looked at although it is shorter.
    let isClosed: Bool
    private let zone: GamingZone
    private let days: Int

    /// How long a span of a detector is that may look again.
    private static let slice = Duration.seconds(7 * 86_400)
    /// 1970-01-05, a Monday: windows of seven days are weeks of ISO 8601.
    private static let anchor = 4

    /// Nil while a feed that the detector needs has said nothing: nobody then knows how far its rows are complete.
    /// - Parameter drawsUntil: how far the draws of all licences are complete: they share generators, and what one has is no gap of
    ///   another's. Nil: for ever.
    init?(
        _ detector: Detector, licence: Licence, watermarks: [FeedWatermark], drawsUntil: Timestamp? = nil, rules: DetectionRules,
        now: Timestamp
    ) throws {
        let marks = watermarks.filter { detector.feeds.contains($0.feed) }
        guard marks.count == detector.feeds.count, let start = marks.map(\.startsAt).min(), let end = marks.map(\.completeUntil).min()
        else {
            return nil
        }
        self.detector = detector
        startsAt = start
        let limit = detector == .draws ? min(drawsUntil ?? now, now) : now
        until = min(end, limit)
        isClosed = end <= limit && marks.allSatisfy(\.isClosed)
        zone = try GamingZone(licence.gamingDayZone)
        days = detector == .returns ? rules.returnDays : 7
    }

    /// The span that begins where the last one ended; nil when it is not complete yet.
    func next(after progress: Timestamp) -> Range<Timestamp>? {
        guard progress < until else { return nil }
        guard detector.judgesByChance else { return progress..<min(until, progress.advanced(by: Self.slice)) }
        let end = windowEnd(after: progress)
        if end <= until { return progress..<end }
        return isClosed ? progress..<until : nil
    }

    private func windowEnd(after progress: Timestamp) -> Timestamp {
        let passed = zone.day(of: progress).ordinal - Self.anchor
        let window = passed >= 0 ? passed / days : (passed - days + 1) / days
        return zone.start(of: GamingDay(ordinal: Self.anchor + (window + 1) * days))
    }
}
