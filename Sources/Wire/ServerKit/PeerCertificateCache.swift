import Synchronization

/// Parsed client certificates by their DER form: one parse per certificate and not per request, which would more than halve throughput.
///
/// Holds at most `capacity` certificates; when it is full the older half by last use goes.
final class PeerCertificateCache: Sendable {
    private struct Entry {
        let certificate: PeerCertificate
        var lastUse: UInt64
    }

    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        var uses: UInt64 = 0
    }

    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int = 1024) {
        precondition(capacity > 1, "a cache holds something")
        self.capacity = capacity
    }

    /// The parsed form of a DER certificate; throws when it cannot be parsed, and remembers nothing then.
    func certificate(der: [UInt8]) throws -> PeerCertificate {
        let known = state.withLock { state -> PeerCertificate? in
            state.uses += 1
            state.entries[der]?.lastUse = state.uses
            return state.entries[der]?.certificate
        }
        if let known { return known }
        let parsed = try PeerCertificate(der: der)
        state.withLock { state in
            if state.entries.count >= capacity {
                let median = state.entries.values.map(\.lastUse).sorted()[state.entries.count / 2]
                state.entries = state.entries.filter { $0.value.lastUse >= median }
            }
            state.entries[der] = Entry(certificate: parsed, lastUse: state.uses)
        }
        return parsed
    }

    /// How many certificates are held.
    var count: Int { state.withLock { $0.entries.count } }
}
