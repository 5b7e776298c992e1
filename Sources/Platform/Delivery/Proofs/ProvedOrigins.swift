package import Documents
package import Store
import Synchronization

/// The origins of which clients have proved that they control them, as of the last commit: what each delivery asks without reading the
/// store. One process alone has a store open, so nobody else changes what stands there.
package final class ProvedOrigins: Sendable {
    private struct Place: Hashable {
        let clientID: String
        let origin: String
    }

    private let ends = Mutex<[Place: Timestamp]>([:])

    /// Knows of no proof.
    package init() {}

    /// Knows what a store holds. Throws `StoreError`.
    package init(of store: PlatformStore) async throws {
        for row in try await store.read({ try $0.provedOrigins() }) { take(row) }
    }

    /// Whether a client has proved that it controls an origin, and the proof is not over.
    /// - Parameter origin: as `CallbackURL.origin` writes it.
    package func holds(_ origin: String, of clientID: String, at now: Timestamp) -> Bool {
        ends.withLock { $0[Place(clientID: clientID, origin: origin)].map { $0 > now } ?? false }
    }

    /// Takes a row over. Called within the transaction that writes it, so that what stands here last is what was committed last; who cannot
    /// commit forgets the origin.
    func take(_ row: CallbackOriginRow) {
        ends.withLock {
            $0[Place(clientID: row.clientID, origin: row.origin)] = row.state == OriginState.proved.rawValue ? row.provedUntil : nil
        }
    }

    /// Nothing is sent to the origin any more.
    func forget(_ origin: String, of clientID: String) {
        ends.withLock { $0[Place(clientID: clientID, origin: origin)] = nil }
    }
}
