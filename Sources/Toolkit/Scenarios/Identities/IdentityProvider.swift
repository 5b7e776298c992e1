import Contracts
import Documents
import HTTPTypes
import MessageSignatures
import Transport

/// Certificates, tokens and signing keys of the profile's identities, each fetched when first needed.
///
/// A token is used until shortly before it expires; however many cases need it at that moment, one of them fetches and the others wait.
actor IdentityProvider {
    /// What is known of an identity's token.
    private enum TokenState {
        /// Somebody is fetching; these wait for the outcome.
        case fetching(waiting: [CheckedContinuation<Result<AccessToken, RunError>, Never>])
        case held(AccessToken)
    }

    private let profile: Profile
    private let secrets: SecretStore
    private let tokens: TokenEndpoint
    private let clock: RunClock
    private var states: [String: TokenState] = [:]
    private var clients: [String: ClientIdentity] = [:]
    private var signingKeys: [String: SigningKey] = [:]

    init(profile: Profile, secrets: SecretStore, tokens: TokenEndpoint, clock: RunClock) {
        self.profile = profile
        self.secrets = secrets
        self.tokens = tokens
        self.clock = clock
    }

    /// The client certificate of the identity; nil when it has none.
    func client(_ name: String) throws(RunError) -> ClientIdentity? {
        if let client = clients[name] { return client }
        let identity = try identity(name)
        guard let certificate = identity.certificate, let key = identity.key else { return nil }
        let client = ClientIdentity(
            certificatePEM: try pem(certificate, label: "CERTIFICATE"), keyPEM: try pem(key, label: "PRIVATE KEY"))
        clients[name] = client
        return client
    }

    /// The key with which the identity signs requests.
    func signingKey(_ name: String) throws(RunError) -> SigningKey {
        if let key = signingKeys[name] { return key }
        guard let reference = try identity(name).signingKey else { throw .noSigningKey(name) }
        let key = try privateKey(reference)
        signingKeys[name] = key
        return key
    }

    /// What the identity proves with who it is at its authorization server (RFC 7523 §2.2).
    /// - Parameter keyOwner: the identity whose key signs, under that one's key id; nil: its own.
    /// - Throws: `RunError` `assertionMissing` when its token is not got by `private_key_jwt`.
    func assertion(_ name: String, keyOf keyOwner: String?, makeIdentifier: @escaping @Sendable () -> String) throws(RunError)
        -> ClientAssertion
    {
        let (clientID, reference, token) = try assertionParts(name)
        let key = try privateKey(try keyOwner.map { name throws(RunError) in try assertionParts(name).key } ?? reference)
        return ClientAssertion(
            clientID: clientID, issuer: token.issuer, endpoint: token.url, key: key, clock: clock, makeIdentifier: makeIdentifier)
    }

    /// What the identity is called at its authorization server; nil when it is no client there, or its token is fixed.
    func clientID(_ name: String) -> String? {
        switch profile.identity(name)?.token?.method {
        case .privateKeyJWT(let clientID, _), .tlsClientAuth(let clientID): clientID
        case .fixed, nil: nil
        }
    }

    private func assertionParts(_ name: String) throws(RunError) -> (clientID: String, key: SecretReference, token: Identity.Token) {
        guard let token = try identity(name).token, case .privateKeyJWT(let clientID, let key) = token.method else {
            throw .noAssertion(name)
        }
        return (clientID, key, token)
    }

    /// The access token to present as the identity; nil when it presents none.
    func token(_ name: String) async throws(RunError) -> String? {
        let identity = try identity(name)
        if let owner = identity.tokenOf { return try await token(owner) }
        guard let request = identity.token else { return nil }
        if case .fixed(let reference) = request.method { return try secrets.text(reference) }
        return try await current(name, request).text
    }

    /// Forgets tokens that were fetched: after the subject's clock moved or its keys changed they may be void.
    func forgetTokens() {
        for (name, state) in states { if case .held = state { states[name] = nil } }
    }

    /// How many wait for a token that somebody else is fetching.
    func waiting(_ name: String) -> Int {
        if case .fetching(let waiting) = states[name] { waiting.count } else { 0 }
    }

    private func identity(_ name: String) throws(RunError) -> Identity {
        guard let identity = profile.identity(name) else {
            throw .unknownIdentity(name, near: Spelling.nearest(to: name, among: profile.identities.map(\.name)))
        }
        return identity
    }

    private func current(_ name: String, _ request: Identity.Token) async throws(RunError) -> AccessToken {
        switch states[name] {
        case .held(let token) where clock.uptime() < token.freshUntil: return token
        case .fetching(let waiting):
            let outcome = await withCheckedContinuation { continuation in
                states[name] = .fetching(waiting: waiting + [continuation])
            }
            return try outcome.get()
        case .held, nil: return try await fetch(name, request)
        }
    }

    private func fetch(_ name: String, _ request: Identity.Token) async throws(RunError) -> AccessToken {
        states[name] = .fetching(waiting: [])
        let outcome = await fetched(name, request)
        if case .fetching(let waiting) = states[name] {
            for continuation in waiting { continuation.resume(returning: outcome) }
        }
        states[name] = (try? outcome.get()).map { .held($0) }
        return try outcome.get()
    }

    private func fetched(_ name: String, _ request: Identity.Token) async -> Result<AccessToken, RunError> {
        do {
            let client = try client(name)
            switch request.method {
            case .fixed: return .failure(.tokenMalformed(name, "a fixed token is not fetched"))
            case .tlsClientAuth(let clientID):
                return .success(try await tokens.fetch(request, clientID: clientID, key: nil, as: client, identity: name))
            case .privateKeyJWT(let clientID, let reference):
                let key = try privateKey(reference)
                return .success(try await tokens.fetch(request, clientID: clientID, key: key, as: client, identity: name))
            }
        } catch {
            return .failure(error)
        }
    }

    private func privateKey(_ reference: SecretReference) throws(RunError) -> SigningKey {
        let bytes = try secrets.read(reference)
        do {
            return try SigningKey(jwk: try JSONReader.read(bytes))
        } catch let error as KeyError {
            throw .notAKey(reference, "\(error)")
        } catch let error as DocumentError {
            throw .notAKey(reference, "\(error)")
        } catch {
            throw .notAKey(reference, "it is not readable")
        }
    }

    private func pem(_ reference: SecretReference, label: String) throws(RunError) -> [UInt8] {
        let bytes = try secrets.read(reference)
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.contains("-----BEGIN "), text.contains("\(label)-----") else { throw .notPEM(reference, label) }
        return bytes
    }
}
