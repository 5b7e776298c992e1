import Incidents

extension Fault {
    static let returnsNotWatched = Fault("returns-not-watched", "What games returned is held against nothing", .sleepingDetector(.returns))
}
