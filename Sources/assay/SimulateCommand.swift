import ArgumentParser
import Contracts
import Documents
import Foundation
import Results
import Scenarios
import Simulator

/// `assay simulate`: a regulator on the laptop.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Plays a regulator: an inbox that judges what it receives, a client, a web console.",
        discussion: "Prints one JSON line with the addresses once ready. Example: assay simulate --profile sandbox.profile.yaml")

    @Option(help: "The profile of the platform to talk to; its callbacks section says where to listen.")
    var profile: String

    @Option(help: "The port of the console on the loopback address; 0 lets the system choose.")
    var consolePort = 8580

    @OptionGroup var content: ContentOption

    func run() async throws {
        let folder = try content.folder()
        let (library, findings) = ContractLibrary.load(paths: [], content: folder)
        let (scenarios, faults) = Scenario.load(paths: [], content: folder, contracts: library)
        try ContentOption.refuse(findings + faults)
        let loaded = try ProfileChoice(profile: profile, provider: nil, states: nil, isDryRun: false).load()
        let secrets = SecretStore(environment: ProcessInfo.processInfo.environment)
        let exchanger = try HTTPExchanger(profile: loaded, secrets: secrets)
        defer { exchanger.close() }
        let inbox = try InboxConfiguration(loaded.callbacks ?? Profile.Callbacks(port: 8543), secrets: secrets)
        let simulator = try Simulator(
            SimulatorConfiguration(inbox: inbox, consolePort: consolePort), profile: loaded, library: library, scenarios: scenarios,
            exchanger: exchanger, secrets: secrets, makeIdentifier: { UUID().uuidString.lowercased() })
        try await simulator.run { addresses in
            Console.result(String(decoding: addresses.document.compactBytes(), as: UTF8.self))
        }
    }
}
