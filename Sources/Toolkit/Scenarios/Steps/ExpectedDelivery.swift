import Contracts
import Documents
import Results
import Verification

/// What `expect_callback`, `expect_mail` and `expect_file` have in common: the subject must send something to an actor, and what comes is
/// judged by its interaction.
struct ExpectedDelivery: Sendable {
    /// The key of the step.
    let key: String
    let medium: ExpectedRequest.Medium
    let interaction: Interaction
    let actor: Scenario.Actor
    /// How long is waited; the contract's own limit on lateness is judged apart from it.
    let within: Duration
    /// How many must have come to the inbox since the scenario began, at least 1.
    let count: Int
    /// Only callbacks whose JSON body is as these say are the ones waited for.
    let match: [PathExpectation]
    let captures: [Capture]
    let source: SourceLocation

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        guard let inbox = stage.session.inboxes[medium], let mailbox = stage.mailboxes[Stage.mailboxKey(actor.name, medium)] else {
            let record = CheckRecord(
                check: key, outcome: .skipped, requirements: requirements, reason: medium.absence)
            return StepResult([record], isBlocking: true)
        }
        let causedAt = stage.calls.last?.exchange.startedAt
        let judge = MatcherJudge(values: stage.values, now: stage.session.clock.now())
        let reading = stage.reading(of: interaction)
        let found: [Reception]
        do {
            found = try await inbox.expect(count, in: mailbox, within: stage.time(within: within)) { judge.holds(match, in: reading($0)) }
        } catch {
            let record = CheckRecord(check: key, outcome: .skipped, requirements: requirements, reason: "the run was interrupted")
            return StepResult([record], isBlocking: true)
        }
        var records: [CheckRecord] = []
        var numbers: [Int] = []
        for reception in found {
            let received = stage.exchange(of: reception, identity: actor.identity)
            let exchange = stage.session.profile.dialect?.heard(received: received, by: interaction) ?? received
            numbers.append(exchange.number)
            records += await judged(exchange, in: reception.mailbox, causedAt: causedAt, &stage)
        }
        if found.count < count {
            let others = await inbox.receptions(in: mailbox).count - found.count
            let finding = Finding.callbackMissing(
                interaction.fullID, expected: count, actual: found.count, others: others, within: within, requirements, source: source)
            records.append(
                CheckRecord(check: key, outcome: .failed, requirements: requirements, findings: [finding], exchanges: numbers))
            return StepResult(records, isBlocking: true)
        }
        records.append(CheckRecord(check: key, outcome: .passed, requirements: requirements, exchanges: numbers))
        let missing = captures.take(from: &stage, requirements: requirements)
        return StepResult(records + missing, isBlocking: !missing.isEmpty)
    }

    /// The records of a reception; none for one that an earlier step has judged.
    private func judged(_ exchange: Exchange, in mailbox: String, causedAt: Timestamp?, _ stage: inout Stage) async -> [CheckRecord] {
        stage.last = Stage.LastExchange(exchange: exchange, isReceived: true)
        guard let earlier = stage.judge(exchange, by: interaction.fullID, in: mailbox) else { return [] }
        var values = stage.session.values(for: actor.identity).merging(stage.values) { $1 }
        if medium == .http { values["callback_url"] = stage.values["\(actor.name).inbox"] }
        return await stage.session.judge.records(
            for: interaction, received: exchange, values: values, identity: actor.identity, causedAt: causedAt, earlier: earlier)
    }
}

extension ExpectedRequest.Medium {
    /// Why nothing can come this way.
    var absence: String {
        switch self {
        case .http: "the run has no inbox for callbacks"
        case .mail: "the run has no inbox for mail"
        case .file: "the run watches no drop for files"
        }
    }
}
