import Contracts
import Results

/// What keeps a run against a platform in production from doing more than reading.
///
/// A case is judged by all that it does to the platform, not by what it says of itself alone.
enum ProductionGuard {
    /// What these methods ask for changes nothing (RFC 9110 §9.2.1).
    static let readingMethods: Set<String> = ["GET", "HEAD", "OPTIONS"]

    /// Why the case must not run; nil when the platform is not in production, or the case only reads.
    static func objection(to planned: PlannedCase, library: ContractLibrary, profile: Profile) -> String? {
        guard profile.environment == .production else { return nil }
        if planned.effects != .read { return refusal(of: "its effects are \(planned.effects.rawValue)") }
        switch planned {
        case .interaction(let interaction): return objection(to: interaction, profile)
        case .scenario(let scenario):
            if let tool = Profile.ToolKind.allCases.first(where: scenario.tools.contains) {
                return refusal(of: "it uses the tool `\(tool.rawValue)`")
            }
            if let method = scenario.allSteps.flatMap(\.ownMethods).first(where: { !readingMethods.contains($0) }) {
                return refusal(of: "a step of its own makes a \(method) request")
            }
            return scenario.interactions.compactMap(library.interaction).compactMap { objection(to: $0, profile) }.first
        }
    }

    private static func objection(to interaction: Interaction, _ profile: Profile) -> String? {
        if interaction.effects != .read { return refusal(of: "the effects of `\(interaction.fullID)` are \(interaction.effects.rawValue)") }
        if case .url = profile.states, !interaction.given.isEmpty {
            return refusal(of: "`\(interaction.fullID)` has the platform brought into a state")
        }
        return nil
    }

    private static func refusal(of what: String) -> String { "\(what), and in production only reading is allowed" }
}
