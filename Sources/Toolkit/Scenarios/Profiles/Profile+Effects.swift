package import Documents
package import Results

extension Profile {
    /// The same profile with other effects allowed; nil and a finding when they are more than its environment bears or its grant gives.
    package func allowing(_ effects: Set<Effects>) -> (profile: Profile?, findings: [Finding]) {
        if environment == .production {
            let excess = Effects.allCases.filter { $0 != .read && effects.contains($0) && grant?.effects.contains($0) != true }
            let place = SourceLocation(file: file)
            let findings = excess.map { effect in
                grant.map { Finding.grantExceeded(effect.rawValue, $0, at: place) } ?? .profileProductionEffects(effect.rawValue, at: place)
            }
            guard findings.isEmpty else { return (nil, findings) }
        }
        return (with(effects: effects), [])
    }

    /// What keeps its grant from holding at this moment; empty when it holds, or there is none.
    package func lapses(at now: Timestamp) -> [Finding] {
        guard let grant, let why = grant.lapse(at: now) else { return [] }
        return [.grantLapsed(why, grant.file)]
    }
}

extension Finding {
    /// Whether the production guard speaks, and not the reader of a faulty file.
    package var isOfProductionGuard: Bool { code == "profile.production-effects" || code.hasPrefix("grant.") }
}
