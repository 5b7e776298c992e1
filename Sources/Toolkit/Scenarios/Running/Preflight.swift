import Contracts
import Documents
import Results
import Transport

/// Tries, before anything is judged, whether the subject can be tested at all: that it is reached over TLS, that every identity which a
/// case needs has its keys and gets its token, and that the public keys named in the profile can be read.
///
/// Identities without a token (a stranger, one that must be refused) are only read from disk: that they are refused is what cases check.
struct Preflight: Sendable {
    let session: Session
    /// Names of the identities that the plan needs, each once.
    let identities: [String]

    /// - Returns: what failed; empty when the run can begin.
    func failures() async -> [Finding] {
        var failures: [Finding] = []
        for name in identities {
            session.progress(.preflight("identity \(name)"))
            if let error = await trial({ () async throws(RunError) in try await prepare(name) }) { failures.append(error) }
        }
        if !failures.isEmpty { return failures }
        session.progress(.preflight("keys of \(session.profile.name)"))
        for step in [reach, readKeys, readLogKey] {
            if let error = await trial(step) { failures.append(error) }
        }
        return failures
    }

    private func trial(_ step: @Sendable () async throws(RunError) -> Void) async -> Finding? {
        do throws(RunError) {
            try await step()
            return nil
        } catch {
            return .runError(error)
        }
    }

    private func prepare(_ name: String) async throws(RunError) {
        guard let identity = session.profile.identity(name) else {
            throw .unknownIdentity(name, near: Spelling.nearest(to: name, among: session.profile.identities.map(\.name)))
        }
        _ = try await session.identities.client(name)
        if identity.signingKey != nil { _ = try await session.identities.signingKey(name) }
        _ = try await session.identities.token(name)
    }

    /// Any answer will do: what is wanted is that somebody speaks HTTP there whom `trust` covers.
    @Sendable private func reach() async throws(RunError) {
        let (client, name) = try await probe()
        let trace = session.channel.trace(named: "preflight")
        defer { trace.seal() }
        let request = OutgoingRequest(url: session.profile.platform.baseURL + "/", maximumBodyBytes: 16 << 20)
        if case .failed(let failure) = await session.channel.send(request, as: client, identity: name, trace: trace) {
            throw .unreachable(session.profile.platform.baseURL, failure)
        }
    }

    @Sendable private func readKeys() async throws(RunError) {
        let (client, name) = try await probe()
        _ = try await session.keys.keys(as: client, identity: name)
    }

    @Sendable private func readLogKey() async throws(RunError) {
        guard let material = session.profile.platform.logKey else { return }
        let (client, name) = try await probe()
        let bytes = try await PublicMaterialReader(secrets: session.secrets, channel: session.channel).bytes(
            of: material, as: client, identity: name, what: "the log's verifier key")
        guard let text = String(validating: bytes, as: UTF8.self)?.trimmingWhitespace, !text.isEmpty else {
            throw .keysUnavailable("the log's verifier key", "it is not text")
        }
        session.logKey.text = text
    }

    /// The identity that looks at public things: one of the plan that the subject knows, else the first of the profile with a token.
    private func probe() async throws(RunError) -> (client: ClientIdentity?, name: String) {
        let known = identities.compactMap(session.profile.identity).first { $0.token != nil && $0.certificate != nil }
        guard let identity = known ?? session.profile.identities.first(where: { $0.token != nil && $0.certificate != nil }) else {
            return (nil, "")
        }
        return (try await session.identities.client(identity.name), identity.name)
    }
}
