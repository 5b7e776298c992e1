import Contracts
import Documents
import Results

/// `use`: the steps of a fragment file, with variables of their own.
struct UseStep: ScenarioStep {
    static let key = "use"

    /// The path as it is written.
    let fragment: String
    let overrides: Node?
    let steps: [any ScenarioStep]
    let source: SourceLocation

    var title: String { "use \(fragment) (\(steps.map(\.title).joined(separator: "; ")))" }
    var interactions: [String] { steps.flatMap(\.interactions) }
    var ownMethods: [String] { steps.flatMap(\.ownMethods) }
    var tools: Set<Profile.ToolKind> { steps.reduce(into: []) { $0.formUnion($1.tools) } }

    func run(_ stage: inout Stage) async -> StepResult {
        do throws(RunError) {
            let values = try stage.variables(for: "", with: overrides)
            let given = Dictionary((overrides?.members ?? []).compactMap { member in values[member.key].map { (member.key, $0) } }) { $1 }
            let before = stage.shadow(given)
            let result = await StepSequence.run(steps, &stage)
            stage.restore(before)
            return result
        } catch {
            return StepResult(
                [stage.session.record(of: error, check: Self.key, requirements: stage.scenario.requirements, source: source)],
                isBlocking: true)
        }
    }
}

/// A fragment (`*.fragment.yaml`): `schema_version: 1`, `id`, `title`, `needs: [<variable>]` that whoever uses it gives, and `steps`. Its
/// steps name actors of the scenario.
extension UseStep: ReadableStep {
    static let options = ["with"]
    private static let maximumDepth = 4

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> UseStep? {
        let overrides = reader.source.mapping(object["with"])
        guard let written = reader.source.string(head) else { return nil }
        let place = reader.source.location(of: head.value)
        let current = reader.openFragments.last ?? reader.file
        let folder = current.lastIndex(of: "/").map { String(current[...$0]) } ?? ""
        let path = written.hasPrefix("/") ? written : folder + written
        guard path.hasSuffix(".fragment.yaml"), !reader.openFragments.contains(path), reader.openFragments.count < maximumDepth else {
            reader.source.report(.scenarioFragment("uses itself, lies too deep, or is none", at: place))
            return nil
        }
        guard let bytes = ScenarioFiles.bytes(of: path) else {
            reader.source.report(.scenarioFragment("cannot be read", at: place))
            return nil
        }
        guard let steps = steps(bytes, path, given: overrides, at: place, from: &reader) else { return nil }
        return UseStep(fragment: written, overrides: overrides, steps: steps, source: reader.source.location(ofPair: head))
    }

    /// Reads the fragment with places of its own; its findings stand among the scenario's.
    private static func steps(
        _ bytes: [UInt8], _ path: String, given: Node?, at place: SourceLocation, from reader: inout ScenarioReader
    ) -> [any ScenarioStep]? {
        let outer = reader.source
        reader.source = FileSource(file: path, bytes: bytes, area: "scenario")
        reader.openFragments.append(path)
        var steps: [any ScenarioStep] = []
        var missing: [String] = []
        if let document = reader.source.document(bytes),
            let top = reader.source.top(document, as: "a fragment", keys: ["id", "title", "needs", "steps"], required: ["id", "steps"])
        {
            let needs = top["needs"].map { member in
                reader.source.list(member.value).compactMap { reader.source.string($0, as: "`needs`") }
            }
            missing = (needs ?? []).filter { given?[$0] == nil }
            steps = reader.readSteps(top["steps"])
        }
        let findings = reader.source.findings
        reader.openFragments.removeLast()
        reader.source = outer
        for finding in findings { reader.source.report(finding) }
        for name in missing { reader.source.missing(name, of: "`with` of this fragment", at: place) }
        if steps.isEmpty, findings.isEmpty { reader.source.report(.scenarioFragment("has no steps", at: place)) }
        return findings.isEmpty && !steps.isEmpty ? steps : nil
    }
}
