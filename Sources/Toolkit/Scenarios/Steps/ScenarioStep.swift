import Results

/// One step of a scenario, read and ready to run.
///
/// A conformer is a value in a file of its own with its own reader, and is listed once in `StepTable`. Running it never throws: what
/// went wrong is in the records. A step that makes no record does not exist, except one that could only have failed.
protocol ScenarioStep: Sendable {
    /// The key that makes a step this one: `call`.
    static var key: String { get }
    /// Where it is written.
    var source: SourceLocation { get }
    /// How it is called in outlines and in the record: `expect_callback core.callbacks/answer-file`.
    var title: String { get }
    /// Full ids of the interactions it judges by.
    var interactions: [String] { get }
    /// Methods of the requests that are written in the step itself and that no contract declares the effects of.
    var ownMethods: [String] { get }
    /// What it does to the subject through the profile.
    var tools: Set<Profile.ToolKind> { get }
    /// Carries it out.
    func run(_ stage: inout Stage) async -> StepResult
}

extension ScenarioStep {
    /// Most steps use no tool.
    var tools: Set<Profile.ToolKind> { [] }
    /// Most steps speak by contracts only.
    var ownMethods: [String] { [] }
}

/// How a step ended.
struct StepResult: Sendable {
    let records: [CheckRecord]
    /// Whether later steps have nothing to stand on: they are skipped, and say so.
    let isBlocking: Bool

    init(_ records: [CheckRecord], isBlocking: Bool = false) {
        self.records = records
        self.isBlocking = isBlocking
    }
}
