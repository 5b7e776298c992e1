/// Every kind of step that a scenario may hold; a new kind is a file of its own and one line here.
enum StepTable {
    static let kinds: [any ReadableStep.Type] = [
        CallStep.self, ExpectCallbackStep.self, AwaitStep.self, AuditStep.self, AssertStep.self, CaptureStep.self,
    ]

    /// The keys that make a step one of them.
    static let keys: [String] = kinds.map { $0.key }
}
