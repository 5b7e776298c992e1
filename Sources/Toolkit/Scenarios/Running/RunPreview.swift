package import Contracts
package import Results

/// What a run would do under a profile, without doing any of it: the same decisions as the run's own.
package struct RunPreview: Sendable {
    /// A case of the run.
    package struct Line: Sendable, Hashable {
        package let id: String
        package let effects: Effects
        package let requirements: [RequirementReference]
        /// Why it would be listed and not run; nil when it would run.
        package let omission: String?
    }

    /// In the order of the run.
    package let lines: [Line]

    package init(interactions: [Interaction], scenarios: [Scenario], library: ContractLibrary, profile: Profile) {
        var media: Set<ExpectedRequest.Medium> = []
        if profile.callbacks != nil { media.insert(.http) }
        if profile.drops.mail != nil, profile.callbacks?.certificate != nil { media.insert(.mail) }
        if profile.drops.folder != nil { media.insert(.file) }
        let plan = Plan(interactions: interactions, scenarios: scenarios, library: library, profile: profile, media: media)
        lines = plan.cases.enumerated().map { position, planned in
            Line(
                id: planned.id, effects: planned.effects, requirements: planned.requirements, omission: plan.omissions[position]?.reason)
        }
    }
}
