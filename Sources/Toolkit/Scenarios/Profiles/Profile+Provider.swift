import Results

extension Profile {
    /// A bare subject for Pact files (`--provider URL`): no identities, no keys, states brought about by a handler or beforehand.
    /// - Parameters:
    ///   - url: absolute, http or https, without a slash at its end.
    ///   - states: the address of a states handler; nil when a person saw to the states.
    package static func provider(_ url: String, trust: SecretReference? = nil, states: String? = nil) -> Profile {
        Profile(
            name: url, platform: Platform(baseURL: url, trust: trust), states: states.map { .url($0, identity: nil) } ?? .manual,
            allowedEffects: [.read, .synthetic])
    }
}
