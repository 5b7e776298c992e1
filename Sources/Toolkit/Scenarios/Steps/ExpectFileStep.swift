import Contracts
import Results

/// `expect_file`: the subject must leave a file in an actor's drop; what comes is judged by its interaction.
struct ExpectFileStep: ScenarioStep {
    static let key = "expect_file"

    let delivery: ExpectedDelivery

    var source: SourceLocation { delivery.source }
    var title: String { "\(Self.key) \(delivery.interaction.fullID)" }
    var interactions: [String] { [delivery.interaction.fullID] }

    func run(_ stage: inout Stage) async -> StepResult { await delivery.run(&stage) }
}
