import Contracts
import Documents
import Results

/// Runs one scenario as a case: setup, steps until one fails that others stand on, and teardown in every event.
struct ScenarioCase: Sendable {
    let session: Session
    let scenario: Scenario

    /// - Returns: the checks of all steps, in their order; steps that were not reached are skipped checks with the reason.
    func checks(trace: CaseTrace) async -> [CheckRecord] {
        let start = session.clock.uptime()
        let (mailboxes, values) = await openMailboxes()
        var stage = Stage(
            session: session, scenario: scenario, trace: trace, end: start + scenario.budget, mailboxes: mailboxes, values: values)
        var records = await run(scenario.setup + scenario.steps, &stage)
        let elapsed = session.clock.uptime() - start
        if elapsed > scenario.budget {
            let finding = Finding.overBudget(scenario.budget, elapsed, scenario.requirements, source: scenario.source)
            records.append(CheckRecord(check: "budget", outcome: .failed, requirements: scenario.requirements, findings: [finding]))
        }
        return records + (await tearDown(stage))
    }

    /// Runs the steps in turn; after a blocking failure or an interruption the others are recorded as skipped.
    private func run(_ steps: [any ScenarioStep], _ stage: inout Stage) async -> [CheckRecord] {
        var records: [CheckRecord] = []
        var reason: String?
        for (position, step) in steps.enumerated() {
            if reason == nil, Task.isCancelled { reason = "the run was interrupted" }
            if reason == nil, session.clock.uptime() >= stage.end { reason = "the budget of the scenario is used up" }
            if let reason {
                records.append(
                    CheckRecord(check: type(of: step).key, outcome: .skipped, requirements: scenario.requirements, reason: reason))
                continue
            }
            let result = await step.run(&stage)
            records += result.records.map(demanding)
            if result.isBlocking { reason = "step \(position + 1) (\(step.title)) failed, and this one builds on it" }
        }
        return records
    }

    /// Steps run one by one whatever the others give, with the scenario's budget once more, and also when the run was interrupted.
    private func tearDown(_ stage: Stage) async -> [CheckRecord] {
        guard !scenario.teardown.isEmpty else { return [] }
        let steps = scenario.teardown
        let after = Stage(continuing: stage, until: session.clock.uptime() + scenario.budget)
        return await shieldedFromCancellation {
            var stage = after
            var records: [CheckRecord] = []
            for step in steps { records += await step.run(&stage).records.map(demanding) }
            return records.map { record in
                var record = record
                record.check = "teardown.\(record.check)"
                return record
            }
        }
    }

    /// What a step checks is checked for the scenario's requirements too.
    private func demanding(_ record: CheckRecord) -> CheckRecord {
        var record = record
        record.requirements += scenario.requirements.filter { reference in !record.requirements.contains { $0.id == reference.id } }
        return record
    }

    /// One mailbox for each actor that receives, under a name of its own, and `scenario.uuid`, the same through one run of the scenario.
    private func openMailboxes() async -> (mailboxes: [String: String], values: [String: Node]) {
        var mailboxes: [String: String] = [:]
        var values: [String: Node] = ["scenario.uuid": .string(session.makeIdentifier())]
        for actor in scenario.actors {
            guard let label = actor.inbox else { continue }
            let unique = session.makeIdentifier()
            guard let opened = await session.mailboxes.open("\(scenario.id)-\(label)", unique: unique, answers: actor.answers) else {
                continue
            }
            mailboxes[actor.name] = opened.name
            values["\(actor.name).inbox"] = .string(opened.address)
        }
        return (mailboxes, values)
    }
}
