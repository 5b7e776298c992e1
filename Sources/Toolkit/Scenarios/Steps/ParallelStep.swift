import Contracts
import Documents
import Results

/// `parallel`: branches of steps that run at the same time; the step is over when all are.
struct ParallelStep: ScenarioStep {
    static let key = "parallel"

    let branches: [[any ScenarioStep]]
    let source: SourceLocation

    var title: String { "parallel (\(branches.map { $0.map(\.title).joined(separator: "; ") }.joined(separator: " | ")))" }
    var interactions: [String] { branches.flatMap { $0.flatMap(\.interactions) } }
    var ownMethods: [String] { branches.flatMap { $0.flatMap(\.ownMethods) } }
    var tools: Set<Profile.ToolKind> { branches.joined().reduce(into: []) { $0.formUnion($1.tools) } }

    func run(_ stage: inout Stage) async -> StepResult {
        let start = stage
        let ended = await withTaskGroup(of: (Int, StepResult, Stage).self) { group in
            for (position, branch) in branches.enumerated() {
                group.addTask {
                    var own = start
                    let result = await StepSequence.run(branch, &own)
                    return (position, result, own)
                }
            }
            var ended: [(Int, StepResult, Stage)] = []
            for await one in group { ended.append(one) }
            // In the order of the file, whichever ended first.
            return ended.sorted { $0.0 < $1.0 }
        }
        for (_, _, branch) in ended { stage.merge(branch) }
        return StepResult(ended.flatMap { $0.1.records }, isBlocking: ended.contains { $0.1.isBlocking })
    }
}

extension ParallelStep: ReadableStep {
    static let options: [String] = []
    private static let counts = 2...16

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> ParallelStep? {
        guard let lists = head.value.array, counts.contains(lists.count), lists.allSatisfy({ $0.array != nil }) else {
            reader.source.wrongType(of: "`parallel`", expected: "2 to 16 lists of steps", actual: head.value)
            return nil
        }
        let branches = lists.map { list in (list.array ?? []).compactMap { reader.readStep($0) } }
        guard branches.allSatisfy({ !$0.isEmpty }) else {
            reader.source.report(.scenarioEmpty(at: reader.source.location(ofKey: head)))
            return nil
        }
        return ParallelStep(branches: branches, source: reader.source.location(ofKey: head))
    }
}
