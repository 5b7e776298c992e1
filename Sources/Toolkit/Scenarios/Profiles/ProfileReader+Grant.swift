import Contracts
import Documents
import Results

/// Reads `grant` and `allow_effects`: what may be done to the platform, and by whose word.
extension ProfileReader {
    /// What a profile says of grants.
    struct GrantSetting {
        var file: String?
        var trust: String?
        var digest: String?
        let place: SourceLocation
    }

    mutating func readGrant(_ member: Node.Member) -> GrantSetting? {
        guard let object = source.object(member.value, as: "`grant`", keys: ["file", "trust", "sha256"]) else { return nil }
        let digest = source.string(object["sha256"])
        if let digest, let written = object["sha256"], digest.utf8.count != 64 || !digest.utf8.allSatisfy(Self.isHexDigit) {
            source.report(.profileDigest(at: source.location(of: written.value)))
        }
        return GrantSetting(
            file: source.string(object["file"]).map(beside), trust: source.string(object["trust"]).map(beside), digest: digest,
            place: source.location(ofKey: member))
    }

    /// A path as seen from the profile's folder.
    func beside(_ path: String) -> String { path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)" }

    /// The grant that holds for the profile: the one that was brought, else its own; nil when there is none or it does not fit.
    ///
    /// Keys that may grant are the profile's alone; a file that was brought is pinned by who brings it, or signed.
    mutating func grant(
        _ setting: GrantSetting?, brought: GrantSource?, environment: Profile.Environment, baseURL: String
    ) -> Grant? {
        guard let file = brought?.file ?? setting?.file else { return nil }
        let digest = brought == nil ? setting?.digest : brought?.digest
        let (grant, findings) = Grant.load(GrantSource(file: file, trust: brought?.trust ?? setting?.trust, digest: digest))
        for finding in findings { source.report(finding) }
        guard let grant else { return nil }
        let place = SourceLocation(file: grant.file)
        if grant.environment != environment {
            source.report(.grantOfOther("environment", grant.environment.rawValue, environment.rawValue, at: place))
        }
        if grant.baseURL != baseURL { source.report(.grantOfOther("platform", grant.baseURL, baseURL, at: place)) }
        return grant
    }

    /// The effects that `allow_effects` asks for; in production no more than reading and what is granted.
    mutating func readEffects(
        _ member: Node.Member?, in environment: Profile.Environment, _ grant: Grant?, _ setting: GrantSetting?
    ) -> Set<Effects> {
        guard let member else { return grant?.effects ?? [.read] }
        var effects: Set<Effects> = []
        for element in source.list(member.value) {
            guard let effect = source.choice(element, as: "`allow_effects`", of: Effects.self) else { continue }
            effects.insert(effect)
            guard environment == .production, effect != .read else { continue }
            let place = source.location(of: element)
            if let grant {
                if !grant.effects.contains(effect) { source.report(.grantExceeded(effect.rawValue, grant, at: place)) }
            } else if setting != nil {
                source.report(.grantWithoutFile(at: place))
            } else {
                source.report(.profileProductionEffects(effect.rawValue, at: place))
            }
        }
        return effects
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
        default: false
        }
    }
}
