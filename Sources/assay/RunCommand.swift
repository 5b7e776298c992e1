import ArgumentParser
import Contracts
import Results
import Scenarios

/// `assay run`: scenarios against a platform.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs scenarios: a regulator played end to end, with callbacks and audit proofs.",
        discussion: """
            Examples:
              assay run --profile sandbox.profile.yaml
              assay run Scenarios/accepted/ask-and-receive.scenario.yaml --profile sandbox.profile.yaml
              assay run --tags callbacks --profile sandbox.profile.yaml
            """)

    @Argument(help: "Scenario files or folders. Default: all of Scenarios.")
    var paths: [String] = []

    @Option(help: "The profile (*.profile.yaml): where the platform is, and as whom to ask.")
    var profile: String?

    @Option(help: "Writes what was sent and received to this HAR file; personal data is masked by its kind.")
    var record: String?

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var content: ContentOption
    @OptionGroup var effects: EffectsOption
    @OptionGroup var execution: ExecutionOptions

    func run() async throws {
        let folder = try content.folder()
        let (library, findings) = ContractLibrary.load(paths: [], content: folder)
        try ContentOption.refuse(findings)
        let (all, faults) = Scenario.load(paths: paths, content: folder, contracts: library)
        try ContentOption.refuse(faults)
        let profile = try effects.applied(
            to: ProfileChoice(profile: profile, provider: nil, states: nil, isDryRun: execution.dryRun, grant: effects.brought).load())
        try selection.checkTags(known: Set(all.flatMap(SelectionOptions.tags)))
        let unfinished = try execution.unfinishedCases()
        let chosen = try all.filter { unfinished?.contains($0.id) ?? true }.filter {
            try selection.selects(tags: SelectionOptions.tags(of: $0), requirements: $0.requirements)
        }
        let (part, shard) = try selection.divided(chosen) { $0.id }
        let files = Dictionary(all.map { ($0.id, $0.file) }) { first, _ in first }
        let profilePath = self.profile ?? ""
        let run = JudgedRun(
            profile: profile, library: library, interactions: [], scenarios: part, catalogue: try content.catalogue(),
            selectedRequirements: try selection.requirements(), selection: selection.words + paths,
            again: { id in "assay run \(files[id] ?? id) --profile \(profilePath)" }, execution: execution, record: record, shard: shard)
        throw EarlyExit(try await run.perform())
    }
}
