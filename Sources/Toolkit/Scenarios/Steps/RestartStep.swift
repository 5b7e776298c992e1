import Contracts
import Documents
import Results
import Transport
import Verification

/// `restart`: the subject is stopped and started again by the profile's tool, and must answer in time.
struct RestartStep: ScenarioStep {
    static let key = "restart"
    private static let interval: Duration = .milliseconds(250)

    /// How it is stopped.
    enum Way: String, Sendable, CaseIterable {
        /// It may end what it is about.
        case graceful
        /// It ends at once.
        case kill
    }

    let way: Way
    let actor: Scenario.Actor
    let within: Duration
    let source: SourceLocation

    var title: String { "restart \(way.rawValue)" }
    var interactions: [String] { [] }
    var tools: Set<Profile.ToolKind> { [.restart] }

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        let session = stage.session
        do throws(RunError) {
            try await session.tools.use(.restart, ["how": .string(way.rawValue)], trace: stage.trace)
            let client = try await session.identities.client(actor.identity)
            let end = session.clock.uptime() + stage.time(within: within)
            while true {
                let request = OutgoingRequest(url: session.profile.platform.baseURL + "/", maximumBodyBytes: 16 << 20)
                let attempt = await session.channel.send(request, as: client, identity: actor.identity, trace: stage.trace)
                if let exchange = attempt.exchange, exchange.response.status < 500 {
                    await session.identities.forgetTokens()
                    return StepResult([
                        CheckRecord(check: Self.key, outcome: .passed, requirements: requirements, exchanges: [attempt.number])
                    ])
                }
                guard session.clock.uptime() < end else {
                    let finding = Finding.notBackAfterRestart(within, requirements, source: source)
                    return StepResult(
                        [
                            CheckRecord(
                                check: Self.key, outcome: .failed, requirements: requirements, findings: [finding],
                                exchanges: [attempt.number])
                        ], isBlocking: true)
                }
                do { try await session.clock.sleep(Self.interval) } catch {
                    let reason = "the run was interrupted"
                    return StepResult(
                        [CheckRecord(check: Self.key, outcome: .skipped, requirements: requirements, reason: reason)], isBlocking: true)
                }
            }
        } catch {
            return StepResult(
                [session.record(of: error, check: Self.key, requirements: requirements, source: source)], isBlocking: true)
        }
    }
}

extension RestartStep: ReadableStep {
    static let options = ["as", "within"]

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> RestartStep? {
        let way = reader.source.choice(head.value, as: "`restart`", of: Way.self)
        let actor = reader.actor(object["as"], of: "as", at: reader.source.location(ofKey: head))
        let within = reader.source.duration(object["within"])
        guard let way, let actor else { return nil }
        return RestartStep(way: way, actor: actor, within: within ?? .seconds(30), source: reader.source.location(ofPair: head))
    }
}
