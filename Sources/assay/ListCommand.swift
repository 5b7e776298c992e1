import ArgumentParser
import Contracts
import Results
import Scenarios

/// `assay list`: what the content holds, with what each case does to a platform.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists contracts' interactions and scenarios: id, effects, identity, requirements.",
        discussion: """
            Examples:
              assay list
              assay list --requirement REQ-API-005
              assay list --tags extended
            """)

    @Argument(help: "Contract and scenario files or folders. Default: all of Contracts and Scenarios.")
    var paths: [String] = []

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var content: ContentOption

    func run() throws {
        let folder = try content.folder()
        let contracts = paths.filter { !$0.hasSuffix(".scenario.yaml") }
        let (library, findings) = ContractLibrary.load(paths: contracts, content: folder)
        let (scenarios, faults) = Scenario.load(
            paths: paths.filter { $0.hasSuffix(".scenario.yaml") }, content: folder, contracts: library)
        try ContentOption.refuse(findings + faults)
        try selection.checkTags(
            known: Set(library.interactions.flatMap(SelectionOptions.tags) + scenarios.flatMap(SelectionOptions.tags)))
        let interactions = try selection.divided(
            library.interactions.filter { try selection.selects(tags: SelectionOptions.tags(of: $0), requirements: $0.requirements) },
            by: \.fullID
        ).cases
        let chosen = try selection.divided(
            scenarios.filter { try selection.selects(tags: SelectionOptions.tags(of: $0), requirements: $0.requirements) }, by: \.id
        ).cases
        for one in interactions {
            let ids = one.requirements.map(\.id.description).joined(separator: " ")
            let kind = one.delivery == nil ? "as \(one.identity)" : "received"
            Console.result("\(one.fullID)  \(one.effects.rawValue)  \(kind)  \(ids)  \(one.title)")
        }
        for one in chosen {
            let ids = one.requirements.map(\.id.description).joined(separator: " ")
            Console.result("\(one.id)  \(one.effects.rawValue)  scenario  \(ids)  \(one.title)")
        }
        Console.result("\(interactions.count) interactions, \(chosen.count) scenarios")
        if interactions.isEmpty && chosen.isEmpty { throw EarlyExit(.nothingRan) }
    }
}
