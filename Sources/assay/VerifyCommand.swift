import ArgumentParser
import Contracts
import Foundation
import Results
import Scenarios

/// `assay verify`: contracts against a provider.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Runs contracts (Assay's own, Pact files) against a platform.",
        discussion: """
            Examples:
              assay verify --profile sandbox.profile.yaml
              assay verify Contracts/core/audit.contract.yaml --profile sandbox.profile.yaml
              assay verify some.pact.json --provider http://127.0.0.1:8080
            """)

    @Argument(help: "Contract files or folders; Pact files end in .json. Default: all of Contracts.")
    var paths: [String] = []

    @Option(help: "The profile (*.profile.yaml): where the platform is, and as whom to ask.")
    var profile: String?

    @Option(help: "The base URL of a provider that needs no profile, for Pact files.")
    var provider: String?

    @Option(help: "With --provider: the address that provider states are posted to.")
    var providerStates: String?

    @Option(help: "Only this interaction of the contracts, by its id. May be repeated.")
    var interaction: [String] = []

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var content: ContentOption
    @OptionGroup var effects: EffectsOption
    @OptionGroup var execution: ExecutionOptions

    func run() async throws {
        let (library, findings) = ContractLibrary.load(paths: paths, content: try content.folder())
        try ContentOption.refuse(findings)
        let profile = try effects.applied(
            to: ProfileChoice(
                profile: profile, provider: provider, states: providerStates, isDryRun: execution.dryRun, grant: effects.brought
            ).load())
        let all = library.interactions
        try selection.checkTags(known: Set(all.flatMap(SelectionOptions.tags)))
        for id in interaction where !all.contains(where: { $0.id == id || $0.fullID == id }) {
            throw ValidationError("unknown interaction \(id): see assay verify --dry-run")
        }
        let unfinished = try execution.unfinishedCases()
        let chosen = try all.filter { one in
            guard unfinished?.contains(one.fullID) ?? true else { return false }
            guard interaction.isEmpty || interaction.contains(one.id) || interaction.contains(one.fullID) else { return false }
            // What the platform sends, and what needs another's answer first, is judged by the scenarios that expect it.
            guard one.delivery == nil, one.needs.allSatisfy({ profile.values[$0] != nil }) else { return false }
            return try selection.selects(tags: SelectionOptions.tags(of: one), requirements: one.requirements)
        }
        let (part, shard) = try selection.divided(chosen) { $0.fullID }
        let profilePath = self.profile
        let run = JudgedRun(
            profile: profile, library: library, interactions: part, scenarios: [], catalogue: try content.catalogue(),
            selectedRequirements: try selection.requirements(), selection: selection.words + paths,
            again: { id in
                let name = id.split(separator: "/").last.map(String.init) ?? id
                let file = library.interaction(id)?.source.file ?? ""
                return "assay verify \(file) --interaction \(name)" + (profilePath.map { " --profile \($0)" } ?? "")
            },
            execution: execution, shard: shard)
        throw EarlyExit(try await run.perform())
    }
}
