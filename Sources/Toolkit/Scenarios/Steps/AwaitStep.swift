import Contracts
import Documents
import Results
import Verification

/// `await`: an actor asks again and again until the answer says what is waited for, says what must not be, or time is over.
///
/// Polling is not retrying: every answer on the way is recorded, a request without an answer ends the step, and the last answer is
/// judged by its contract.
struct AwaitStep: ScenarioStep {
    static let key = "await"

    let interaction: Interaction
    let actor: Scenario.Actor
    let overrides: Node?
    /// All must hold in one answer.
    let until: [PathExpectation]
    /// The step fails as soon as all of these hold; empty never does.
    let failIf: [PathExpectation]
    let within: Duration
    let interval: Duration
    let captures: [Capture]
    let source: SourceLocation

    var title: String { "await \(interaction.fullID)" }
    var interactions: [String] { [interaction.fullID] }

    /// What one answer means for the waiting.
    private enum Turn {
        case reached
        case over(Finding)
        case again
    }

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        let end = stage.session.clock.uptime() + stage.time(within: within)
        do throws(RunError) {
            let values = try stage.variables(for: actor.identity, with: overrides)
            while true {
                let attempt = try await stage.session.caller.call(interaction, as: actor.identity, values: values, trace: stage.trace)
                guard let exchange = attempt.exchange else {
                    let records = await judged(attempt, values, stage)
                    return StepResult(records, isBlocking: true)
                }
                stage.last = Stage.LastExchange(exchange: exchange, isReceived: false)
                let turn = turn(exchange, values: values, isLast: stage.session.clock.uptime() >= end, stage)
                if case .again = turn {
                    do {
                        try await stage.session.clock.sleep(interval)
                        continue
                    } catch {
                        return interrupted(requirements, exchange)
                    }
                }
                return await finish(turn, attempt, values, &stage)
            }
        } catch {
            return StepResult(
                [stage.session.record(of: error, check: Self.key, requirements: requirements, source: source)], isBlocking: true)
        }
    }

    private func turn(_ exchange: Exchange, values: [String: Node], isLast: Bool, _ stage: Stage) -> Turn {
        let requirements = stage.scenario.requirements
        let judge = MatcherJudge(values: values, now: stage.session.clock.now())
        if judge.holds(until, in: exchange.response.document) { return .reached }
        if !failIf.isEmpty, judge.holds(failIf, in: exchange.response.document) {
            let miss = failIf.first.map { "\($0.path.text)" } ?? ""
            return .over(.awaitFailed(place: miss, requirements, source: failIf.first?.path.source ?? source))
        }
        guard isLast else { return .again }
        let miss = judge.firstMiss(until, in: exchange.response.document)
        return .over(.awaitTimedOut(within, miss, requirements, source: miss?.source ?? source))
    }

    private func finish(_ turn: Turn, _ attempt: Attempt, _ values: [String: Node], _ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        let records = await judged(attempt, values, stage)
        if case .over(let finding) = turn {
            let record = CheckRecord(
                check: Self.key, outcome: .failed, requirements: requirements, findings: [finding], exchanges: [attempt.number])
            return StepResult(records + [record], isBlocking: true)
        }
        let reached = CheckRecord(check: Self.key, outcome: .passed, requirements: requirements, exchanges: [attempt.number])
        let missing = captures.take(from: &stage, requirements: requirements)
        return StepResult(records + [reached] + missing, isBlocking: !missing.isEmpty)
    }

    private func judged(_ attempt: Attempt, _ values: [String: Node], _ stage: Stage) async -> [CheckRecord] {
        await stage.session.judge.records(for: interaction, attempt, values: values, identity: actor.identity, trace: stage.trace)
    }

    private func interrupted(_ requirements: [RequirementReference], _ exchange: Exchange) -> StepResult {
        let record = CheckRecord(
            check: Self.key, outcome: .skipped, requirements: requirements, reason: "the run was interrupted", exchanges: [exchange.number])
        return StepResult([record], isBlocking: true)
    }
}
