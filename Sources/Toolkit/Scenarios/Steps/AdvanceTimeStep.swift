import Contracts
import Documents
import Results

/// `advance_time`: the subject's test clock and the run's time of day are moved forward together.
struct AdvanceTimeStep: ScenarioStep {
    static let key = "advance_time"

    let amount: Duration
    let source: SourceLocation

    var title: String { "advance_time \(DurationText.text(amount))" }
    var interactions: [String] { [] }
    var tools: Set<Profile.ToolKind> { [.clock] }

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        do throws(RunError) {
            try await stage.session.advance(by: amount, trace: stage.trace)
            return StepResult([CheckRecord(check: Self.key, outcome: .passed)])
        } catch {
            return StepResult(
                [stage.session.record(of: error, check: Self.key, requirements: requirements, source: source)], isBlocking: true)
        }
    }
}

extension Session {
    /// Moves the subject's clock, then the run's; tokens issued before are void from then on.
    func advance(by amount: Duration, trace: CaseTrace) async throws(RunError) {
        let seconds = max(1, (amount.milliseconds + 999) / 1000)
        try await tools.use(.clock, ["seconds": .integer(seconds), "duration": .string("PT\(seconds)S")], trace: trace)
        clock.advance(.seconds(seconds))
        await identities.forgetTokens()
    }
}

extension AdvanceTimeStep: ReadableStep {
    static let options = ["as"]

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> AdvanceTimeStep? {
        reader.source.duration(head).map { AdvanceTimeStep(amount: $0, source: reader.source.location(ofPair: head)) }
    }
}
