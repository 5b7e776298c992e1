import Contracts
import Results

/// What a run will do, in order, and what it leaves out and why.
struct Plan: Sendable {
    let cases: [PlannedCase]
    /// By position in `cases`.
    let omissions: [Int: PlannedCase.Omission]
    /// Identities that the cases which run need, each once, in the order of first need.
    let identities: [String]

    /// Interactions first, then scenarios. An interaction that cannot stand alone (a webhook, one that needs another's answer) is not
    /// listed for itself when a scenario of the run judges it.
    init(interactions: [Interaction], scenarios: [Scenario], library: ContractLibrary, profile: Profile, media: Set<ExpectedRequest.Medium>)
    {
        let judged = Set(scenarios.flatMap(\.interactions))
        let cases =
            interactions.filter { PlannedCase.stands($0, under: profile) || !judged.contains($0.fullID) }.map {
                PlannedCase.interaction($0)
            }
            + scenarios.map { .scenario($0) }
        var omissions: [Int: PlannedCase.Omission] = [:]
        var identities: [String] = []
        for (position, planned) in cases.enumerated() {
            if let omission = planned.omission(under: profile, library: library, media: media) {
                omissions[position] = omission
                continue
            }
            for identity in Self.identities(of: planned, library: library) where !identity.isEmpty && !identities.contains(identity) {
                identities.append(identity)
            }
        }
        self.cases = cases
        self.omissions = omissions
        self.identities = identities
    }

    private static func identities(of planned: PlannedCase, library: ContractLibrary) -> [String] {
        switch planned {
        case .interaction(let interaction): Self.identities(of: interaction, library: library)
        case .scenario(let scenario):
            scenario.actors.map(\.identity)
                + scenario.interactions.compactMap(library.interaction).flatMap { Self.logIdentities(of: $0, library: library) }
        }
    }

    private static func identities(of interaction: Interaction, library: ContractLibrary) -> [String] {
        guard interaction.response?.pact == nil else { return [] }
        return [interaction.identity] + logIdentities(of: interaction, library: library)
    }

    /// Those that the history and the checkpoint of an audit expectation are asked for under.
    private static func logIdentities(of interaction: Interaction, library: ContractLibrary) -> [String] {
        guard let audit = interaction.response?.audit else { return [] }
        return [audit.history.value, audit.checkpoint?.value].compactMap { $0 }.compactMap(library.interaction).map(\.identity)
    }
}
