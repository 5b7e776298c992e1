import Contracts
import Documents
import MessageSignatures
import Results

/// `rotate_key`: the subject gets new keys, must publish them in time, and must go on publishing those that it had: what they signed is still
/// under way.
struct RotateKeyStep: ScenarioStep {
    static let key = "rotate_key"
    private static let interval: Duration = .milliseconds(250)

    /// Which one, in the subject's words.
    let name: String
    let actor: Scenario.Actor
    /// How long it may take until the published keys are others.
    let within: Duration
    let source: SourceLocation

    var title: String { "rotate_key \(name)" }
    var interactions: [String] { [] }
    var tools: Set<Profile.ToolKind> { [.rotateKey] }

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        let session = stage.session
        do throws(RunError) {
            let client = try await session.identities.client(actor.identity)
            let before = try await session.keys.refresh(as: client, identity: actor.identity)
            try await session.tools.use(.rotateKey, ["key": .string(name)], trace: stage.trace)
            let end = session.clock.uptime() + stage.time(within: within)
            while try await session.keys.refresh(as: client, identity: actor.identity).jwks().canonical == before.jwks().canonical {
                guard session.clock.uptime() < end else {
                    let finding = Finding.keysUnchanged(within, requirements, source: source)
                    return StepResult(
                        [CheckRecord(check: Self.key, outcome: .failed, requirements: requirements, findings: [finding])],
                        isBlocking: true)
                }
                do { try await session.clock.sleep(Self.interval) } catch {
                    let reason = "the run was interrupted"
                    return StepResult(
                        [CheckRecord(check: Self.key, outcome: .skipped, requirements: requirements, reason: reason)], isBlocking: true)
                }
            }
            let after = await session.keys.current
            let gone = before.keys.filter { key in !(key.notAfter.map { $0 < session.clock.now() } ?? false) && after.key(key.keyID) == nil
            }
            guard gone.isEmpty else {
                let finding = Finding.oldKeysGone(gone.map(\.keyID), requirements, source: source)
                return StepResult(
                    [CheckRecord(check: Self.key, outcome: .failed, requirements: requirements, findings: [finding])], isBlocking: true)
            }
            await session.identities.forgetTokens()
            return StepResult([CheckRecord(check: Self.key, outcome: .passed, requirements: requirements)])
        } catch {
            return StepResult(
                [session.record(of: error, check: Self.key, requirements: requirements, source: source)], isBlocking: true)
        }
    }
}

extension Node {
    /// Equal documents give equal bytes.
    fileprivate var canonical: [UInt8] { compactBytes() }
}

extension RotateKeyStep: ReadableStep {
    static let options = ["as", "within"]

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> RotateKeyStep? {
        let name = reader.source.string(head)
        let actor = reader.actor(object["as"], of: "as", at: reader.source.location(ofKey: head))
        let within = reader.source.duration(object["within"])
        guard let name, let actor else { return nil }
        return RotateKeyStep(name: name, actor: actor, within: within ?? .seconds(10), source: reader.source.location(ofPair: head))
    }
}
