import Results

/// Steps that are taken in turn, each standing on those before it.
enum StepSequence {
    /// Runs the steps; after a blocking failure, an interruption or the end of the scenario's time the others are recorded as skipped.
    static func run(_ steps: [any ScenarioStep], _ stage: inout Stage) async -> StepResult {
        var records: [CheckRecord] = []
        var reason: String?
        var isBlocking = false
        for (position, step) in steps.enumerated() {
            if reason == nil, Task.isCancelled { reason = "the run was interrupted" }
            if reason == nil, stage.session.clock.uptime() >= stage.end { reason = "the budget of the scenario is used up" }
            if let reason {
                isBlocking = true
                records.append(
                    CheckRecord(check: type(of: step).key, outcome: .skipped, requirements: stage.scenario.requirements, reason: reason))
                continue
            }
            let result = await step.run(&stage)
            records += result.records
            if result.isBlocking {
                isBlocking = true
                reason = "step \(position + 1) (\(step.title)) failed, and this one builds on it"
            }
        }
        return StepResult(records, isBlocking: isBlocking)
    }
}
