import ArgumentParser
import Contracts
import Results
import Scenarios

/// What to run of the content; a name that nothing has is an error, never an empty match.
struct SelectionOptions: ParsableArguments {
    @Option(help: "Only cases that refer to this requirement (REQ-…). May be repeated.")
    var requirement: [String] = []

    @Option(help: "Only contracts of this pack or scenarios with this tag. May be repeated.")
    var tags: [String] = []

    @Option(help: "Leaves out contracts of this pack or scenarios with this tag. May be repeated.")
    var excludeTags: [String] = []

    @Option(help: "Only part i of n (i/n), by the identifier of each case: all n parts are the whole, `report merge` puts them together.")
    var shard: String?

    func validate() throws { _ = try part() }

    /// The part asked for, without a plan; nil for everything.
    private func part() throws -> RunShard? {
        try shard.map { text in
            guard let shard = RunShard(text) else {
                throw ValidationError("--shard \(text): write i/n, with i from 1 to n and n at most \(RunShard.maximumCount)")
            }
            return shard
        }
    }

    /// Those of the cases that are of the part asked for, and the part with what all parts have.
    func divided<Case>(_ cases: [Case], by id: (Case) -> String) throws -> (cases: [Case], shard: RunShard?) {
        guard var shard = try part() else { return (cases, nil) }
        shard.plan = cases.map { RunShard.planned(id($0)) }
        return (cases.filter { shard.holds(id($0)) }, shard)
    }

    /// The requirements asked for by name.
    func requirements() throws -> [RequirementID] {
        try requirement.map { text in
            guard let id = RequirementID(text) else { throw ValidationError("--requirement \(text): write REQ-<AREA>-<three digits>") }
            return id
        }
    }

    /// The tags of an interaction: its pack, its kind of contract (the second word of the contract's id) and its regulator.
    static func tags(of interaction: Interaction) -> Set<String> {
        var tags: Set<String> = [interaction.pack.rawValue, interaction.effects.rawValue]
        if let regulator = interaction.regulator { tags.insert(regulator.lowercased()) }
        if let name = interaction.contractID.split(separator: ".").last { tags.insert(String(name)) }
        return tags
    }

    /// The tags of a scenario: its own and its pack and effects.
    static func tags(of scenario: Scenario) -> Set<String> {
        Set(scenario.tags).union([scenario.pack.rawValue, scenario.effects.rawValue])
    }

    /// Refuses tags that nothing in the content has.
    func checkTags(known: Set<String>) throws {
        for tag in tags + excludeTags where !known.contains(tag) {
            throw ValidationError("unknown tag \(tag): known are \(known.sorted().joined(separator: ", "))")
        }
    }

    /// Whether a case with these tags and requirements is selected.
    func selects(tags own: Set<String>, requirements references: [RequirementReference]) throws -> Bool {
        if !tags.isEmpty && own.isDisjoint(with: tags) { return false }
        if !own.isDisjoint(with: excludeTags) { return false }
        let wanted = try requirements()
        return wanted.isEmpty || references.contains { wanted.contains($0.id) }
    }

    /// The selection in words, for the report.
    var words: [String] {
        requirement.map { "--requirement \($0)" } + tags.map { "--tags \($0)" } + excludeTags.map { "--exclude-tags \($0)" }
            + (shard.map { ["--shard \($0)"] } ?? [])
    }
}
