package import Documents

/// Whether an endpoint is worth an attempt, by what earlier attempts showed of it.
///
/// Moves: `closed` → `open` after five failures in a row → `halfOpen` with one probe after half a minute → `closed` when the probe is
/// answered, `open` again when it fails. An answer closes it from every state. It keeps no time and no tasks: who uses it says both.
package struct EndpointCircuit: Sendable, Hashable {
    /// Where the circuit stands.
    package enum State: Sendable, Hashable {
        /// Attempts may be made; so many failed in a row.
        case closed(failures: Int)
        /// No attempt until then.
        case open(until: Timestamp)
        /// One attempt is under way that will show whether there may be others.
        case halfOpen
    }

    /// So many failures in a row open it.
    package static let threshold = 5
    /// For so long it stays open before a probe.
    package static let pause = Duration.seconds(30)

    package private(set) var state: State = .closed(failures: 0)

    package init() {}

    /// How many attempts may be begun now where `limit` would be allowed at most.
    package func room(limit: Int, at now: Timestamp) -> Int {
        switch state {
        case .closed: limit
        case .open(let until): Self.isOver(until, at: now) ? min(1, limit) : 0
        case .halfOpen: 0
        }
    }

    /// An attempt begins.
    package mutating func begin(at now: Timestamp) {
        if case .open(let until) = state, Self.isOver(until, at: now) { state = .halfOpen }
    }

    /// A pause that ends later than any could was begun before the clock was set back: nobody waits for it.
    private static func isOver(_ until: Timestamp, at now: Timestamp) -> Bool { now >= until || until - now > pause }

    /// An attempt has ended. One that began before the circuit opened does not prolong the pause.
    package mutating func take(_ report: EndpointReport, at now: Timestamp) {
        switch (state, report) {
        case (_, .answered): state = .closed(failures: 0)
        case (.closed(let failures), .failed):
            state = failures + 1 < Self.threshold ? .closed(failures: failures + 1) : .open(until: now.advanced(by: Self.pause))
        case (.halfOpen, .failed): state = .open(until: now.advanced(by: Self.pause))
        // The probe showed nothing: another one may be made at once.
        case (.halfOpen, .untouched): state = .open(until: now)
        case (.open, .failed), (.open, .untouched), (.closed, .untouched): break
        }
    }
}
