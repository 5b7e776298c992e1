import Contracts
import Documents
import Results

/// What keeps a run against a platform in production from doing more than reading, and more than was granted.
///
/// A case is judged by all that it does to the platform, not by what it says of itself alone.
enum ProductionGuard {
    /// What these methods ask for changes nothing (RFC 9110 §9.2.1).
    static let readingMethods: Set<String> = ["GET", "HEAD", "OPTIONS"]

    /// Why the case must not run; nil when the platform is not in production, the case only reads, or a grant gives all that it does.
    static func objection(to planned: PlannedCase, library: ContractLibrary, profile: Profile) -> String? {
        guard profile.environment == .production else { return nil }
        let deeds = deeds(of: planned, library, profile)
        guard let first = deeds.first else { return nil }
        guard let grant = profile.grant else { return "\(first.words), and in production only reading is allowed" }
        guard grant.names(planned) else { return "\(first.words), and the grant does not name this case" }
        return deeds.first { !$0.isGiven(by: grant) }.map { "\($0.words), and the grant does not give that" }
    }

    /// Why a case that a grant lets run must not begin at this moment; nil when it may.
    static func lapse(of planned: PlannedCase, library: ContractLibrary, profile: Profile, now: Timestamp) -> String? {
        guard profile.environment == .production, let why = profile.grant?.lapse(at: now) else { return nil }
        return deeds(of: planned, library, profile).first.map { "\($0.words), and \(why)" }
    }

    /// Something that a case does beyond reading.
    private struct Deed {
        enum Kind {
            case effects(Effects)
            /// A request that is written in a step, by a method that is not for reading.
            case writing
            case tool(Profile.ToolKind)
            case states([String])
        }

        let kind: Kind
        let words: String

        func isGiven(by grant: Grant) -> Bool {
            switch kind {
            case .effects(let effects): grant.effects.contains(effects)
            case .writing: grant.effects.contains(.synthetic) || grant.effects.contains(.destructive)
            case .tool(let kind): grant.tools.contains(kind)
            case .states(let names): names.allSatisfy(grant.includes)
            }
        }
    }

    private static func deeds(of planned: PlannedCase, _ library: ContractLibrary, _ profile: Profile) -> [Deed] {
        var deeds: [Deed] = []
        if planned.effects != .read {
            deeds.append(Deed(kind: .effects(planned.effects), words: "its effects are \(planned.effects.rawValue)"))
        }
        switch planned {
        case .interaction(let interaction): deeds += self.deeds(of: interaction, profile)
        case .scenario(let scenario):
            for tool in Profile.ToolKind.allCases where scenario.tools.contains(tool) {
                deeds.append(Deed(kind: .tool(tool), words: "it uses the tool `\(tool.rawValue)`"))
            }
            for method in scenario.allSteps.flatMap(\.ownMethods) where !readingMethods.contains(method) {
                deeds.append(Deed(kind: .writing, words: "a step of its own makes a \(method) request"))
            }
            deeds += scenario.interactions.compactMap(library.interaction).flatMap { self.deeds(of: $0, profile) }
        }
        return deeds
    }

    private static func deeds(of interaction: Interaction, _ profile: Profile) -> [Deed] {
        var deeds: [Deed] = []
        if interaction.effects != .read {
            let words = "the effects of `\(interaction.fullID)` are \(interaction.effects.rawValue)"
            deeds.append(Deed(kind: .effects(interaction.effects), words: words))
        }
        if case .url = profile.states, !interaction.given.isEmpty {
            let words = "`\(interaction.fullID)` has the platform brought into a state"
            deeds.append(Deed(kind: .states(interaction.given.map(\.name)), words: words))
        }
        return deeds
    }
}
