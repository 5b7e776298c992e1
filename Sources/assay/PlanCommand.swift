import ArgumentParser
import Contracts
import Documents
import Results
import Scenarios

/// `assay plan`: what a run would do and cost.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Says what a run under a profile would do: requests, writes, effects, time, requirements.",
        discussion: """
            Nothing is sent. The counts are what each case costs at least: a step that waits may ask more often. The expected time takes \
            every exchange to be a usual one; the longest is what time-outs and budgets allow.

            Exit codes: 0 something would run, 5 nothing would.

            Examples:
              assay plan --profile sandbox.profile.yaml
              assay plan Contracts/core --tags requests --profile sandbox.profile.yaml --json
            """)

    @Argument(help: "Contract and scenario files or folders. Default: all of Contracts and Scenarios.")
    var paths: [String] = []

    @Option(help: "The profile (*.profile.yaml): where the platform is, and as whom to ask.")
    var profile: String

    @Option(help: "Seconds that one exchange may take.")
    var timeout = 30

    @Flag(help: "Prints JSON.")
    var json = false

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var content: ContentOption
    @OptionGroup var effects: EffectsOption

    func run() throws {
        let folder = try content.folder()
        let named = paths.filter { $0.hasSuffix(".scenario.yaml") }
        let others = paths.filter { !$0.hasSuffix(".scenario.yaml") }
        let (library, findings) = ContractLibrary.load(paths: others, content: folder)
        let hasScenarios = paths.isEmpty || !named.isEmpty
        let (scenarios, faults) =
            hasScenarios ? Scenario.load(paths: named, content: folder, contracts: library) : ([Scenario](), [Finding]())
        try ContentOption.refuse(findings + faults)
        let loaded = try effects.applied(to: ProfileChoice(profile: profile, provider: nil, states: nil, isDryRun: false).load())
        try selection.checkTags(
            known: Set(library.interactions.flatMap(SelectionOptions.tags) + scenarios.flatMap(SelectionOptions.tags)))
        // Scenarios that were named bring the contracts they judge by, which are then not run for themselves.
        let interactions = try (paths.isEmpty || !others.isEmpty ? library.interactions : []).filter {
            try selection.selects(tags: SelectionOptions.tags(of: $0), requirements: $0.requirements)
        }
        let chosen = try scenarios.filter {
            try selection.selects(tags: SelectionOptions.tags(of: $0), requirements: $0.requirements)
        }
        let forecast = RunForecast(
            interactions: try selection.divided(interactions, by: \.fullID).cases, scenarios: try selection.divided(chosen, by: \.id).cases,
            library: library, profile: loaded, timeout: .seconds(timeout))
        if json { Console.result(String(decoding: forecast.node.prettyBytes(), as: UTF8.self)) } else { show(forecast) }
        if forecast.running.isEmpty { throw EarlyExit(.nothingRan) }
    }

    private func show(_ forecast: RunForecast) {
        for line in forecast.lines {
            let ids = line.requirements.map(\.id.description).joined(separator: " ")
            if let omission = line.omission {
                Console.result("- \(line.id)  not run: \(omission)")
            } else {
                let tools = line.tools.isEmpty ? "" : "  tools \(line.tools.joined(separator: " "))"
                Console.result("  \(line.id)  \(line.effects.rawValue)  \(line.requests) requests, \(line.writes) writing\(tools)  \(ids)")
            }
        }
        let total = forecast.total
        let requirements = Set(forecast.running.flatMap(\.requirements).map(\.id)).count
        Console.result(
            "\(forecast.running.count) of \(forecast.lines.count) cases would run · \(total.requests) requests, \(total.writes) writing · "
                + "about \(total.expected.components.seconds) s, at most \(total.longest.components.seconds / 60) min · "
                + "\(requirements) requirements")
    }
}
