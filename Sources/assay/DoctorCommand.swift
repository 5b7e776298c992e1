import ArgumentParser
import Contracts
import Documents
import Foundation
import Results
import Scenarios
import Simulator

/// `assay doctor`: everything that a run needs, looked at before it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks at a profile and all that a run needs of it: addresses, certificates, clocks, tokens, inbox.",
        discussion: """
            One line for each thing, with a remedy where it failed. The platform is asked for its address, its keys and tokens, and for \
            nothing that changes it. Content is linted too.

            Exit codes: 0 all is well; 3 the profile or the content is faulty; 4 something failed, and a run would end so too.

            Example: assay doctor --profile sandbox.profile.yaml
            """)

    @Option(help: "The profile (*.profile.yaml).")
    var profile: String

    @Option(help: "Seconds that one exchange may take.")
    var timeout = 10

    @Flag(help: "Prints JSON.")
    var json = false

    @OptionGroup var content: ContentOption

    func validate() throws {
        guard timeout >= 1, timeout <= 3600 else { throw ValidationError("--timeout: 1 to 3600 seconds, not \(timeout)") }
    }

    func run() async throws {
        let loaded = try ProfileChoice(profile: profile, provider: nil, states: nil, isDryRun: false).load()
        let folder = try content.folder()
        let (library, findings) = ContractLibrary.load(paths: [], content: folder)
        let (scenarios, faults) = Scenario.load(paths: [], content: folder, contracts: library)
        try ContentOption.refuse(findings + faults)
        let read = "\(library.interactions.count) interactions, \(scenarios.count) scenarios"
        var diagnoses = [Diagnosis.ok("profile: \(profile)", loaded.environment.rawValue), .ok("content: \(folder)", read)]
        let secrets = SecretStore(environment: ProcessInfo.processInfo.environment)
        do throws(RunError) {
            let exchanger = try HTTPExchanger(profile: loaded, secrets: secrets)
            defer { exchanger.close() }
            diagnoses += await Doctor(
                profile: loaded, exchanger: exchanger, secrets: secrets, timeout: .seconds(timeout),
                makeIdentifier: { UUID().uuidString.lowercased() }
            ).diagnoses()
        } catch {
            diagnoses.append(.failed("platform: trust", error.message, remedy: error.remedy))
        }
        show(diagnoses)
        if diagnoses.contains(where: { $0.outcome == .failed }) { throw EarlyExit(.preflightFailed) }
    }

    private func show(_ diagnoses: [Diagnosis]) {
        if json {
            let node = Node.object([
                ("schema_version", 1), ("profile", .string(profile)),
                ("healthy", .bool(!diagnoses.contains { $0.outcome == .failed })), ("diagnoses", .array(diagnoses.map(\.node))),
            ])
            return Console.result(String(decoding: node.prettyBytes(), as: UTF8.self))
        }
        for one in diagnoses {
            let mark =
                switch one.outcome {
                case .ok: "✓"
                case .failed: "✗"
                case .notChecked: "-"
                }
            Console.result("\(mark) \(one.subject)  \(one.detail)")
            if let remedy = one.remedy { Console.result("    remedy: \(remedy)") }
        }
        let failed = diagnoses.count { $0.outcome == .failed }
        let skipped = diagnoses.count { $0.outcome == .notChecked }
        Console.result(
            "\(diagnoses.count) things looked at, \(failed) failed" + (skipped > 0 ? ", \(skipped) of them could not be looked at" : ""))
    }
}
