package import Documents
import MessageSignatures

/// The key set of an issuer elsewhere, fetched when it is needed and kept for a while.
///
/// A set is good for `lifetime` and looked at anew from `renewal` on, or when a token names a key that is not in it; but never within `pause` of
/// the last look, so that tokens with invented keys cause no traffic. A look that fails leaves the set that is held, until its time is over; then
/// there are no keys, and nobody is let in.
package actor IssuerKeys {
    /// How long a set is good after it was fetched.
    package static let lifetime = Duration.seconds(300)
    /// From which age on a set is fetched anew.
    package static let renewal = Duration.seconds(240)
    /// How long nothing is fetched after a look, whether it succeeded or not.
    package static let pause = Duration.seconds(30)
    /// The largest document that is read.
    package static let maximumBytes = 256 << 10

    /// Fetches the document: throws when it cannot be had in reasonable time; may be called again at any time.
    package typealias Fetch = @Sendable () async throws -> [UInt8]

    private let fetch: Fetch
    private let now: @Sendable () -> Timestamp
    /// Told why a look brought nothing.
    private let report: @Sendable (String) -> Void
    private var held: (keys: KeySet, fetchedAt: Timestamp)?
    private var lookedAt: Timestamp?
    private var isLooking = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// `now` is the machine's clock.
    package init(
        now: @escaping @Sendable () -> Timestamp, report: @escaping @Sendable (String) -> Void = { _ in }, fetch: @escaping Fetch
    ) {
        self.now = now
        self.report = report
        self.fetch = fetch
    }

    /// The keys to verify a token with that names `kid`; nil when there is no set whose time is not over.
    func keys(for kid: String) async -> KeySet? {
        if let keys = current, keys.key(kid) != nil, !isDue { return keys }
        if isLooking {
            await withCheckedContinuation { waiting.append($0) }
        } else if mayLook {
            await look()
        }
        return current
    }

    private func age(since moment: Timestamp) -> Duration {
        // A clock that was set back ages everything: better one look too many.
        let age = now() - moment
        return age < .zero ? Self.lifetime : age
    }

    private var current: KeySet? { held.flatMap { age(since: $0.fetchedAt) < Self.lifetime ? $0.keys : nil } }
    private var isDue: Bool { held.map { age(since: $0.fetchedAt) >= Self.renewal } ?? true }
    private var mayLook: Bool { lookedAt.map { age(since: $0) >= Self.pause } ?? true }

    private func look() async {
        isLooking = true
        lookedAt = now()
        do {
            let bytes = try await fetch()
            guard bytes.count <= Self.maximumBytes else {
                throw Refusal(description: "the key set has more than \(Self.maximumBytes) bytes")
            }
            held = (try KeySet(jwks: try JSONReader.read(bytes, limits: .request)), now())
        } catch {
            report("\(error)")
        }
        isLooking = false
        let released = waiting
        waiting = []
        for continuation in released { continuation.resume() }
    }

    private struct Refusal: Error, CustomStringConvertible { let description: String }
}
