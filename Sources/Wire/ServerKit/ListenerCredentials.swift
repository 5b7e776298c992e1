package import Documents
import NIOSSL
import Synchronization

/// Certificate, key and trust of a listener as its files say now: looked at on every use, and read again when one of them changed.
///
/// What changed holds for connections that begin after it, within a second; open ones go on as they were made. Files that do not fit
/// together (one of two was replaced, a key that is no key) leave what was in force, and are told of once for each state of the files.
package final class ListenerCredentials: Sendable {
    /// What happened to the files after the start.
    package enum Event: Sendable, Hashable {
        /// New ones are in force, for the so-manieth time: who looks at the same time as others may be told of them in another order.
        case replaced(TLSMaterial, generation: Int)
        /// They are not usable; what was in force stays.
        case refused(reason: String)
    }

    private struct State {
        var material: TLSMaterial
        /// How many times it was replaced.
        var generation = 0
        var context: NIOSSLContext
        var notAfter: Timestamp
        var seen: [FileFingerprint?]
        var lookedAt: ContinuousClock.Instant
        /// Why the files were refused last; nil when they are in force.
        var told: String?
    }

    /// What the listener asks of the certificates of clients.
    package let clientCertificates: ServerConfiguration.ClientCertificates
    private let files: [String]
    private let read: @Sendable () throws -> TLSMaterial
    private let report: @Sendable (Event) -> Void
    private let state: Mutex<State>

    /// Reads once; throws what `read` throws, `ServerError`, or what NIOSSL found wrong with a certificate or key.
    ///
    /// - Parameters:
    ///   - files: the paths that `read` reads; none: nothing is ever read again.
    ///   - report: called on the thread of whoever looked, outside of all locks.
    package init(
        files: [String], clientCertificates: ServerConfiguration.ClientCertificates, read: @escaping @Sendable () throws -> TLSMaterial,
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) throws {
        self.files = files
        self.clientCertificates = clientCertificates
        self.read = read
        self.report = report
        // Before they are read: a change in between is seen at the next look.
        let seen = files.map(FileFingerprint.init(of:))
        let material = try read()
        let (context, notAfter) = try Self.context(of: material, clientCertificates)
        state = Mutex(State(material: material, context: context, notAfter: notAfter, seen: seen, lookedAt: .now))
    }

    /// What is in force now.
    package var material: TLSMaterial { look { $0.material } }

    /// The same, and how many times it was replaced.
    package var current: (material: TLSMaterial, generation: Int) {
        look { ($0.material, $0.generation) }
    }

    /// The last moment at which the listener's certificate is valid.
    package var notAfter: Timestamp { look { $0.notAfter } }

    /// What a new connection is made with.
    var context: NIOSSLContext { look { $0.context } }

    /// Looks at the files, so that what is wrong with them is told of though nobody connects.
    package func look() { look { _ in } }

    private func look<Value: Sendable>(_ value: (borrowing State) -> Value) -> Value {
        let (current, event) = state.withLock { state in
            let event = refresh(&state)
            return (value(state), event)
        }
        if let event { report(event) }
        return current
    }

    private func refresh(_ state: inout State) -> Event? {
        guard !files.isEmpty else { return nil }
        let seen = files.map(FileFingerprint.init(of:))
        let now = ContinuousClock.now
        if seen == state.seen, now - state.lookedAt < FileFingerprint.isBelievedFor { return nil }
        state.seen = seen
        state.lookedAt = now
        do {
            let material = try read()
            let isNew = material != state.material
            if isNew {
                (state.context, state.notAfter) = try Self.context(of: material, clientCertificates)
                state.material = material
                state.generation += 1
            }
            state.told = nil
            guard isNew else { return nil }
            return .replaced(material, generation: state.generation)
        } catch {
            let reason = "\(error)"
            guard state.told != reason else { return nil }
            state.told = reason
            return .refused(reason: reason)
        }
    }

    private static func context(
        of material: TLSMaterial, _ clientCertificates: ServerConfiguration.ClientCertificates
    ) throws -> (NIOSSLContext, Timestamp) {
        let context = try NIOSSLContext(
            configuration: TLSSettings.configuration(
                certificatePEM: material.certificatePEM, keyPEM: material.keyPEM, clientTrustPEM: material.clientTrustPEM,
                clientCertificates: clientCertificates))
        return (context, try PeerCertificate(pem: material.certificatePEM).notAfter)
    }
}
