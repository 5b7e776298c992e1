import ArgumentParser
import Conformance
import Contracts
import Results
import Scenarios

/// `assay coverage`: which requirements the content tests, and why it does not test the others.
struct CoverageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage", abstract: "Lists the requirements with the cases that test them, or the reason why none does.",
        discussion: """
            Says what contracts and scenarios refer to; whether a platform fulfils it only a run can say.

            Examples:
              assay coverage
              assay coverage --untested
            """)

    @Flag(help: "Only requirements that nothing tests, with the reason.")
    var untested = false

    @OptionGroup var content: ContentOption

    func run() throws {
        let folder = try content.folder()
        let (library, findings) = ContractLibrary.load(paths: [], content: folder)
        let (scenarios, faults) = Scenario.load(paths: [], content: folder, contracts: library)
        try ContentOption.refuse(findings + faults)
        let catalogue = try content.catalogue()
        var cases: [RequirementID: [String]] = [:]
        for one in library.interactions { for reference in one.requirements { cases[reference.id, default: []].append(one.fullID) } }
        for one in library.overlays { for reference in one.requirements { cases[reference.id, default: []].append(one.contractID) } }
        for one in scenarios { for reference in one.requirements { cases[reference.id, default: []].append(one.id) } }
        for requirement in catalogue.requirements {
            let testing = cases[requirement.id] ?? []
            if untested && !testing.isEmpty { continue }
            Console.result("\(requirement.id)  \(testing.isEmpty ? "untested" : "\(testing.count) cases")  \(requirement.text)")
            if testing.isEmpty {
                Console.result("    \(requirement.notTested ?? "no reason given")")
            } else {
                Console.result("    \(testing.joined(separator: ", "))")
                if let limit = requirement.notShown { Console.result("    not shown: \(limit)") }
            }
        }
        let tested = catalogue.requirements.count { cases[$0.id] != nil }
        Console.result("\(tested) of \(catalogue.requirements.count) requirements tested (catalogue \(catalogue.revision))")
    }
}
