import Contracts
import Documents
import Results
import Verification

/// `expect_no_callback`: for a while nothing more may come to an actor's inbox than what earlier steps have looked at.
struct ExpectNoCallbackStep: ScenarioStep {
    static let key = "expect_no_callback"

    /// What must not come, for people and the record; nil stands for anything.
    let interaction: Interaction?
    let actor: Scenario.Actor
    let during: Duration
    /// Only requests whose JSON body is as these say are meant; empty means every one.
    let match: [PathExpectation]
    let source: SourceLocation

    var title: String { "expect_no_callback \(interaction?.fullID ?? "any")" }
    var interactions: [String] { interaction.map { [$0.fullID] } ?? [] }

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        guard let inbox = stage.session.inboxes.http, let mailbox = stage.mailboxes[Stage.mailboxKey(actor.name, .http)] else {
            return StepResult([
                CheckRecord(
                    check: Self.key, outcome: .skipped, requirements: requirements, reason: ExpectedRequest.Medium.http.absence)
            ])
        }
        // Less than the whole time proves less than was asked.
        guard stage.time(within: during) == during else {
            return StepResult([
                CheckRecord(
                    check: Self.key, outcome: .skipped, requirements: requirements,
                    reason: "the budget of the scenario leaves less time than nothing must come in")
            ])
        }
        let seen = stage.seen(in: mailbox)
        let judge = MatcherJudge(values: stage.values, now: stage.session.clock.now())
        let reading = stage.reading(of: interaction)
        let unwanted: [Reception]
        do {
            unwanted = try await inbox.expect(1, in: mailbox, within: during) {
                !seen.contains($0.number) && judge.holds(match, in: reading($0))
            }
        } catch {
            return StepResult(
                [CheckRecord(check: Self.key, outcome: .skipped, requirements: requirements, reason: "the run was interrupted")],
                isBlocking: true)
        }
        let numbers = unwanted.map { stage.exchange(of: $0, identity: actor.identity).number }
        let findings = unwanted.isEmpty ? [] : [Finding.callbackUnexpected(unwanted.count, during: during, requirements, source: source)]
        return StepResult([
            CheckRecord(
                check: Self.key, outcome: unwanted.isEmpty ? .passed : .failed, requirements: requirements, findings: findings,
                exchanges: numbers)
        ])
    }
}
