import Contracts
import Documents

extension AuditStep: ReadableStep {
    static let options = ["within"]
    /// What a step says to mean every call.
    private static let everyCall = "every call"
    private static let assumedPatience: Duration = .seconds(5)

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> AuditStep? {
        let within = reader.source.duration(object["within"]) ?? assumedPatience
        let location = reader.source.location(ofPair: head)
        if head.value.string == everyCall { return AuditStep(subject: .everyCall, within: within, source: location) }
        guard let interaction = reader.callable(head.value) else { return nil }
        if interaction.response?.audit == nil {
            reader.source.report(
                .scenarioConflict(
                    "the contract of this interaction does not say how it is logged",
                    remedy: "add `audit` to its response, or name an interaction that has it", at: reader.source.location(of: head.value)))
            return nil
        }
        return AuditStep(subject: .calls(of: interaction), within: within, source: location)
    }
}
