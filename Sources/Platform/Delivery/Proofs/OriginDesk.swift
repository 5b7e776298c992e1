package import AuditTrail
import Crypto
package import Documents
package import ServerKit
package import Store

/// The register of origins that clients want to be called at and control: each is challenged, and used only while its proof holds.
///
/// Row, job and audit event of a change are one transaction. The caller has checked that the client may have messages sent to the address.
package struct OriginDesk: Sendable {
    /// The most origins that one client may register.
    package static let originLimit = 16
    /// The most challenges that one client may begin in an hour, also of origins that it has taken away since.
    package static let challengesAnHour = 60
    /// How long a proof holds.
    package static let term = Duration.seconds(90 * 86_400)
    /// When a proof is renewed, before it is over.
    static let renewal = Duration.seconds(14 * 86_400)
    /// When a renewal that failed is tried again, as long as the proof holds.
    static let renewalPause = Duration.seconds(86_400)

    let store: PlatformStore
    let trail: AuditTrail
    let operatorID: String
    /// What deliveries ask.
    package let proofs: ProvedOrigins
    let newID: @Sendable () -> String
    /// Given when a challenge is due.
    package let wake: Signal

    package init(
        store: PlatformStore, trail: AuditTrail, operatorID: String, proofs: ProvedOrigins, wake: Signal,
        newID: @escaping @Sendable () -> String
    ) {
        self.store = store
        self.trail = trail
        self.operatorID = operatorID
        self.proofs = proofs
        self.wake = wake
        self.newID = newID
    }

    /// Who asks for a change.
    package struct Author: Sendable {
        package let actor: AuditActor
        /// The `X-Request-ID` of the exchange.
        package let exchangeID: String?
        package let at: Timestamp

        package init(actor: AuditActor, exchangeID: String?, at: Timestamp) {
            self.actor = actor
            self.exchangeID = exchangeID
            self.at = at
        }
    }

    /// The origins of a client, by id.
    package func origins(of clientID: String) async throws -> [CallbackOriginRow] {
        try await store.read { try $0.callbackOrigins(clientID: clientID) }
    }

    /// Registers the origin of an address under an id of the client's choosing, in place of what it had there, and begins a challenge.
    ///
    /// Another address ends the proof of the one before it. The same address keeps its proof until the challenge is over; while one is under
    /// way no other is begun.
    /// - Throws: 409 `too-many-origins`, `origin-known`; 429 `too-many-challenges`.
    package func register(
        _ id: String, address: CallbackURL, of clientID: String, by author: Author
    ) async throws -> (origin: CallbackOriginRow, isNew: Bool) {
        let written = try await change(of: clientID) { transaction in
            let known = try transaction.snapshot.callbackOrigins(clientID: clientID)
            let before = known.first { $0.id == id }
            let isSame = before?.address == address.description
            if let before, isSame, before.state == OriginState.pending.rawValue { return Change(before, before: before) }
            guard before != nil || known.count < Self.originLimit else { throw Problem.tooManyOrigins }
            if let other = known.first(where: { $0.origin == address.origin && $0.id != id }) {
                throw Problem.originKnown(other.origin, as: other.id)
            }
            var row = CallbackOriginRow(
                id: id, clientID: clientID, origin: address.origin, address: address.description, state: OriginState.pending.rawValue,
                challenge: newID(), challengedAt: author.at)
            if let before, isSame, before.isProved(at: author.at) {
                (row.state, row.provedAt, row.provedUntil) = (before.state, before.provedAt, before.provedUntil)
            }
            try begin(row, before: before, by: author, in: transaction)
            return Change(row, before: before)
        }
        wake.give()
        return (written.row, written.before == nil)
    }

    /// Begins a challenge of an origin; while one is under way no other is begun.
    /// - Returns: nil when the client has no origin of that id.
    /// - Throws: 429 `too-many-challenges`.
    package func challenge(_ id: String, of clientID: String, by author: Author) async throws -> CallbackOriginRow? {
        guard let address = try await origins(of: clientID).first(where: { $0.id == id }).flatMap({ CallbackURL($0.address) }) else {
            return nil
        }
        return try await register(id, address: address, of: clientID, by: author).origin
    }

    /// Takes an origin away: nothing is sent there any more. False when the client has none of that id.
    package func remove(_ id: String, of clientID: String, by author: Author) async throws -> Bool {
        let origin = try await store.write { transaction -> String? in
            guard let before = try transaction.snapshot.callbackOrigins(clientID: clientID).first(where: { $0.id == id }) else {
                return nil
            }
            // Before the commit: what cannot be committed is not sent either.
            proofs.forget(before.origin, of: clientID)
            try record(before, before: before, after: nil, by: author, in: transaction)
            _ = try transaction.removeCallbackOrigin(id, clientID: clientID)
            return before.origin
        }
        return origin != nil
    }

    /// A row as it was and is.
    struct Change: Sendable {
        let row: CallbackOriginRow
        let before: CallbackOriginRow?

        init(_ row: CallbackOriginRow, before: CallbackOriginRow?) {
            self.row = row
            self.before = before
        }
    }

    /// Makes a change, and has deliveries know of it in the order of the commits.
    func change(of clientID: String, _ make: @escaping @Sendable (Transaction) throws -> Change) async throws -> Change {
        let touched = Touched()
        do {
            return try await store.write { [proofs] transaction in
                let change = try make(transaction)
                if let before = change.before, before.origin != change.row.origin { proofs.forget(before.origin, of: clientID) }
                touched.note(change.row.origin)
                proofs.take(change.row)
                return change
            }
        } catch {
            // Nothing was committed: what deliveries were told may be wrong, and no proof is the safe side until the next one.
            if let origin = touched.origin { proofs.forget(origin, of: clientID) }
            throw error
        }
    }

    private func begin(_ row: CallbackOriginRow, before: CallbackOriginRow?, by author: Author, in transaction: Transaction) throws {
        let horizon = author.at.advanced(by: .seconds(-3600))
        let begun = try transaction.snapshot.challengeTimes(clientID: row.clientID, after: horizon)
        guard begun.count < Self.challengesAnHour else {
            let wait = begun.first.map { ($0 - horizon).components.seconds + 1 } ?? 3600
            throw Problem.tooManyChallenges(max(1, wait))
        }
        try transaction.note(challenge: row.challenge, clientID: row.clientID, at: author.at, forgetting: horizon)
        try transaction.put(row)
        try ChallengeJob(row, .asked).add(in: transaction, to: row.address, runAt: author.at)
        try record(row, before: before, after: row, by: author, in: transaction)
    }

    /// The log commits to the address by its hash: a path may hold what its holder takes for a secret.
    func record(
        _ row: CallbackOriginRow, before: CallbackOriginRow?, after: CallbackOriginRow?, by author: Author, in transaction: Transaction
    ) throws {
        func shown(_ row: CallbackOriginRow) -> Node {
            let digest = SHA256.hash(data: Array(row.address.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return .object([
                ("client_id", .string(row.clientID)), ("origin", .string(row.origin)),
                ("address_sha256", .string(digest)),
                ("state", .string(row.state)), ("challenge", .string(row.challenge)),
                ("proved_until", row.provedUntil.map { .string($0.description) } ?? .null),
            ])
        }
        try trail.record(
            in: transaction,
            AuditEntry(
                at: author.at, operatorID: operatorID, subject: .client(row.clientID), actor: author.actor,
                action: after == nil ? .delete : before == nil ? .create : .update, entity: "callback_origin", id: row.id,
                before: before.map(shown), after: after.map(shown), reason: after?.reason, requestID: author.exchangeID))
    }
}
