import Contracts
import Documents

extension ExpectedDelivery {
    static let options = ["to", "within", "count", "match", "capture"]
    private static let counts = 1...100

    static func read(
        _ head: Node.Member, _ object: [String: Node.Member], _ key: String, _ medium: ExpectedRequest.Medium,
        from reader: inout ScenarioReader
    ) -> ExpectedDelivery? {
        let interaction = reader.receivable(head.value, by: medium)
        let actor = reader.receiver(object["to"], by: medium, head)
        if object["within"] == nil { reader.source.missing("within", of: "`\(key)`", at: reader.source.location(ofKey: head)) }
        let within = reader.source.duration(object["within"])
        let count = reader.source.integer(object["count"], in: counts)
        let match = reader.source.pathExpectations(object["match"])
        let captures = reader.captures(object["capture"])
        guard let interaction, let actor, let within else { return nil }
        return ExpectedDelivery(
            key: key, medium: medium, interaction: interaction, actor: actor, within: within, count: count ?? 1, match: match,
            captures: captures, source: reader.source.location(ofPair: head))
    }
}
