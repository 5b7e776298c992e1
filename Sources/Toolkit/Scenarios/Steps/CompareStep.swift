import Contracts
import Documents
import Results
import Verification

/// `compare`: two captured values are alike, in the sense that the step names. Soft, like `assert`.
struct CompareStep: ScenarioStep {
    static let key = "compare"

    /// In what sense.
    enum Sense: String, Sendable, CaseIterable {
        /// The same value.
        case equal
        /// The same elements, in any order, at every level.
        case unordered
        /// The same members and kinds of value; the values themselves may differ.
        case shape
    }

    /// The claim in words.
    let claim: String
    let left: Node
    let right: Node
    let sense: Sense
    /// Members that are left out at every level.
    let ignoring: Set<String>
    let source: SourceLocation

    var title: String { "compare \(claim)" }
    var interactions: [String] { [] }

    func run(_ stage: inout Stage) async -> StepResult {
        let requirements = stage.scenario.requirements
        do throws(RunError) {
            let values = stage.session.values(for: "").merging(stage.values) { $1 }
            let left = try RequestRenderer.resolved(left, values)
            let right = try RequestRenderer.resolved(right, values)
            let difference = NodeComparison(sense: sense, ignoring: ignoring).difference(left, right)
            let numbers = stage.last.map { [$0.exchange.number] } ?? []
            return StepResult([
                CheckRecord(
                    check: Self.key, outcome: difference == nil ? .passed : .failed, requirements: requirements,
                    findings: difference.map { [.comparisonFailed(claim, $0, requirements, source: source)] } ?? [], exchanges: numbers)
            ])
        } catch {
            return StepResult([stage.session.record(of: error, check: Self.key, requirements: requirements, source: source)])
        }
    }
}

extension CompareStep: ReadableStep {
    static let options = ["left", "right", "by", "ignoring"]

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> CompareStep? {
        let place = reader.source.location(ofKey: head)
        let claim = reader.source.string(head)
        for key in ["left", "right"] where object[key] == nil { reader.source.missing(key, of: "`compare`", at: place) }
        let sense = object["by"].flatMap { reader.source.choice($0.value, as: "`by`", of: Sense.self) }
        let ignoring = object["ignoring"].map { member in
            reader.source.list(member.value).compactMap { reader.source.string($0, as: "`ignoring`") }
        }
        guard let claim, let left = object["left"]?.value, let right = object["right"]?.value else { return nil }
        if Template.variables(in: left).isEmpty, Template.variables(in: right).isEmpty {
            reader.source.report(
                .scenarioConflict(
                    "a comparison of constants is always the same", remedy: "let `left` or `right` name a captured value", at: place))
            return nil
        }
        return CompareStep(
            claim: claim, left: left, right: right, sense: sense ?? .equal, ignoring: Set(ignoring ?? []),
            source: reader.source.location(ofPair: head))
    }
}
