import AuditTrail
import Documents
import Foundation
import Logging
import ObjectStorage
import Store
import TransparencyLog
import Transport

/// The copy of a realm's log in a bucket, and the way to it.
struct RealmWorm: Sendable {
    let copy: WormCopy
    private let client: HTTPClient

    /// The copy of a realm that has one, once what the bucket holds was held against the log; nil without one.
    ///
    /// A bucket that does not answer is passed over, since the log must not depend on it: it is asked again before anything is put there.
    /// - Throws: `AuditError` when the bucket holds what the log does not lead to.
    static func open(_ configuration: RealmConfiguration, store: PlatformStore, _ sequencer: Sequencer) async throws -> RealmWorm? {
        guard let settings = configuration.worm else { return nil }
        let layout = try LogCopyLayout(prefix: settings.prefix, origin: configuration.logSigner.name)
        let worm = RealmWorm(settings, layout, store: store, sequencer: sequencer, logger: configuration.logger)
        do {
            try await worm.copy.compareHeld()
        } catch let error as StorageError {
            configuration.logger.error("the bucket of the WORM copy cannot be asked", metadata: ["reason": "\(error)"])
        } catch {
            worm.client.close()
            throw error
        }
        return worm
    }

    private init(_ settings: WormSettings, _ layout: LogCopyLayout, store: PlatformStore, sequencer: Sequencer, logger: Logger) {
        // The store's authorities alone, and no certificate of the platform: a store is not one of the regulators' side.
        let client = HTTPClient(trust: settings.trust)
        self.client = client
        let bucket = BucketClient(
            bucket: settings.bucket, credentials: settings.credentials,
            configuration: .init(
                timeout: .seconds(30), maximumObjectBytes: LogCopyAudit.maximumObjectBytes, maximumVersions: LogCopyAudit.maximumVersions),
            retries: RetryRule { Double.random(in: 0...1) }, now: { Timestamp.wall }, pause: { try await Task.sleep(for: $0) },
            send: { request async throws(TransportError) in try await client.send(request) })
        copy = WormCopy(
            .init(
                destination: layout.destination(in: settings.bucket), layout: layout, days: settings.days, pace: settings.pace),
            bucket: bucket, store: store, sequencer: sequencer, logger: logger, now: { Timestamp.wall })
    }

    /// Puts what remains, for some seconds at most, and ends all connections.
    func close() async {
        await copy.finish()
        client.close()
    }
}
