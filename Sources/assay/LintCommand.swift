import ArgumentParser
import Conformance
import Contracts
import Results
import Scenarios

/// `assay lint`: checks the files of a folder without any platform.
struct LintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Checks contracts, scenarios and the requirement catalogue, without any platform.",
        discussion: "Example: assay lint --content .")

    @OptionGroup var content: ContentOption

    func run() throws {
        let folder = try content.folder()
        let (library, findings) = ContractLibrary.load(paths: [], content: folder)
        let (scenarios, faults) = Scenario.load(paths: [], content: folder, contracts: library)
        try ContentOption.refuse(findings + faults)
        let catalogue = try content.catalogue()
        let known = Set(catalogue.requirements.map(\.id))
        let references =
            library.interactions.flatMap { one in one.requirements.map { ($0.id, one.source) } }
            + scenarios.flatMap { one in one.requirements.map { ($0.id, one.source) } }
        try ContentOption.refuse(
            references.filter { !known.contains($0.0) }.map { id, source in
                Finding(
                    code: "catalogue.unknown-requirement", message: "\(id) is not in the requirement catalogue", source: source,
                    remedy: "add it under Contracts/requirements, or refer to one that is there")
            })
        Console.result(
            "\(library.contracts.count) contracts with \(library.interactions.count) interactions, \(scenarios.count) scenarios, \(known.count) requirements: no fault"
        )
    }
}
