/// Every kind of step that a scenario may hold; a new kind is a file of its own and one line here.
enum StepTable {
    static let kinds: [any ReadableStep.Type] = [
        CallStep.self, TamperStep.self, ExpectCallbackStep.self, ExpectNoCallbackStep.self, ExpectMailStep.self, ExpectFileStep.self,
        AwaitStep.self, AuditStep.self, AssertStep.self, CompareStep.self, CaptureStep.self, ParallelStep.self, WhenStep.self,
        UseStep.self, AdvanceTimeStep.self, InjectStep.self, RotateKeyStep.self, RestartStep.self,
    ]

    /// The keys that make a step one of them.
    static let keys: [String] = kinds.map { $0.key }
}
