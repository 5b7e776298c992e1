import Contracts
import Documents
import Results

extension AssertStep: ReadableStep {
    static let options = ["that", "is", "must", "should", "may"]

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> AssertStep? {
        let place = reader.source.location(ofKey: head)
        for key in ["that", "is"] where object[key] == nil { reader.source.missing(key, of: "`assert`", at: place) }
        let requirements = reader.source.requirements(object)
        let matcher = object["is"].flatMap { reader.source.matcher($0) }
        guard let claim = reader.source.string(head), let that = object["that"], let matcher else { return nil }
        if Template.variables(in: that.value).isEmpty {
            reader.source.report(
                .scenarioConflict(
                    "an assertion about a constant is always the same", remedy: "let `that` name a captured value: `\"{{ name }}\"`",
                    at: reader.source.location(of: that.value)))
            return nil
        }
        return AssertStep(
            claim: claim, subject: that.value, matcher: matcher, requirements: requirements.isEmpty ? nil : requirements,
            source: reader.source.location(ofPair: head))
    }
}
