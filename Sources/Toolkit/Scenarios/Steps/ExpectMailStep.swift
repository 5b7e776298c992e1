import Contracts
import Results

/// `expect_mail`: the subject must send an actor a mail; what comes is judged by its interaction.
struct ExpectMailStep: ScenarioStep {
    static let key = "expect_mail"

    let delivery: ExpectedDelivery

    var source: SourceLocation { delivery.source }
    var title: String { "\(Self.key) \(delivery.interaction.fullID)" }
    var interactions: [String] { [delivery.interaction.fullID] }

    func run(_ stage: inout Stage) async -> StepResult { await delivery.run(&stage) }
}
