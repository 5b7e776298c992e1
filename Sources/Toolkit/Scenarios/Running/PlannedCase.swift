import Contracts
import Results

/// One case of the plan: an interaction or a scenario, before it has run.
enum PlannedCase: Sendable {
    case interaction(Interaction)
    case scenario(Scenario)

    /// Why a case is listed and not run.
    struct Omission: Sendable, Equatable {
        let reason: String
        /// The subject did not declare the Extended capability: not a hole in the verdict, as against every other reason.
        let isNotApplicable: Bool
    }

    var id: String {
        switch self {
        case .interaction(let interaction): interaction.fullID
        case .scenario(let scenario): scenario.id
        }
    }

    var title: String {
        switch self {
        case .interaction(let interaction): interaction.title
        case .scenario(let scenario): scenario.title
        }
    }

    var requirements: [RequirementReference] {
        switch self {
        case .interaction(let interaction): interaction.requirements
        case .scenario(let scenario): scenario.requirements
        }
    }

    /// What the case says that it does to the subject.
    var effects: Effects {
        switch self {
        case .interaction(let interaction): interaction.effects
        case .scenario(let scenario): scenario.effects
        }
    }

    private var capabilities: [String] {
        switch self {
        case .interaction(let interaction): interaction.capability.map { [$0] } ?? []
        case .scenario(let scenario): scenario.needs
        }
    }

    /// Why this case does not run against the subject of the profile; nil when it does.
    /// - Parameters:
    ///   - library: has the interactions that a scenario judges by.
    ///   - media: the ways in which something can arrive.
    func omission(under profile: Profile, library: ContractLibrary, media: Set<ExpectedRequest.Medium>) -> Omission? {
        if let missing = capabilities.first(where: { !profile.capabilities.contains($0) }) {
            return Omission(reason: "the subject does not declare the capability `\(missing)`", isNotApplicable: true)
        }
        if let objection = ProductionGuard.objection(to: self, library: library, profile: profile) {
            return Omission(reason: objection, isNotApplicable: false)
        }
        if !profile.allowedEffects.contains(effects) {
            return Omission(reason: "its effects are \(effects.rawValue), which the profile does not allow", isNotApplicable: false)
        }
        let reason: String? =
            switch self {
            case .interaction(let interaction): Self.obstacle(to: interaction, profile, hasInbox: media.contains(.http))
            case .scenario(let scenario): Self.obstacle(to: scenario, profile, media)
            }
        return reason.map { Omission(reason: $0, isNotApplicable: false) }
    }

    /// What a scenario lacks to be carried out; nil when it lacks nothing.
    private static func obstacle(
        to scenario: Scenario, _ profile: Profile, _ media: Set<ExpectedRequest.Medium>
    ) -> String? {
        for medium in ExpectedRequest.Medium.allCases where scenario.media.contains(medium) && !media.contains(medium) {
            switch medium {
            case .http: return "it waits for callbacks, and the run has no inbox"
            case .mail: return "it waits for mail, and the run has no mail inbox"
            case .file: return "it waits for files, and the run watches no drop"
            }
        }
        let missing = Profile.ToolKind.allCases.first { scenario.tools.contains($0) && profile.tools[$0] == nil }
        return missing.map { "it uses the tool `\($0.rawValue)`, and the profile names none" }
    }

    /// Whether it changes the subject for everybody, so that nothing else may run beside it.
    var runsAlone: Bool {
        switch self {
        case .interaction: false
        case .scenario(let scenario): !scenario.tools.isEmpty
        }
    }

    /// What an interaction lacks to be a case of its own; nil when it lacks nothing.
    private static func obstacle(to interaction: Interaction, _ profile: Profile, hasInbox: Bool) -> String? {
        if !stands(interaction, under: profile) {
            return interaction.expectedRequest != nil
                ? "the subject sends it: it is judged in a scenario that expects it"
                : "it needs \(interaction.needs.map { "`\($0)`" }.joined(separator: ", ")), which a scenario gives"
        }
        if !interaction.given.isEmpty, profile.states == nil { return "it presumes a state, and the profile names no states handler" }
        if !hasInbox, interaction.request?.variables.contains("callback_url") == true, profile.values["callback_url"] == nil {
            return "it names an address for callbacks, and the run has no inbox"
        }
        return nil
    }

    /// Whether an interaction can be a case of its own: the subject is asked, and every variable that it needs is in the profile.
    static func stands(_ interaction: Interaction, under profile: Profile) -> Bool {
        let known = Set(profile.values.keys).union(profile.identity(interaction.identity)?.values.keys ?? [:].keys)
        return interaction.expectedRequest == nil && interaction.needs.allSatisfy(known.contains)
    }

    /// The record of a case, without checks.
    func record(again: String?) -> CaseRecord {
        switch self {
        case .interaction(let interaction):
            CaseRecord(
                id: id, kind: interaction.response?.pact == nil ? .contract : .pact, title: title, source: interaction.source,
                pack: interaction.pack, effects: effects, again: again)
        case .scenario(let scenario):
            CaseRecord(
                id: id, kind: .scenario, title: title, source: scenario.source, pack: scenario.pack, effects: effects, again: again)
        }
    }

    /// The record of a case that did not run, or that does not apply: the latter has a check that says so, and leaves no hole.
    func record(omitted omission: Omission, again: String?) -> CaseRecord {
        var record = record(again: again)
        if omission.isNotApplicable {
            record.checks = [
                CheckRecord(check: "capability", outcome: .notApplicable, requirements: requirements, reason: omission.reason)
            ]
        } else {
            record.notRun = omission.reason
        }
        return record
    }
}
