import Contracts
import Documents
import Results
import Transport
import Verification

/// `call`: an actor makes the request of an interaction, or a request written in the step, and the answer is judged.
struct CallStep: ScenarioStep {
    static let key = "call"

    /// A refusal that is wanted in place of an answer by contract.
    struct Refusal: Sendable {
        /// The connection may end instead of an answer: a certificate that is not accepted.
        let allowsConnectionEnd: Bool
        let statuses: [StatusSet]
        let source: SourceLocation
    }

    /// What is called: of the library, or made from the step itself.
    let interaction: Interaction
    /// Whether the interaction is one of the library.
    let isOfContract: Bool
    let actor: Scenario.Actor
    let overrides: Node?
    let captures: [Capture]
    let refusal: Refusal?
    /// Nil asks once.
    let retry: CallRetry?
    let source: SourceLocation

    var title: String { "call \(interaction.fullID)" }
    var interactions: [String] { isOfContract ? [interaction.fullID] : [] }
    var ownMethods: [String] { isOfContract ? [] : [interaction.request?.method ?? ""] }

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        do throws(RunError) {
            let states = try stage.variables(for: actor.identity, with: overrides)
            stage.add(
                try await StatesHandler(session: stage.session).establish(interaction.given, values: states, trace: stage.trace))
            let values = try stage.variables(for: actor.identity, with: overrides)
            let (attempt, retries) = try await CallRetry.made(
                retry, interaction, as: actor.identity, values: values, stage, source: source)
            if let exchange = attempt.exchange {
                stage.last = Stage.LastExchange(exchange: exchange, isReceived: false)
                if isOfContract { stage.calls.append(Stage.Call(interaction: interaction, exchange: exchange, values: values)) }
            }
            if let refusal { return StepResult([refusal.record(of: attempt, requirements)]) }
            let records = await stage.session.judge.records(
                for: interaction, attempt, values: values, identity: actor.identity, trace: stage.trace)
            let missing = attempt.exchange == nil ? [] : captures.take(from: &stage, requirements: requirements)
            let isBlocking =
                attempt.exchange == nil || !missing.isEmpty || records.contains { $0.check == "status" && $0.outcome == .failed }
            return StepResult(retries + records + missing, isBlocking: isBlocking)
        } catch {
            return StepResult(
                [stage.session.record(of: error, check: Self.key, requirements: requirements, source: source)], isBlocking: true)
        }
    }
}

extension CallStep.Refusal {
    /// The check that an attempt was refused in one of the ways wanted.
    func record(of attempt: Attempt, _ requirements: [RequirementReference]) -> CheckRecord {
        let wanted = statuses.map(\.description) + (allowsConnectionEnd ? ["a refused connection"] : [])
        func record(_ actual: String?) -> CheckRecord {
            CheckRecord(
                check: "refused", outcome: actual == nil ? .passed : .failed, requirements: requirements,
                findings: actual.map {
                    [.notRefused(expected: wanted.joined(separator: " or "), actual: $0, requirements, source: source)]
                } ?? [], exchanges: [attempt.number])
        }
        switch attempt {
        case .answered(let exchange):
            let status = exchange.response.status
            return record(statuses.contains { $0.contains(status) } ? nil : "status \(status)")
        case .failed(let failure):
            if failure.code == .cancelled {
                return CheckRecord(
                    check: "refused", outcome: .skipped, requirements: requirements, reason: "the run was interrupted",
                    exchanges: [failure.number])
            }
            return record(allowsConnectionEnd && failure.isRefusal ? nil : failure.message)
        }
    }
}
