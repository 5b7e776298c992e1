import Contracts
import Documents

extension ExpectCallbackStep: ReadableStep {
    static let options = ["to", "within", "count", "match", "capture"]
    private static let counts = 1...100

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> ExpectCallbackStep? {
        let interaction = reader.receivable(head.value)
        let actor = reader.actor(object["to"], of: "to", at: reader.source.location(ofKey: head))
        if let actor, actor.inbox == nil {
            reader.source.report(.scenarioNoInbox(actor.name, at: reader.source.location(ofPair: object["to"] ?? head)))
        }
        if object["within"] == nil { reader.source.missing("within", of: "`expect_callback`", at: reader.source.location(ofKey: head)) }
        let within = reader.source.duration(object["within"])
        let count = reader.source.integer(object["count"], in: counts)
        let match = reader.source.pathExpectations(object["match"])
        let captures = reader.captures(object["capture"])
        guard let interaction, let actor, let within else { return nil }
        return ExpectCallbackStep(
            interaction: interaction, actor: actor, within: within, count: count ?? 1, match: match, captures: captures,
            source: reader.source.location(ofPair: head))
    }
}
