import Contracts
import Documents
import Results
import Verification

/// `tamper`: the request of an interaction is made with exactly one thing spoilt, and must be refused.
struct TamperStep: ScenarioStep {
    static let key = "tamper"

    /// What is spoilt.
    enum Change: String, Sendable, CaseIterable {
        case missing
        case alteredBody = "altered-body"
        case wrongKey = "wrong-key"
        case unknownKey = "unknown-key"
        case stale
        case future
        case uncoveredBody = "uncovered-body"
        case replayed
        case alteredToken = "altered-token"
        case noToken = "no-token"
        case noCertificate = "no-certificate"

        var departure: InteractionCaller.Departure {
            var departure = InteractionCaller.Departure.none
            switch self {
            case .alteredToken: departure.credentials = .alteredToken
            case .noToken: departure.credentials = .withoutToken
            case .noCertificate: departure.credentials = .withoutCertificate
            case .missing, .alteredBody, .wrongKey, .unknownKey, .stale, .future, .uncoveredBody, .replayed:
                departure.fault = RequestSignature.Fault(rawValue: rawValue)
            }
            return departure
        }
    }

    let interaction: Interaction
    let actor: Scenario.Actor
    let overrides: Node?
    let change: Change
    let refusal: CallStep.Refusal
    let source: SourceLocation

    var title: String { "tamper \(interaction.fullID) (\(change.rawValue))" }
    var interactions: [String] { [interaction.fullID] }

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        do throws(RunError) {
            let states = try stage.variables(for: actor.identity, with: overrides)
            stage.add(
                try await StatesHandler(session: stage.session).establish(interaction.given, values: states, trace: stage.trace))
            let values = try stage.variables(for: actor.identity, with: overrides)
            let attempt = try await stage.session.caller.call(
                interaction, as: actor.identity, values: values, departing: change.departure, trace: stage.trace)
            if let exchange = attempt.exchange { stage.last = Stage.LastExchange(exchange: exchange, isReceived: false) }
            return StepResult([refusal.record(of: attempt, requirements)])
        } catch {
            return StepResult(
                [stage.session.record(of: error, check: Self.key, requirements: requirements, source: source)], isBlocking: true)
        }
    }
}

extension TamperStep: ReadableStep {
    static let options = ["as", "with", "change", "refused"]

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> TamperStep? {
        let place = reader.source.location(ofKey: head)
        let interaction = reader.callable(head.value)
        let actor = reader.actor(object["as"], of: "as", at: place)
        for key in ["change", "refused"] where object[key] == nil { reader.source.missing(key, of: "`tamper`", at: place) }
        let change = object["change"].flatMap { reader.source.choice($0.value, as: "`change`", of: Change.self) }
        let refusal = object["refused"].flatMap { CallStep.wantedRefusal($0, from: &reader) }
        let overrides = reader.source.mapping(object["with"])
        guard let interaction, let actor, let change, let refusal else { return nil }
        if change.departure.fault != nil, interaction.request?.signature == nil {
            reader.source.report(
                .scenarioConflict(
                    "the request of this interaction is not signed, so its signature cannot be spoilt",
                    remedy: "choose another `change`, or an interaction with `signed`", at: reader.source.location(of: head.value)))
            return nil
        }
        return TamperStep(
            interaction: interaction, actor: actor, overrides: overrides, change: change, refusal: refusal,
            source: reader.source.location(ofPair: head))
    }
}
