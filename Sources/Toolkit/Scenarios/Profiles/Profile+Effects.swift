package import Results

extension Profile {
    /// The same profile with other effects allowed; nil and a finding when they are more than its environment bears.
    package func allowing(_ effects: Set<Effects>) -> (profile: Profile?, findings: [Finding]) {
        if environment == .production {
            let excess = Effects.allCases.filter { $0 != .read && effects.contains($0) }
            let findings = excess.map { Finding.profileProductionEffects($0.rawValue, at: SourceLocation(file: file)) }
            guard findings.isEmpty else { return (nil, findings) }
        }
        return (with(effects: effects), [])
    }
}

extension Finding {
    /// Whether the production guard speaks, and not the reader of a faulty file.
    package var isOfProductionGuard: Bool { code == "profile.production-effects" }
}
