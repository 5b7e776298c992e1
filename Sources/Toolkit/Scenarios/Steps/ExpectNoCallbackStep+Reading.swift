import Contracts
import Documents

extension ExpectNoCallbackStep: ReadableStep {
    static let options = ["to", "match", "during"]
    /// What a step says that lets nothing come.
    private static let any = "any"

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> ExpectNoCallbackStep? {
        let meansAny = head.value.string == any
        let interaction = meansAny ? nil : reader.receivable(head.value, by: .http)
        let actor = reader.receiver(object["to"], by: .http, head)
        if object["during"] == nil { reader.source.missing("during", of: "`\(key)`", at: reader.source.location(ofKey: head)) }
        let during = reader.source.duration(object["during"])
        let match = reader.source.pathExpectations(object["match"])
        guard let actor, let during, meansAny || interaction != nil else { return nil }
        return ExpectNoCallbackStep(
            interaction: interaction, actor: actor, during: during, match: match, source: reader.source.location(ofPair: head))
    }
}
