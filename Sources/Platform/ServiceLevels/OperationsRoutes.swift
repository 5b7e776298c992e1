import Documents
import HTTPTypes
package import ServerKit

/// `/metrics`, `/livez` and `/readyz`: for the operator's own machines, on a listener of its own.
package struct OperationsRoutes: Sendable {
    /// What stands beside the counted metrics when they are asked for.
    package typealias Gauges = @Sendable () async throws -> [(family: MetricFamily, samples: [MetricSample])]

    private let registry: MetricRegistry
    private let gauges: [Gauges]
    private let checks: [ReadinessCheck]

    package init(registry: MetricRegistry, gauges: [Gauges], checks: [ReadinessCheck]) {
        self.registry = registry
        self.gauges = gauges
        self.checks = checks
    }

    /// Adds the three routes.
    package func add(to routes: inout RouteTable) {
        routes.on("GET", "/metrics") { request in try await metrics(request) }
        routes.on("GET", "/livez") { _ in .json(["live": true]) }
        routes.on("GET", "/readyz") { _ in
            let readiness = await Readiness(checks)
            return .json(readiness.document, status: readiness.isReady ? 200 : 503)
        }
    }

    private func metrics(_ request: ServerRequest) async throws -> ServerResponse {
        let form = MetricText.Form(accept: request.fields[.accept])
        var families = registry.snapshot
        // Gauges of several realms are series of one family.
        for gauge in gauges {
            for (family, samples) in try await gauge() {
                if let index = families.firstIndex(where: { $0.family == family }) {
                    families[index].samples += samples
                } else {
                    families.append((family, samples))
                }
            }
        }
        return .text(MetricText(families, form: form).text, mediaType: form.mediaType)
    }
}
