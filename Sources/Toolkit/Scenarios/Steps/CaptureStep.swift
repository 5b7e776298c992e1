import Results

/// `capture`: takes values from the exchange of the step before it.
struct CaptureStep: ScenarioStep {
    static let key = "capture"

    let captures: [Capture]
    let source: SourceLocation

    var title: String { "capture \(captures.map(\.name).joined(separator: ", "))" }
    var interactions: [String] { [] }

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        guard stage.last != nil else {
            let record = CheckRecord(
                check: Self.key, outcome: .failed, requirements: requirements, findings: [.nothingToCapture(requirements, source: source)])
            return StepResult([record], isBlocking: true)
        }
        let missing = captures.take(from: &stage, requirements: requirements)
        return StepResult(missing, isBlocking: !missing.isEmpty)
    }
}
