package import Documents
package import ServerKit
import Synchronization

/// Which client certificates are revoked as of now, by lists of their authorities (RFC 5280 §5) and by a list of thumbprints.
///
/// Both are looked at on every use and read again when they changed, so that a revocation is effective with the next request, on open
/// connections too, and in any case within a second. What is not as it should be leaves what was in force and is reported. An authority
/// without a list is not checked by list. Only authorities that are given can have one: one between them and the certificate must be given too.
package final class RevokedCertificates: Sendable {
    /// What is known of a certificate.
    package enum Standing: Sendable, Hashable {
        /// Nothing against it.
        case good
        /// On a list, or its thumbprint is.
        case revoked
        /// Its authority's list has ended, so that nobody knows.
        case unknown
    }

    /// What a list is worth when the next one did not come.
    package enum ExpiredLists: String, Sendable, CaseIterable {
        /// Nothing: every certificate of the authority is refused.
        case refuse
        /// What it revoked is revoked, the rest is good.
        case accept
    }

    /// What happened to the files.
    package enum Event: Sendable, Hashable {
        /// A new list is in force; `revoked` is the number of its entries.
        case replaced(file: String, revoked: Int)
        /// A file is not usable; what was in force stays.
        case refused(file: String, reason: String)
        /// A file is older than what is in force, or gone; what was in force stays.
        case passedOver(file: String, reason: String)
        /// The list of an authority has ended and no other one came.
        case expired(authority: String, at: Timestamp)
    }

    /// Why there is nothing to begin with; names the file.
    package struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    private struct State {
        var folder: RevocationFolder
        var thumbprints: WatchedFile<Set<String>>
        /// Authorities whose list was told of as ended, by thumbprint.
        var told: Set<String> = []
    }

    private let expiredLists: ExpiredLists
    private let now: @Sendable () -> Timestamp
    private let report: @Sendable (Event) -> Void
    /// Nil: nothing is looked at.
    private let state: Mutex<State?>

    /// Reads folder and file, both of which may be missing; throws `Refusal` when something in them is not usable, since there is nothing
    /// earlier to keep. `now` is the machine's clock: a realm whose time was moved ahead must not end the lists.
    package init(
        folder: String, thumbprints: String, authorities: [CertificateAuthority], expiredLists: ExpiredLists,
        now: @escaping @Sendable () -> Timestamp, report: @escaping @Sendable (Event) -> Void = { _ in }
    ) throws(Refusal) {
        var state = State(
            folder: RevocationFolder(folder, authorities: authorities),
            thumbprints: WatchedFile(
                thumbprints, before: [], absence: .expected, maximumBytes: ThumbprintListReader.maximumBytes,
                read: { try ThumbprintListReader.read($0) }))
        for case .refused(let file, let reason) in Self.refresh(&state, now()) { throw Refusal(description: "\(file): \(reason)") }
        self.expiredLists = expiredLists
        self.now = now
        self.report = report
        self.state = Mutex(state)
    }

    private init() {
        expiredLists = .refuse
        now = { Timestamp(milliseconds: 0) }
        report = { _ in }
        state = Mutex(nil)
    }

    /// Nothing is revoked, ever.
    package static let none = RevokedCertificates()

    /// Changes the authorities that may have a list; lists of others that are in force stay so.
    package func believe(_ authorities: [CertificateAuthority]) { state.withLock { $0?.folder.believe(authorities) } }

    /// What is known of a certificate now; ask once per decision, and again after an `await`.
    package func standing(of certificate: PeerCertificate) -> Standing {
        let now = now()
        let (standing, events) = state.withLock { state -> (Standing, [Event]) in
            guard var current = state.take() else { return (.good, []) }
            var events = Self.refresh(&current, now)
            let found = judgement(of: certificate, &current, now, &events)
            state = current
            return (found, events)
        }
        events.forEach(report)
        return standing
    }

    /// Authorities of one name count as one here: a serial number that is revoked by either is refused, though another one issued it.
    private func judgement(of certificate: PeerCertificate, _ state: inout State, _ now: Timestamp, _ events: inout [Event]) -> Standing {
        if state.thumbprints.value.contains(certificate.thumbprint) { return .revoked }
        var isKnown = true
        for (id, signed) in state.folder.inForce where signed.list.issuer == certificate.issuer {
            if signed.list.serials.contains(certificate.serial) { return .revoked }
            if signed.list.isOver(at: now) {
                isKnown = false
                if state.told.insert(id).inserted {
                    events.append(.expired(authority: signed.authority.subject, at: signed.list.nextUpdate))
                }
            } else {
                state.told.remove(id)
            }
        }
        return isKnown || expiredLists == .accept ? .good : .unknown
    }

    private static func refresh(_ state: inout State, _ now: Timestamp) -> [Event] {
        var events = state.folder.refresh(at: now)
        switch state.thumbprints.refresh(at: now) {
        case .replaced: events.append(.replaced(file: name(of: state), revoked: state.thumbprints.value.count))
        case .refused(let reason): events.append(.refused(file: name(of: state), reason: reason))
        case nil: break
        }
        return events
    }

    private static func name(of state: State) -> String { String(state.thumbprints.path.split(separator: "/").last ?? "") }
}
