package import AuditTrail
import Crypto
import Delivery
package import Documents
import HTTPTypes
package import ServerKit
package import Store

/// Accepts or refuses requests by webhook. What it answers 202 to is durable, and will be answered by a callback.
///
/// Checks, in this order: signature, digest, freshness, nonce, whether it is a repetition, the body's members, what is asked for, the
/// callback address. Request, nonce, job and audit event are one transaction.
package struct RequestIntake: Sendable {
    /// The kind of the job that delivers a request.
    package static let jobKind = "deliver-request"
    /// When a document is due unless the regulator says otherwise.
    package static let standardTerm = Duration.seconds(7200)

    /// Throws the refusal of an order that cannot be filled for this client: unknown period, template, licence, log, player.
    package typealias OrderCheck = @Sendable (RequestOrder, RequestingClient) async throws -> Void

    let store: PlatformStore
    let trail: AuditTrail
    private let addresses: CallbackAddressCheck
    private let pathPrefix: String
    let operatorID: String
    private let checkOrder: OrderCheck
    let isAccepted: @Sendable () -> Void

    /// - Parameters:
    ///   - pathPrefix: what stands before `/regulator/requests/…` in `Location`: empty or `/sandbox`.
    ///   - isAccepted: called after each new request became durable, to wake the worker.
    package init(
        store: PlatformStore, trail: AuditTrail, addresses: CallbackAddressCheck, pathPrefix: String, operatorID: String,
        checkOrder: @escaping OrderCheck, isAccepted: @escaping @Sendable () -> Void
    ) {
        self.store = store
        self.trail = trail
        self.addresses = addresses
        self.pathPrefix = pathPrefix
        self.operatorID = operatorID
        self.checkOrder = checkOrder
        self.isAccepted = isAccepted
    }

    /// The 202 of a request that is now, or was before, accepted.
    /// - Parameter signatures: whether a wrong or missing signature is refused.
    /// - Throws: `Problem`; `StoreError` when nothing could be stored.
    package func accept(
        _ request: ServerRequest, from client: RequestingClient, now: Timestamp, signatures: SignatureDemand = .demanded
    ) async throws -> ServerResponse {
        let nonce: RequestSignatureRule.Nonce? =
            switch signatures {
            case .demanded: try RequestSignatureRule().nonce(of: request, from: client.id, keys: client.keys, now: now)
            case .ofAnyTimeToCome:
                try RequestSignatureRule().nonce(
                    of: request, from: client.id, keys: client.keys, now: max(now, RequestSignatureRule.created(request) ?? now))
            case .waived: nil
            }
        if let nonce, try await store.read({ try $0.hasNonce(nonce.value, scope: nonce.scope, now: now) }) {
            throw Problem.nonceReused
        }
        let body = try ObjectReader(body: request)
        let requestID = try RegulatorRequest.identifier(in: body)
        // What was right when it was accepted may be out of date now: a repetition is not held against the present.
        if try await store.read({ try $0.request(requestID, clientID: client.id) }) != nil,
            let earlier = try await store.write({ transaction in
                try use(nonce, in: transaction, now: now)
                return try Self.repeated(requestID, request, client, in: transaction)
            })
        {
            return answer(earlier)
        }
        let asked = try RegulatorRequest(body, now: now, seesSuspicions: client.mayReadSuspicions)
        try await checkOrder(asked.order, client)
        try await addresses.check(asked.callbackURL, for: client)
        let row = try row(asked, request, client, now)
        let stored = try await store.write { transaction in
            try use(nonce, in: transaction, now: now)
            // Two that came at once may both have found nothing above.
            if let earlier = try Self.repeated(row.requestID, request, client, in: transaction) { return earlier }
            try transaction.insert(row)
            let lane = EndpointLanes.web(row.callbackURL, of: row.clientID)
            try transaction.addJob(
                kind: Self.jobKind, key: Self.jobKey(row), payload: DeliveryJob(row).payload, runAt: now, lane: lane,
                queue: client.wantsOrder ? lane : nil)
            try trail.record(in: transaction, entry(row, request, client))
            return row
        }
        isAccepted()
        return answer(stored)
    }

    /// A refusal afterwards gives the nonce back, with everything else of the transaction.
    private func use(_ nonce: RequestSignatureRule.Nonce?, in transaction: Transaction, now: Timestamp) throws {
        guard let nonce else { return }
        guard try transaction.useNonce(nonce.value, scope: nonce.scope, expiry: nonce.expiry, now: now) else { throw Problem.nonceReused }
    }

    /// The request with this id that was accepted before, nil when there is none; throws 409 when it had another body.
    private static func repeated(
        _ requestID: String, _ request: ServerRequest, _ client: RequestingClient, in transaction: Transaction
    ) throws -> RequestRow? {
        guard let earlier = try transaction.snapshot.request(requestID, clientID: client.id) else { return nil }
        guard earlier.digest == digest(of: request) else { throw Problem.requestConflict(requestID) }
        return earlier
    }

    /// A repetition has the same body, byte by byte.
    private static func digest(of request: ServerRequest) -> String { SHA256.hash(data: request.body).hexDigits }

    /// A replay is a job of its own.
    static func jobKey(_ row: RequestRow) -> String {
        "\(jobKind):\(row.clientID):\(row.requestID)" + (row.replays == 0 ? "" : ":\(row.replays)")
    }

    private func row(_ asked: RegulatorRequest, _ request: ServerRequest, _ client: RequestingClient, _ now: Timestamp) throws -> RequestRow
    {
        RequestRow(
            requestID: asked.requestID, clientID: client.id, digest: Self.digest(of: request), kind: asked.order.kind,
            parameters: try asked.order.parameters.canonicalBytes(), format: asked.order.format, callbackURL: asked.callbackURL,
            state: RequestState.accepted.rawValue, acceptedAt: now, dueBy: asked.dueBy ?? now.advanced(by: Self.standardTerm))
    }

    private func entry(_ row: RequestRow, _ request: ServerRequest, _ client: RequestingClient) -> AuditEntry {
        AuditEntry(
            at: row.acceptedAt, operatorID: operatorID, subject: .client(client.id),
            actor: AuditActor(
                subject: client.id, clientID: client.id, certificate: request.peer?.thumbprint, address: request.remoteAddress),
            action: .request, entity: "request", id: row.requestID, requestID: request.id,
            detail: .object([
                ("kind", .string(row.kind)), ("format", .string(row.format)), ("body_sha256", .string(row.digest)),
                ("callback_url", .string(row.callbackURL)), ("due_by", .string(row.dueBy.description)),
            ]))
    }

    private func answer(_ row: RequestRow) -> ServerResponse {
        var response = ServerResponse.json(
            .object([
                ("request_id", .string(row.requestID)), ("state", .string(RequestState.accepted.rawValue)),
                ("accepted_at", .string(row.acceptedAt.description)), ("due_by", .string(row.dueBy.description)),
            ]), status: 202)
        response.fields[.location] = "\(pathPrefix)/regulator/requests/\(row.requestID)"
        return response
    }
}

/// Whether a request must be signed. Only faults of the sandbox ask for less than all.
package enum SignatureDemand: Sendable {
    case demanded
    /// However far ahead `created` lies.
    case ofAnyTimeToCome
    case waived
}

extension Sequence<UInt8> {
    /// Lower-case hexadecimal digits, two for each byte.
    package var hexDigits: String {
        map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
