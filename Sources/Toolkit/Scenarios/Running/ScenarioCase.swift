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
        var records = await StepSequence.run(scenario.setup + scenario.steps, &stage).records.map(demanding)
        let elapsed = session.clock.uptime() - start
        if elapsed > scenario.budget {
            let finding = Finding.overBudget(scenario.budget, elapsed, scenario.requirements, source: scenario.source)
            records.append(CheckRecord(check: "budget", outcome: .failed, requirements: scenario.requirements, findings: [finding]))
        }
        let last = await tearDown(stage)
        // No other case may present a token that this one has outlived.
        if scenario.tools.contains(.clock) { await session.identities.forgetTokens() }
        return records + last
    }

    /// Steps run one by one whatever the others give, with the scenario's budget once more, and also when the run was interrupted.
    private func tearDown(_ stage: Stage) async -> [CheckRecord] {
        let steps = scenario.teardown
        let leavesFaults = scenario.tools.contains(.faults)
        guard !steps.isEmpty || leavesFaults else { return [] }
        let after = Stage(continuing: stage, until: session.clock.uptime() + scenario.budget)
        return await shieldedFromCancellation {
            var stage = after
            var records: [CheckRecord] = []
            for step in steps { records += await step.run(&stage).records.map(demanding) }
            if leavesFaults { records += await InjectStep.clearing(stage).map(demanding) }
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
        // What a step asks by itself rests on the scenario's requirements alone.
        for index in record.findings.indices where record.findings[index].requirements.isEmpty {
            record.findings[index].requirements = scenario.requirements.map(\.id)
        }
        return record
    }

    /// A mailbox for each way in which an actor receives, under a name of its own, and `scenario.uuid`, the same through one run.
    private func openMailboxes() async -> (mailboxes: [String: String], values: [String: Node]) {
        var mailboxes: [String: String] = [:]
        var values = scenario.values
        values["scenario.uuid"] = .string(session.makeIdentifier())
        let mischief = scenario.toleratesMischief ? session.options.mischief : .none
        for actor in scenario.actors {
            for (name, seconds) in actor.personality?.clocks ?? [:] {
                values["\(actor.name).clock.\(name)"] = .integer(seconds.milliseconds / 1000)
            }
            for (medium, label) in [(ExpectedRequest.Medium.http, actor.inbox), (.mail, actor.mail), (.file, actor.drop)] {
                guard let label else { continue }
                let refuses = actor.answers.contains { !(200...299).contains($0.status) } || actor.personality?.quirks.isEmpty == false
                let manner = InboxManner(
                    answers: actor.answers, personality: actor.personality, mischief: refuses ? mischief.withoutRefusals : mischief,
                    endpoint: "\(scenario.id)/\(label)")
                guard let opened = await session.mailboxes.open(name(of: label, medium), by: medium, manner: manner) else { continue }
                mailboxes[Stage.mailboxKey(actor.name, medium)] = opened.name
                values["\(actor.name).\(Self.variable(medium))"] = .string(opened.address)
                if medium == .http, let expired = session.inboxes.http?.expiredAddress(of: opened.name) {
                    values["\(actor.name).expired_inbox"] = .string(expired)
                }
            }
        }
        return (mailboxes, values)
    }

    /// Addresses for callbacks are made anew for each run; a mail address or folder may be a standing one.
    private func name(of label: String, _ medium: ExpectedRequest.Medium) -> String {
        switch medium {
        case .http: Mailboxes.tidied("\(scenario.id)-\(label)-\(session.makeIdentifier())")
        case .mail:
            label.contains("@")
                ? label.lowercased()
                : "\(Mailboxes.tidied(label).lowercased())-\(session.makeIdentifier())@\(session.profile.drops.mailDomain)"
        case .file:
            // `reports/*` is a folder that nothing lay in before.
            label.hasSuffix("/*") ? "\(label.dropLast())\(session.makeIdentifier())" : label
        }
    }

    private static func variable(_ medium: ExpectedRequest.Medium) -> String {
        switch medium {
        case .http: "inbox"
        case .mail: "mail"
        case .file: "drop"
        }
    }
}
