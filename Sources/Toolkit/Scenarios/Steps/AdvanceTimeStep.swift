import Contracts
import Documents
import Results

/// `advance_time`: the subject's test clock and the run's time of day are moved forward together.
struct AdvanceTimeStep: ScenarioStep {
    static let key = "advance_time"

    /// By how much.
    enum Amount: Sendable {
        case fixed(Duration)
        /// A text with variables that becomes a duration, or a whole number of seconds.
        case written(String)
    }

    /// What becomes of access tokens that were fetched before.
    enum Tokens: String, CaseIterable, Sendable {
        /// They are presented until the next move or the scenario's end: to see that they are refused.
        case keep
        case renew
    }

    let amount: Amount
    let tokens: Tokens
    let source: SourceLocation

    var title: String {
        switch amount {
        case .fixed(let duration): "advance_time \(DurationText.text(duration))"
        case .written(let text): "advance_time \(text)"
        }
    }
    var interactions: [String] { [] }
    var tools: Set<Profile.ToolKind> { [.clock] }

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        do throws(RunError) {
            let duration = try duration(stage)
            try await stage.session.advance(by: duration, tokens: tokens, trace: stage.trace)
            return StepResult([CheckRecord(check: Self.key, outcome: .passed)])
        } catch {
            return StepResult(
                [stage.session.record(of: error, check: Self.key, requirements: requirements, source: source)], isBlocking: true)
        }
    }

    private func duration(_ stage: Stage) throws(RunError) -> Duration {
        switch amount {
        case .fixed(let duration): return duration
        case .written(let text):
            let value = try RequestRenderer.text(text, try stage.variables(for: "", with: nil))
            guard let duration = DurationText.duration(value) ?? DurationText.duration("\(value)s") else {
                throw .toolFailed(.clock, "`\(text)` became `\(value.prefix(40))`, which is no duration and no number of seconds")
            }
            return duration
        }
    }
}

extension Session {
    /// Moves the subject's clock, then the run's; tokens issued before are void from then on.
    func advance(by amount: Duration, tokens: AdvanceTimeStep.Tokens = .renew, trace: CaseTrace) async throws(RunError) {
        let seconds = max(1, (amount.milliseconds + 999) / 1000)
        try await tools.use(.clock, ["seconds": .integer(seconds), "duration": .string("PT\(seconds)S")], trace: trace)
        clock.advance(.seconds(seconds))
        if tokens == .renew { await identities.forgetTokens() }
    }
}

extension AdvanceTimeStep: ReadableStep {
    static let options = ["as", "tokens"]

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> AdvanceTimeStep? {
        let tokens = object["tokens"].flatMap { reader.source.choice($0.value, as: "`tokens`", of: Tokens.self) } ?? .renew
        let location = reader.source.location(ofPair: head)
        if let text = head.value.string, !Template(text).variables.isEmpty {
            return AdvanceTimeStep(amount: .written(text), tokens: tokens, source: location)
        }
        return reader.source.duration(head).map { AdvanceTimeStep(amount: .fixed($0), tokens: tokens, source: location) }
    }
}
