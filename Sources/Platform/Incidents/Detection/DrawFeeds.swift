package import Documents
import SourceData
import Synchronization

/// A feed that has said nothing for longer than is waited for.
package struct SilentFeed: Sendable, Hashable {
    /// The licence whose draws it brings.
    package let licence: String
    /// How far it was complete when it last said something.
    package let completeUntil: Timestamp
}

/// How far the draws of all licences are there: they share generators, and what one has is no gap of another's.
struct DrawFeeds {
    /// Up to here the draws of all feeds that are waited for are complete; nil: for ever.
    let awaitedUntil: Timestamp?
    /// Up to here those of all are, silent ones among them: beyond it nobody knows what is missing. Nil: for ever.
    let knownUntil: Timestamp?
    /// In the order of licences.
    let silent: [SilentFeed]

    /// - Parameters:
    ///   - feeds: of all licences, but for those that are closed, which bring nothing more.
    ///   - wait: how far a feed may be behind the present.
    init(_ feeds: [(licence: String, completeUntil: Timestamp)], now: Timestamp, wait: Duration) {
        let limit = now.advanced(by: .zero - wait)
        awaitedUntil = feeds.map(\.completeUntil).filter { $0 >= limit }.min()
        knownUntil = feeds.map(\.completeUntil).min()
        silent = feeds.filter { $0.completeUntil < limit }.map { SilentFeed(licence: $0.licence, completeUntil: $0.completeUntil) }
    }
}

/// Which silences were told of, so that each is told of once by each process.
final class ToldSilences: Sendable {
    private let told = Mutex<Set<SilentFeed>>([])

    /// Those that were not told of yet; one that spoke meanwhile and is silent again is told of anew.
    func new(among silent: [SilentFeed]) -> [SilentFeed] {
        told.withLock { told in
            defer { told = Set(silent) }
            return silent.filter { !told.contains($0) }
        }
    }
}

extension DetectionDriver {
    func drawFeeds(now: Timestamp) async throws -> DrawFeeds {
        var feeds: [(licence: String, completeUntil: Timestamp)] = []
        for licence in desk.licences {
            for mark in try await source.watermarks(of: licence.id) where mark.feed == .rng && !mark.isClosed {
                feeds.append((licence.id, mark.completeUntil))
            }
        }
        return DrawFeeds(feeds, now: now, wait: Self.longestSilence)
    }
}
