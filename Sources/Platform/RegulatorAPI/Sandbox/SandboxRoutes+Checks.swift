import Access
import Crypto
import Documents
import MessageSignatures
import Reporting
import Requests
import ServerKit
import Store

/// `/regulator/validate` and `/regulator/signature`: what the platform makes of a document or a signed message, for whoever builds the other
/// side. Neither changes anything or keeps what it was shown.
extension RealmRoutes {
    func addChecks(to routes: inout RouteTable) {
        let prefix = services.realm.prefix
        routes.on("POST", prefix + "/regulator/validate", maximumBodyBytes: DocumentQuestion.maximumBytes) { [services] request in
            _ = try await services.gatekeeper.certificate(of: request)
            return try Self.validated(request, services)
        }
        routes.on("POST", prefix + "/regulator/signature", maximumBodyBytes: BodyLimits.document) { [services] request in
            let certificate = try await services.gatekeeper.certificate(of: request)
            return try await services.recording { try await Self.inspected(request, certificate, services) }
        }
    }

    private static func validated(_ request: ServerRequest, _ services: RealmServices) throws -> ServerResponse {
        let description = services.configuration.description
        let question = try DocumentQuestion(request, templates: services.shelf.service.templates, description: description)
        let findings = try question.findings(description)
        let claim: (String, String) =
            switch question.claim {
            case .report(let template, _): ("template", template.id)
            case .schema(let name): ("schema", name)
            }
        return .json([
            "valid": .bool(findings.isEmpty), "claim": .object([(claim.0, .string(claim.1)), ("media_type", .string(question.mediaType))]),
            "bytes": .integer(question.bytes.count), "sha256": .string(SHA256.hash(data: question.bytes).hexDigits),
            "findings": .array(findings.map(\.document)), "complete": .bool(findings.count < ReportFileCheck.maximumFindings),
        ])
    }

    /// The client's registered keys and the realm's own count as trusted, unless the caller names others.
    private static func inspected(
        _ request: ServerRequest, _ certificate: PeerCertificate, _ services: RealmServices
    ) async throws -> ServerResponse {
        let question = try SignatureQuestion(request)
        let client = services.configuration.clients.current.client(showing: certificate)
        let keys = question.keys ?? KeySet((client?.keys.keys ?? []) + services.configuration.publishedKeys)
        let now = services.now()
        let verdict = try await SignatureVerdict(of: question, from: client?.id ?? "", keys: keys, now: question.time ?? now) {
            nonce, scope in
            try await services.store.read { try $0.hasNonce(nonce, scope: scope, now: now) }
        }
        return .json(
            .object(
                [
                    ("kind", .string(question.kind)), ("at", .string((question.time ?? now).description)),
                    (
                        "caller",
                        .object([("certificate", .string(certificate.thumbprint)), ("client", client.map { .string($0.id) } ?? .null)])
                    ),
                ] + (verdict.document.members ?? []).map { ($0.key, $0.value) }))
    }
}
