import Contracts
import Results

/// `expect_callback`: the subject must call an actor's inbox; what comes is judged by its interaction.
struct ExpectCallbackStep: ScenarioStep {
    static let key = "expect_callback"

    let delivery: ExpectedDelivery

    var source: SourceLocation { delivery.source }
    var title: String { "\(Self.key) \(delivery.interaction.fullID)" }
    var interactions: [String] { [delivery.interaction.fullID] }

    func run(_ stage: inout Stage) async -> StepResult { await delivery.run(&stage) }
}
