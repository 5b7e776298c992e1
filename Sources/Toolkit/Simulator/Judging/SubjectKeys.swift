import Documents
import HTTPTypes
import MessageSignatures
import Scenarios
import Transport

/// The public keys of whoever sends callbacks, as its profile says where they are; fetched when first needed, and again when a message
/// names a key that is not among them, at most every thirty seconds: the first such message after the first fetch is not held to it.
actor SubjectKeys {
    private static let minimumInterval: Duration = .seconds(30)
    /// While no key set could be had yet.
    private static let retryInterval: Duration = .seconds(1)
    private static let maximumBytes = 1 << 20

    private let source: Profile.PublicMaterial?
    private let identity: Identity?
    private let exchanger: any Exchanger
    private let secrets: SecretStore
    private let clock: RunClock
    private var held = KeySet([])
    private var isFetched = false
    /// When an unknown key made it fetch last.
    private var searchedAt: Duration?

    /// Keys behind an address are asked for under the first identity of the profile that has a certificate.
    init(_ profile: Profile, exchanger: any Exchanger, secrets: SecretStore, clock: RunClock) {
        source = profile.platform.jwks
        identity = profile.identities.first { $0.certificate != nil && $0.key != nil }
        self.exchanger = exchanger
        self.secrets = secrets
        self.clock = clock
    }

    /// The keys for judging a message with these fields. When none can be had the old ones are given: the signature then fails, as it must.
    func keys(for fields: HTTPFields) async -> KeySet {
        let signatures = (try? MessageSignature.all(in: fields)) ?? []
        let isKnown = signatures.allSatisfy { signature in signature.parameters.keyID.map { held.key($0) != nil } ?? true }
        if isKnown, isFetched { return held }
        let interval = isFetched ? Self.minimumInterval : Self.retryInterval
        if let searchedAt, clock.uptime() - searchedAt < interval { return held }
        searchedAt = clock.uptime()
        if let keys = await fetched() {
            held = keys
            // A key may have come right after the first fetch.
            if !isFetched { searchedAt = nil }
            isFetched = true
        }
        return held
    }

    private func fetched() async -> KeySet? {
        guard let bytes = await bytes(), let document = try? JSONReader.read(bytes) else { return nil }
        return try? KeySet(jwks: document)
    }

    private func bytes() async -> [UInt8]? {
        switch source {
        case nil: return nil
        case .text(let text): return Array(text.utf8)
        case .reference(let reference): return try? secrets.read(reference)
        case .url(let url):
            var client: ClientIdentity?
            if let identity, let certificate = identity.certificate, let key = identity.key,
                let certificatePEM = try? secrets.read(certificate), let keyPEM = try? secrets.read(key)
            {
                client = ClientIdentity(certificatePEM: certificatePEM, keyPEM: keyPEM)
            }
            let response = try? await exchanger.send(OutgoingRequest(url: url, maximumBodyBytes: Self.maximumBytes), as: client)
            return response?.status == 200 ? response?.body : nil
        }
    }
}
