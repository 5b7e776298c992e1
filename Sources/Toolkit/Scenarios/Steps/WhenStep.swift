import Contracts
import Documents
import Results
import Verification

/// `when`: steps that run only if a captured value, or what the subject declares, is so; what was not run is said in the record.
struct WhenStep: ScenarioStep {
    static let key = "when"

    /// What decides.
    enum Condition: Sendable {
        case value(Node, Matcher)
        case capability(String)
    }

    let condition: Condition
    let steps: [any ScenarioStep]
    let otherwise: [any ScenarioStep]
    let source: SourceLocation

    var title: String {
        let words =
            switch condition {
            case .value(let node, _): node.string ?? "a value"
            case .capability(let word): word
            }
        return "when \(words) (\((steps + otherwise).map(\.title).joined(separator: "; ")))"
    }
    var interactions: [String] { (steps + otherwise).flatMap(\.interactions) }
    var ownMethods: [String] { (steps + otherwise).flatMap(\.ownMethods) }
    var tools: Set<Profile.ToolKind> { (steps + otherwise).reduce(into: []) { $0.formUnion($1.tools) } }

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        let why: String?
        do throws(RunError) {
            why = try obstacle(stage)
        } catch {
            return StepResult(
                [stage.session.record(of: error, check: Self.key, requirements: requirements, source: source)], isBlocking: true)
        }
        let taken = why == nil ? steps : otherwise
        guard taken.isEmpty else { return await StepSequence.run(taken, &stage) }
        return StepResult([
            CheckRecord(check: Self.key, outcome: .notApplicable, requirements: requirements, reason: why ?? "there is nothing to do")
        ])
    }

    /// Why the condition does not hold; nil when it does.
    private func obstacle(_ stage: Stage) throws(RunError) -> String? {
        switch condition {
        case .capability(let word):
            return stage.session.profile.capabilities.contains(word) ? nil : "the subject does not declare the capability `\(word)`"
        case .value(let node, let matcher):
            let values = stage.session.values(for: "").merging(stage.values) { $1 }
            let subject = try RequestRenderer.resolved(node, values)
            let miss = MatcherJudge(values: values, now: stage.session.clock.now()).miss(matcher, subject)
            return miss.map { "the condition does not hold: expected \($0.expected), got \($0.actual)" }
        }
    }
}

extension WhenStep: ReadableStep {
    static let options = ["is", "steps", "else"]

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> WhenStep? {
        let place = reader.source.location(ofKey: head)
        if object["steps"] == nil { reader.source.missing("steps", of: "`when`", at: place) }
        let condition = condition(head, object["is"], from: &reader)
        let steps = reader.readSteps(object["steps"])
        let otherwise = reader.readSteps(object["else"])
        guard let condition, !steps.isEmpty else { return nil }
        return WhenStep(condition: condition, steps: steps, otherwise: otherwise, source: reader.source.location(ofPair: head))
    }

    private static func condition(_ head: Node.Member, _ matcher: Node.Member?, from reader: inout ScenarioReader) -> Condition? {
        if head.value.members != nil {
            guard
                let object = reader.source.object(head.value, as: "`when`", keys: ["capability"], required: ["capability"]),
                let member = object["capability"], let word = reader.source.string(member)
            else { return nil }
            if !Capability.known.contains(word) {
                reader.source.wrongType(of: "a capability", expected: Capability.known.joined(separator: ", "), actual: member.value)
            }
            return .capability(word)
        }
        guard !Template.variables(in: head.value).isEmpty else {
            reader.source.report(
                .scenarioConflict(
                    "a condition about a constant is always the same", remedy: "let `when` name a value: `\"{{ name }}\"`",
                    at: reader.source.location(of: head.value)))
            return nil
        }
        guard let matcher else {
            reader.source.missing("is", of: "`when`", at: reader.source.location(ofKey: head))
            return nil
        }
        return reader.source.matcher(matcher).map { .value(head.value, $0) }
    }
}
