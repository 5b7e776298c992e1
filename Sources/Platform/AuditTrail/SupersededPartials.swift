import TransparencyLog

/// The partial files of tiles and bundles that have become full: which they are, and when they may go.
///
/// The standard lets them go once the full file is there, and readers then look for that one. Those of a checkpoint that somebody may still
/// be reading are kept for some minutes all the same. Of the tiles at the edge every partial file stays, at most 255 each, so that a log has
/// the fewer files for each entry the longer it grows, however many checkpoints it has.
struct SupersededPartials: Sendable {
    /// For so long a checkpoint is followed by those who fetched it.
    static let patience: Duration = .seconds(300)
    /// So many tiles are cleared at a time: a publication waits for it.
    static let share = 256

    private var waiting: [(tile: TilePath, since: ContinuousClock.Instant)] = []

    /// Notes the tiles and bundles that became full while the tree grew.
    mutating func note(from older: Int64, to newer: Int64, at time: ContinuousClock.Instant) {
        let width = Int64(TilePath.fullWidth)
        var (before, after, level) = (older / width, newer / width, 0)
        while after > before {
            for index in before..<after {
                if level == 0 { waiting.append((tile: TilePath(.entries, index: index), since: time)) }
                waiting.append((tile: TilePath(.hashes(level: level), index: index), since: time))
            }
            (before, after, level) = (before / width, after / width, level + 1)
        }
    }

    /// Notes what a process before this one left: every full tile that has partial files beside it.
    mutating func note(listed paths: [String], at time: ContinuousClock.Instant) {
        let tiles = paths.compactMap { try? TilePath(parsing: $0) }
        let full = Set(tiles.filter { !$0.isPartial })
        let partial = Set(tiles.filter(\.isPartial).map { $0.resized(to: TilePath.fullWidth) })
        waiting.insert(contentsOf: partial.intersection(full).map { (tile: $0, since: time) }, at: 0)
    }

    /// The tiles whose partial files nobody needs any more, oldest first; they are forgotten here.
    mutating func due(at time: ContinuousClock.Instant) -> [TilePath] {
        let due = waiting.prefix(Self.share).prefix(while: { $0.since.advanced(by: Self.patience) <= time }).map { $0.tile }
        waiting.removeFirst(due.count)
        return due
    }
}
