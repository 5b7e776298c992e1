import Access
import Documents
import Logging
import ServerKit
import Store

/// Keeps every access decision, refused ones too, in the realm's store.
struct AccessLog: Sendable {
    let store: PlatformStore
    let logger: Logger
    let now: @Sendable () -> Timestamp

    /// What the gatekeeper decided. Throws when it cannot be kept: nobody is let in without a record.
    @Sendable func record(_ decision: AccessDecision) async throws {
        try await keep(
            AccessDecisionRow(
                at: decision.at, requestID: decision.requestID, method: decision.method, path: decision.path, address: decision.address,
                clientID: decision.clientID, certificate: decision.certificate, tokenID: decision.tokenID, status: decision.status,
                refusal: decision.refusal))
    }

    /// A refusal that came after the caller was let in, or before anybody asked who it is. It stands also when it cannot be kept.
    func record(refusal status: Int, code: String, of request: ServerRequest) async {
        try? await keep(
            AccessDecisionRow(
                at: now(), requestID: request.id, method: request.method, path: PercentCoding.canonical(path: request.path),
                address: request.remoteAddress,
                clientID: nil, certificate: request.peer?.thumbprint, tokenID: nil, status: status, refusal: code))
    }

    private func keep(_ row: AccessDecisionRow) async throws {
        do {
            try await store.write { try $0.record(row) }
        } catch {
            logger.error("an access decision could not be kept", metadata: ["request": "\(row.requestID)", "reason": "\(error)"])
            throw error
        }
    }
}
