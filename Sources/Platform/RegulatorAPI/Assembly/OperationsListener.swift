import Access
import AuditTrail
import Documents
import Foundation
import MessageSignatures
import ServerKit
import ServiceLevels
import SourceData

/// Metrics and health of both realms on a listener of their own, in plain text on the loopback address.
struct OperationsListener: Sendable {
    /// More events than this waiting for a checkpoint mean that nothing is published any more.
    private static let longestBacklog: Int64 = 10_000

    let port: Int
    private let registry = MetricRegistry(PlatformMetrics.counted)
    private let realms: [RealmServices]
    private let dataDirectory: String
    private let credentials: ListenerCredentials
    private let now: @Sendable () -> Timestamp
    private let openedAt: Timestamp

    /// - Parameter credentials: the platform's own, whose certificate's end is a metric.
    init(
        port: Int, realms: [RealmServices], dataDirectory: String, credentials: ListenerCredentials,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.port = port
        self.realms = realms
        self.dataDirectory = dataDirectory
        self.now = now
        openedAt = now()
        self.credentials = credentials
    }

    /// Counts an answer of the API's listener.
    func note(_ event: ServerEvent) {
        guard event.kind == .answered, let status = event.status, let elapsed = event.elapsed else { return }
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        registry.observe(
            seconds, in: PlatformMetrics.responseTime, [event.template ?? "none", Self.method(event.method), String(status)])
    }

    /// Serves until cancelled.
    func run() async throws {
        try await Server(ServerConfiguration(host: "127.0.0.1", port: port, channel: .plainText), routes: routes).run()
    }

    var routes: RouteTable {
        var routes = RouteTable()
        OperationsRoutes(registry: registry, gauges: gauges, checks: checks).add(to: &routes)
        return routes
    }

    private var gauges: [OperationsRoutes.Gauges] {
        let own: OperationsRoutes.Gauges = { [credentials, now] in
            let left = Double(credentials.notAfter.milliseconds - now().milliseconds) / 1000
            return [
                (PlatformMetrics.buildInfo, [MetricSample([PlatformVersion.text], 1)]),
                (PlatformMetrics.certificateExpiry, [MetricSample(["platform"], left)]),
            ]
        }
        let levels: [OperationsRoutes.Gauges] = realms.map { realm in
            let gauges = RealmGauges(realm: realm.realm.name.rawValue, store: realm.store)
            return { [now] in try await gauges.samples(now: now()) }
        }
        return [own] + levels + realms.map(cosignAge) + realms.map(wormCopy) + realms.map(drawFeeds) + [keyAges]
    }

    /// By the clock of each realm, which its keys' times are of.
    private var keyAges: OperationsRoutes.Gauges {
        { [realms] in
            let samples = realms.flatMap { realm in
                KeyPurpose.allCases.compactMap { purpose -> MetricSample? in
                    let now = realm.now()
                    guard let key = realm.configuration.keys.ring(purpose).current(at: now) else { return nil }
                    let age = max(0, Double(now.milliseconds - key.createdAt.milliseconds) / 1000)
                    return MetricSample([realm.realm.name.rawValue, purpose.rawValue], age)
                }
            }
            return [(PlatformMetrics.keyAge, samples)]
        }
    }

    /// No series for a licence without such a feed, or whose feed is closed.
    private func drawFeeds(of realm: RealmServices) -> OperationsRoutes.Gauges {
        let (name, source, licences, now) = (realm.realm.name.rawValue, realm.source, realm.licences, realm.now)
        return {
            var samples: [MetricSample] = []
            for licence in licences {
                for mark in try await source.watermarks(of: licence.id) where mark.feed == .rng && !mark.isClosed {
                    let age = max(0, Double(now().milliseconds - mark.completeUntil.milliseconds) / 1000)
                    samples.append(MetricSample([name, licence.id], age))
                }
            }
            return [(PlatformMetrics.drawFeedAge, samples)]
        }
    }

    /// No series for a realm whose log is not copied.
    private func wormCopy(of realm: RealmServices) -> OperationsRoutes.Gauges {
        let (name, worm, now) = (realm.realm.name.rawValue, realm.worm, realm.now)
        return {
            guard let worm else { return [(PlatformMetrics.wormLag, []), (PlatformMetrics.wormObjects, [])] }
            let (lag, objects) = try await worm.copy.progress(at: now())
            return [
                (PlatformMetrics.wormLag, [MetricSample([name], lag)]),
                (PlatformMetrics.wormObjects, [MetricSample([name], Double(objects))]),
            ]
        }
    }

    /// Counted from the start while nothing was cosigned: a quorum that never comes about must be seen too.
    private func cosignAge(of realm: RealmServices) -> OperationsRoutes.Gauges {
        let (name, witnesses) = (realm.realm.name.rawValue, realm.witnesses)
        return { [now, openedAt] in
            guard let witnesses else { return [(PlatformMetrics.cosignAge, [])] }
            let since = await witnesses.cosignedAt.map { Timestamp(seconds: $0) } ?? openedAt
            let age = max(0, Double(now().milliseconds - since.milliseconds) / 1000)
            return [(PlatformMetrics.cosignAge, [MetricSample([name], age)])]
        }
    }

    private var checks: [ReadinessCheck] {
        [.disk(dataDirectory, atLeast: 0.05)]
            + realms.flatMap { realm -> [ReadinessCheck] in
                let name = realm.realm.name.rawValue
                let configuration = realm.configuration
                return [
                    .store(name, realm.store), .backlog(name, realm.store, atMost: Self.longestBacklog),
                    .signing(name) { bytes in
                        try KeyPurpose.allCases.allSatisfy { purpose in
                            let key = configuration.signer(purpose)
                            return key.verificationKey.isValid(try key.signature(over: bytes), over: bytes)
                        }
                    },
                    .clock(name, realm.store, now: realm.now),
                ]
            }
    }

    /// A method that nobody knows is one label value, not as many as there are words.
    private static func method(_ text: String?) -> String {
        let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        return text.flatMap { known.contains($0) ? $0 : nil } ?? "other"
    }
}

/// The version that metrics name.
enum PlatformVersion {
    static let text = "0.1.0"
}
