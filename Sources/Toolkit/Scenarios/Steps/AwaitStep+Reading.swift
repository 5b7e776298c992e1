import Contracts
import Documents

extension AwaitStep: ReadableStep {
    static let options = ["as", "with", "until", "fail_if", "within", "every", "capture"]
    private static let assumedInterval: Duration = .milliseconds(250)

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> AwaitStep? {
        let interaction = reader.callable(head.value)
        let place = reader.source.location(ofKey: head)
        let actor = reader.actor(object["as"], of: "as", at: place)
        for key in ["until", "within"] where object[key] == nil { reader.source.missing(key, of: "`await`", at: place) }
        let overrides = reader.source.mapping(object["with"])
        let until = reader.source.pathExpectations(object["until"])
        let failIf = reader.source.pathExpectations(object["fail_if"])
        let within = reader.source.duration(object["within"])
        let interval = reader.source.duration(object["every"])
        let captures = reader.captures(object["capture"])
        guard let interaction, let actor, let within, !until.isEmpty else { return nil }
        return AwaitStep(
            interaction: interaction, actor: actor, overrides: overrides, until: until, failIf: failIf, within: within,
            interval: interval ?? assumedInterval, captures: captures, source: reader.source.location(ofPair: head))
    }
}
