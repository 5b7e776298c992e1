import Contracts
import Documents
import Results

extension CallStep: ReadableStep {
    static let options = ["as", "with", "capture", "refused", "response", "retry"]

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> CallStep? {
        let location = reader.source.location(ofPair: head)
        let actor = reader.actor(object["as"], of: "as", at: reader.source.location(ofKey: head))
        let overrides = reader.source.mapping(object["with"])
        let captures = reader.captures(object["capture"])
        let refusal = object["refused"].flatMap { wantedRefusal($0, from: &reader) }
        let retry = object["retry"].flatMap { CallRetry.read($0, from: &reader) }
        if let refused = object["refused"], object["capture"] != nil || object["response"] != nil {
            reader.source.report(
                .scenarioConflict(
                    "a refusal has no other expectations", remedy: "drop `capture` and `response`, or `refused`",
                    at: reader.source.location(ofKey: refused)))
        }
        let isOfContract = isNamed(head.value)
        if isOfContract, let response = object["response"] {
            reader.source.report(
                .scenarioConflict(
                    "the contract says what must be answered", remedy: "drop `response`, or write the request in the step",
                    at: reader.source.location(ofKey: response)))
        }
        let interaction =
            isOfContract ? reader.callable(head.value) : made(head, object["response"], isRefused: refusal != nil, actor, from: &reader)
        guard let actor, let interaction else { return nil }
        return CallStep(
            interaction: interaction, isOfContract: isOfContract, actor: actor, overrides: overrides, captures: captures, refusal: refusal,
            retry: retry, source: location)
    }

    /// `contract/interaction`; a request line has a blank.
    private static func isNamed(_ node: Node) -> Bool {
        node.string.map { !$0.contains(" ") } ?? false
    }

    /// An interaction made from a request that is written in the step.
    private static func made(
        _ head: Node.Member, _ response: Node.Member?, isRefused: Bool, _ actor: Scenario.Actor?, from reader: inout ScenarioReader
    ) -> Interaction? {
        let location = reader.source.location(of: head.value)
        guard let request = reader.source.request(head.value) else { return nil }
        let expected = response.flatMap { reader.source.response($0) }
        if response == nil, !isRefused { reader.source.missing("response", of: "a call with its own request", at: location) }
        return Interaction(
            id: "\(request.method) \(request.path)", contractID: "step", title: "\(request.method) \(request.path)",
            form: .call(request, expected ?? ExpectedResponse(statuses: [], statusSource: location, source: location)),
            requirements: reader.requirements, identity: actor?.identity ?? "", source: location)
    }

    /// `tls`, statuses, or a list of both.
    static func wantedRefusal(_ member: Node.Member, from reader: inout ScenarioReader) -> Refusal? {
        var allowsConnectionEnd = false
        var statuses: [StatusSet] = []
        for node in reader.source.list(member.value) {
            if node.string == "tls" {
                allowsConnectionEnd = true
            } else if let written = node.string ?? node.integer.map(String.init), let set = StatusSet(parsing: written), set.lowest >= 400 {
                statuses.append(set)
            } else {
                reader.source.report(.scenarioRefusal(at: reader.source.location(of: node)))
            }
        }
        guard allowsConnectionEnd || !statuses.isEmpty else { return nil }
        return Refusal(allowsConnectionEnd: allowsConnectionEnd, statuses: statuses, source: reader.source.location(ofPair: member))
    }
}
