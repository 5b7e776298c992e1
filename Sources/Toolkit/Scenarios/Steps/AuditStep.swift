import Contracts
import Documents
import Results
import Verification

/// `audit`: calls of this scenario are proved in the subject's log, now: by a history and a checkpoint fetched by this step.
struct AuditStep: ScenarioStep {
    static let key = "audit"

    /// Which calls.
    enum Subject: Sendable {
        /// Every earlier call whose contract has an `audit` expectation.
        case everyCall
        /// Earlier calls of one interaction.
        case calls(of: Interaction)
    }

    let subject: Subject
    let within: Duration
    let source: SourceLocation

    var title: String {
        switch subject {
        case .everyCall: "audit every call"
        case .calls(let interaction): "audit \(interaction.fullID)"
        }
    }

    var interactions: [String] {
        switch subject {
        case .everyCall: []
        case .calls(let interaction): [interaction.fullID]
        }
    }

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        let calls = stage.calls.filter { call in
            guard call.interaction.response?.audit != nil else { return false }
            if case .calls(let interaction) = subject { return interaction.fullID == call.interaction.fullID }
            return true
        }
        guard !calls.isEmpty else {
            let record = CheckRecord(
                check: Self.key, outcome: .failed, requirements: requirements, findings: [.nothingToAudit(requirements, source: source)])
            return StepResult([record])
        }
        var records: [CheckRecord] = []
        for call in calls { records += await proof(of: call, stage) }
        return StepResult(records)
    }

    private func proof(of call: Stage.Call, _ stage: Stage) async -> [CheckRecord] {
        guard let audit = call.interaction.response?.audit else { return [] }
        let evidence = Evidence(
            keys: await stage.session.keys.current, now: stage.session.clock.now(), values: call.values,
            capabilities: stage.session.profile.capabilities,
            wireNames: stage.session.profile.dialect?.wireNames ?? WireNames())
        let records = await LogProver(session: stage.session).records(
            for: call.interaction, audit, call.exchange, evidence: evidence, trace: stage.trace,
            within: stage.time(within: within))
        return records.filter(\.isOfLog)
    }
}
