import ArgumentParser
import Contracts
import Documents
import Foundation
import Results
import Scenarios
import Simulator

/// `assay mock`: the regulator's intake for a platform under development.
struct MockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mock",
        abstract: "Serves the regulator's intake and judges what a platform sends to it, until it is told to stop.",
        discussion: """
            Prints one JSON line with the addresses once ready, then one line for each request with its findings. On SIGINT or SIGTERM it
            ends with 0 when everything was as the contracts say, 1 when a check failed, 5 when nothing came, 6 when something could not be
            verified. With a profile it listens by mTLS as `callbacks` says and verifies signatures by `platform: jwks`.

            Examples:
              assay mock --profile sandbox.profile.yaml
              assay mock Contracts/core/callbacks.contract.yaml --port 8600 --personality ukgc
            """)

    @Argument(help: "Contract files or folders. Default: all of Contracts.")
    var paths: [String] = []

    @Option(help: "The profile that says where to listen and where the sender's keys are.")
    var profile: String?

    @Option(help: "Without a profile: the port on the loopback address, plain HTTP; 0 lets the system choose.")
    var port = 0

    @Option(help: "In whose style the mailbox `callbacks` answers: the id of a file in Contracts/personalities.")
    var personality: String?

    @Option(help: "What goes wrong on purpose: off, low, or KIND=PROBABILITY,…")
    var mischief = "off"

    @Option(help: "The seed of mischief.")
    var seed: UInt64 = 1

    @OptionGroup var content: ContentOption

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port: 0 to 65535, not \(port)") }
        _ = try MischiefText.plan(mischief, seed: seed)
    }

    func run() async throws {
        let folder = try content.folder()
        let (library, findings) = ContractLibrary.load(paths: paths, content: folder)
        let (personalities, faults) = Personality.load(content: folder)
        try ContentOption.refuse(findings + faults)
        guard library.interactions.contains(where: { $0.expectedRequest?.medium == .http }) else {
            throw ValidationError("none of these contracts says what a platform sends: name one with `kind: webhook`")
        }
        let chosen = try personality.map { id in
            guard let found = personalities.first(where: { $0.id == id }) else {
                throw ValidationError("--personality \(id): known are \(personalities.map(\.id).joined(separator: ", "))")
            }
            return found
        }
        let loaded =
            try profile.map { try ProfileChoice(profile: $0, provider: nil, states: nil, isDryRun: false).load() }
            ?? Profile.provider("https://platform.invalid")
        let secrets = SecretStore(environment: ProcessInfo.processInfo.environment)
        let exchanger = try HTTPExchanger(profile: loaded, secrets: secrets)
        defer { exchanger.close() }
        let inbox = try InboxConfiguration(loaded.callbacks ?? Profile.Callbacks(port: port), secrets: secrets)
        let plan = try MischiefText.plan(mischief, seed: seed)
        if !plan.rules.isEmpty { Console.note("mischief is on: \(plan.description)") }
        var manners = [(mailbox: "callbacks", manner: InboxManner(personality: chosen, mischief: plan, endpoint: "callbacks"))]
        for one in personalities {
            manners.append((one.id, InboxManner(personality: one, mischief: plan, endpoint: one.id)))
        }
        let names = manners.map(\.mailbox)
        let intake = try Intake(
            inbox, profile: loaded, library: library, manners: manners, exchanger: exchanger, secrets: secrets)
        let verdict = try await intake.run { addresses in
            let mailboxes = Node.object(zip(names, addresses).map { ($0, .string($1)) })
            let line = Node.object([("event", "ready"), ("mailboxes", mailboxes)])
            Console.result(String(decoding: line.compactBytes(), as: UTF8.self))
        } judged: {
            Self.show($0)
        }
        throw EarlyExit(Self.status(of: verdict))
    }

    private static func status(of verdict: Intake.Verdict) -> ExitStatus {
        switch verdict {
        case .nothingReceived: .nothingRan
        case .satisfied: .satisfied
        case .failed: .checkFailed
        case .notFullyVerified: .notFullyVerified
        }
    }

    private static func show(_ judged: Intake.Judged) {
        let findings = judged.checks.flatMap(\.findings)
        let mark = findings.contains { $0.severity == .error } ? "✗" : judged.checks.isEmpty ? "·" : "✓"
        let reception = judged.reception
        let mischief = reception.mischief.map { "  (\($0.rawValue) on purpose)" } ?? ""
        Console.result(
            "\(mark) \(reception.mailbox) #\(reception.number) \(reception.method) \(reception.answer.status)  "
                + "\(judged.interaction ?? "no contract fits")  \(judged.checks.count) checks\(mischief)")
        for finding in findings { Console.result(FindingText.text(finding, style: Console.style)) }
    }
}
