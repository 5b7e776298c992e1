import Documents
import HTTPTypes
import MessageSignatures
import Transport
import Verification

/// The subject's public keys: fetched once, and again when something arrives that is signed under a key id not among them.
///
/// A subject may rotate its keys during a run; each unknown key id makes the runner fetch once per interval, and all of them together
/// `maximumSearches` times, so that wrong ones cannot make it hammer the subject, nor hide a new one. The first fetch of all does not count: a
/// key may have come right after it.
actor KeyDirectory {
    private static let minimumInterval: Duration = .seconds(30)
    private static let maximumSearches = 8

    private let source: Profile.PublicMaterial?
    private let secrets: SecretStore
    private let channel: Channel
    private var held: KeySet?
    /// When an unknown key id made it fetch last, within the interval.
    private var searched: [String: Duration] = [:]

    init(source: Profile.PublicMaterial?, secrets: SecretStore, channel: Channel) {
        self.source = source
        self.secrets = secrets
        self.channel = channel
    }

    /// The key set as it was fetched last; empty when the profile names none.
    /// - Throws: `RunError` `keysUnavailable`, `secretUnreadable` or `unreachable`.
    func keys(as client: ClientIdentity?, identity: String) async throws(RunError) -> KeySet {
        if let held { return held }
        return try await refresh(as: client, identity: identity)
    }

    /// The key set for judging a message with these fields.
    func keys(for fields: HTTPFields, as client: ClientIdentity?, identity: String) async throws(RunError) -> KeySet {
        let keys = try await keys(as: client, identity: identity)
        let signatures = (try? MessageSignature.all(in: fields)) ?? []
        let unknown = Set(signatures.compactMap(\.parameters.keyID)).filter { keys.key($0) == nil }
        let now = channel.clock.uptime()
        searched = searched.filter { now - $0.value < Self.minimumInterval }
        let wanted = unknown.filter { searched[$0] == nil }
        guard !wanted.isEmpty, searched.count < Self.maximumSearches else { return keys }
        for name in wanted { searched[name] = now }
        return try await refresh(as: client, identity: identity)
    }

    /// The key set as held, without fetching.
    var current: KeySet { held ?? KeySet([]) }

    /// Fetches the key set whatever is held.
    func refresh(as client: ClientIdentity?, identity: String) async throws(RunError) -> KeySet {
        guard let source else {
            held = KeySet([])
            return KeySet([])
        }
        let bytes = try await PublicMaterialReader(secrets: secrets, channel: channel).bytes(
            of: source, as: client, identity: identity, what: "the subject's key set")
        do {
            let keys = try KeySet(jwks: try JSONReader.read(bytes))
            held = keys
            return keys
        } catch {
            throw .keysUnavailable("the subject's key set", "\(error)")
        }
    }
}

/// Reads what a profile names as public material: from the subject, from a file, or from the profile itself.
struct PublicMaterialReader: Sendable {
    let secrets: SecretStore
    let channel: Channel

    /// - Throws: `RunError` `keysUnavailable`, `secretUnreadable` or `unreachable`.
    func bytes(
        of material: Profile.PublicMaterial, as client: ClientIdentity?, identity: String, what: String
    ) async throws(RunError) -> [UInt8] {
        switch material {
        case .text(let text): return Array(text.utf8)
        case .reference(let reference): return try secrets.read(reference)
        case .url(let url):
            let trace = channel.trace(named: "preflight")
            defer { trace.seal() }
            var request = OutgoingRequest(url: url, maximumBodyBytes: 1 << 20)
            request.fields[.accept] = "*/*"
            switch await channel.send(request, as: client, identity: identity, trace: trace) {
            case .failed(let failure): throw .unreachable(what, failure)
            case .answered(let exchange):
                guard exchange.response.status == 200 else {
                    throw .keysUnavailable(what, "\(url) answered \(exchange.response.status)")
                }
                return exchange.response.body
            }
        }
    }
}
