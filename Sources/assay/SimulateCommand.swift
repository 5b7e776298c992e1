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

    @Option(help: "Writes what was sent and received to this HAR file when it ends; personal data is masked by its kind.")
    var record: String?

    @Option(help: "Plays the client's side of this HAR file again, compares the answers, writes a report, and ends.")
    var replay: String?

    @Option(help: "With --replay: `fast` without pauses, or a factor: 1 as it was, 10 ten times as fast.")
    var speed = "1"

    @OptionGroup var witnessing: WitnessOptions
    @OptionGroup var content: ContentOption
    @OptionGroup var execution: ExecutionOptions

    func validate() throws {
        _ = try replaySpeed()
        if execution.failed { throw ValidationError("--failed: a simulator has no cases; use it with verify and run") }
        if record != nil, replay != nil { throw ValidationError("--record and --replay exclude each other") }
        if witnessing.witness != nil, replay != nil { throw ValidationError("--witness and --replay exclude each other") }
    }

    private func replaySpeed() throws -> ReplaySpeed {
        if speed == "fast" { return .fast }
        guard let factor = Double(speed), factor > 0, factor <= 1000 else {
            throw ValidationError("--speed \(speed): write `fast` or a number above 0, at most 1000")
        }
        return .times(factor)
    }

    func run() async throws {
        let folder = try content.folder()
        let (library, findings) = ContractLibrary.load(paths: [], content: folder)
        let (scenarios, faults) = Scenario.load(paths: [], content: folder, contracts: library)
        let (personalities, _) = Personality.load(content: folder)
        try ContentOption.refuse(findings + faults)
        let loaded = try ProfileChoice(profile: profile, provider: nil, states: nil, isDryRun: false).load()
        if let replay { return try await play(replay, loaded, library) }
        let secrets = SecretStore(environment: ProcessInfo.processInfo.environment)
        let exchanger = try HTTPExchanger(profile: loaded, secrets: secrets)
        defer { exchanger.close() }
        let inbox = try InboxConfiguration(loaded.callbacks ?? Profile.Callbacks(port: 8543), secrets: secrets)
        let plan = try MischiefText.plan(execution.mischief ?? "off", seed: execution.seed)
        if !plan.rules.isEmpty { Console.note("mischief is on: \(plan.description)") }
        if loaded.drops.mail != nil, inbox.tls == nil {
            Console.note("no mail is taken: mail comes over TLS, so `callbacks` of the profile needs a certificate and key")
        }
        let simulator = try Simulator(
            SimulatorConfiguration(
                inbox: inbox, consolePort: consolePort, personalities: personalities, mischief: plan, seed: execution.seed,
                witness: try witnessing.made(for: loaded, secrets: secrets)),
            profile: loaded, library: library, scenarios: scenarios,
            exchanger: exchanger, secrets: secrets, serveMail: inbox.tls.map { MailInbox.serving($0) },
            makeIdentifier: { UUID().uuidString.lowercased() })
        defer {
            if let record { Self.write(simulator.ledger.har(version: ToolVersion.text, baseURL: loaded.platform.baseURL), to: record) }
        }
        try await simulator.run { addresses in
            Console.result(String(decoding: addresses.document.compactBytes(), as: UTF8.self))
        }
    }

    private func play(_ path: String, _ profile: Profile, _ library: ContractLibrary) async throws {
        let (recording, findings) = Recording.load(path)
        try ContentOption.refuse(findings)
        guard let recording else { throw EarlyExit(.invalidFile, "\(path): not a recording") }
        let profilePath = self.profile
        let run = JudgedRun(
            profile: profile, library: library, interactions: [], scenarios: [], catalogue: try content.catalogue(),
            selectedRequirements: [],
            selection: ["--replay \(path)", "--speed \(speed)"],
            again: { _ in "assay simulate --replay \(path) --profile \(profilePath)" }, execution: execution,
            replay: (recording, try replaySpeed()))
        throw EarlyExit(try await run.perform())
    }

    /// Tells when it cannot be written; the session is over all the same.
    static func write(_ har: Node, to path: String) {
        do { try Data(har.prettyBytes()).write(to: URL(filePath: path)) } catch {
            Console.note("\(path) could not be written: \(error.localizedDescription)")
        }
    }
}
