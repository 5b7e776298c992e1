import Documents
import ObjectStorage
import TransparencyLog

/// What is put into the bucket next, from how far the copy reaches and how long entries have waited; nothing is read or sent for it.
///
/// Full tiles and bundles go as they fill. What is not full goes with a checkpoint, when the oldest entry that no sealed checkpoint covers
/// has waited long enough, or at the end.
struct WormPlan: Sendable, Equatable {
    /// The most bundles of one plan: progress is kept between two plans.
    static let maximumBundles: Int64 = 64

    /// In the order in which they are to be put: what another refers to before it, the checkpoint last.
    let parts: [LogCopyLayout.Part]
    /// How far full tiles and bundles reach when all of it is put.
    let copied: Int64
    /// The size that is sealed when all of it is put; nil when nothing is sealed.
    let sealed: Int64?
    /// Whether there is more to be put at once.
    let goesOn: Bool

    /// How far a copy reaches.
    struct Reach: Sendable, Equatable {
        var copied: Int64
        var sealed: Int64
        /// Since when there has been an entry that no sealed checkpoint covers; nil when there is none.
        var waitingSince: Timestamp?
    }

    /// - Parameters:
    ///   - size: of the newest published checkpoint.
    ///   - pace: how long entries wait at most before they are sealed.
    init(reach: Reach, size: Int64, now: Timestamp, pace: Duration, isClosing: Bool = false) {
        let full = size >> 8
        let first = reach.copied >> 8
        let last = min(full, first + Self.maximumBundles)
        var parts: [LogCopyLayout.Part] = []
        for bundle in first..<max(first, last) {
            // The events first: they tell all that a restoration needs of a bundle that was cut off.
            parts += [.events(bundle), .file(TilePath(.entries, index: bundle))]
            // The tiles that this bundle fills, lower ones before higher ones.
            var (level, index) = (0, bundle)
            while true {
                parts.append(.file(TilePath(.hashes(level: level), index: index)))
                guard index & 0xFF == 0xFF else { break }
                (level, index) = (level + 1, index >> 8)
            }
        }
        goesOn = last < full
        copied = max(reach.copied, last << 8)
        // What waits since a time to come was begun before the clock was set back.
        let isDue = reach.waitingSince.map { isClosing || now - $0 >= pace || $0 > now } ?? false
        if size > reach.sealed, isDue, !goesOn {
            if size & 0xFF > 0 { parts.append(.partialEvents(size)) }
            parts += TreeShape(size: size).edge.map { .partial(size, $0) } + [.checkpoint(size)]
            sealed = size
        } else {
            sealed = nil
        }
        self.parts = parts
    }
}
