import Contracts
import Documents
import Results
import Verification

/// `assert`: something that was captured is as it must be. Soft: later steps run all the same.
struct AssertStep: ScenarioStep {
    static let key = "assert"

    /// The claim in words.
    let claim: String
    /// Resolved against the captures: usually one variable.
    let subject: Node
    let matcher: Matcher
    /// Replaces the scenario's requirements for this step; nil keeps them.
    let requirements: [RequirementReference]?
    let source: SourceLocation

    var title: String { "assert \(claim)" }
    var interactions: [String] { [] }

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = requirements ?? stage.scenario.requirements
        do throws(RunError) {
            let values = stage.session.values(for: "").merging(stage.values) { $1 }
            let node = try RequestRenderer.resolved(subject, values)
            let miss = MatcherJudge(values: values, now: stage.session.clock.now()).miss(matcher, node)
            let numbers = stage.last.map { [$0.exchange.number] } ?? []
            let record = CheckRecord(
                check: Self.key, outcome: miss == nil ? .passed : .failed, requirements: requirements,
                findings: miss.map { [.assertionFailed(claim, $0, requirements, source: matcher.source)] } ?? [], exchanges: numbers)
            return StepResult([record])
        } catch {
            return StepResult([stage.session.record(of: error, check: Self.key, requirements: requirements, source: source)])
        }
    }
}
