import Contracts
import Documents
import Results

/// `inject`: something goes wrong on purpose, at the subject (a fault of its own) or at an inbox (mischief of ours).
///
/// Faults of the subject are switched off when the scenario is over, whatever happened.
struct InjectStep: ScenarioStep {
    static let key = "inject"

    /// What goes wrong.
    enum Trouble: Sendable {
        /// Names that the subject knows; the ones named are on, all others off. Templates are resolved.
        case faults([Node])
        case mischief([MischiefPlan.Rule], actor: Scenario.Actor)
    }

    let trouble: Trouble
    let source: SourceLocation

    var title: String {
        switch trouble {
        case .faults(let names): "inject faults \(names.compactMap(\.string).joined(separator: ", "))"
        case .mischief(let rules, let actor):
            "inject mischief \(rules.map(\.mischief.rawValue).joined(separator: ", ")) at \(actor.name)"
        }
    }
    var interactions: [String] { [] }
    var tools: Set<Profile.ToolKind> { if case .faults = trouble { [.faults] } else { [] } }

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        switch trouble {
        case .faults(let names):
            do throws(RunError) {
                let values = stage.session.values(for: "").merging(stage.values) { $1 }
                let resolved = try RequestRenderer.resolved(.array(names), values)
                try await stage.session.tools.use(.faults, ["names": resolved], trace: stage.trace)
                return StepResult([CheckRecord(check: Self.key, outcome: .passed)])
            } catch {
                return StepResult(
                    [stage.session.record(of: error, check: Self.key, requirements: requirements, source: source)], isBlocking: true)
            }
        case .mischief(let rules, let actor):
            guard let inbox = stage.session.inboxes.http, let mailbox = stage.mailboxes[Stage.mailboxKey(actor.name, .http)] else {
                return StepResult(
                    [
                        CheckRecord(
                            check: Self.key, outcome: .skipped, requirements: requirements,
                            reason: ExpectedRequest.Medium.http.absence)
                    ], isBlocking: true)
            }
            await inbox.open(
                mailbox,
                manner: InboxManner(
                    answers: actor.answers, personality: actor.personality,
                    mischief: MischiefPlan(seed: stage.session.options.seed, rules: rules),
                    endpoint: "\(stage.scenario.id)/\(actor.inbox ?? "")"))
            return StepResult([CheckRecord(check: Self.key, outcome: .passed)])
        }
    }

    /// Switches every fault of the subject off.
    static func clearing(_ stage: Stage) async -> [CheckRecord] {
        do throws(RunError) {
            try await stage.session.tools.use(.faults, ["names": .array([])], trace: stage.trace)
            return []
        } catch {
            return [
                stage.session.record(
                    of: error, check: key, requirements: stage.scenario.requirements, source: stage.scenario.source)
            ]
        }
    }
}
