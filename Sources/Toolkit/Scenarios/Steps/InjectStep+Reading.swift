import Contracts
import Documents

extension InjectStep: ReadableStep {
    static let options = ["as"]

    static func read(_ head: Node.Member, _ object: [String: Node.Member], from reader: inout ScenarioReader) -> InjectStep? {
        let keys = ["faults", "mischief", "to", "probability", "times"]
        guard let parts = reader.source.object(head.value, as: "`inject`", keys: keys) else { return nil }
        let location = reader.source.location(ofKey: head)
        switch (parts["faults"], parts["mischief"]) {
        case (let faults?, nil):
            let names = reader.source.list(faults.value)
            for name in names { _ = reader.source.string(name, as: "a fault") }
            for key in ["to", "probability", "times"] {
                guard let member = parts[key] else { continue }
                reader.source.report(
                    .scenarioConflict(
                        "`\(key)` has no meaning for faults of the subject", remedy: "drop it", at: reader.source.location(ofKey: member)))
            }
            return InjectStep(trouble: .faults(names), source: location)
        case (nil, let mischief?):
            let kinds = reader.source.list(mischief.value).compactMap {
                reader.source.choice($0, as: "a mischief", of: Mischief.self)
            }
            let actor = reader.receiver(parts["to"], by: .http, head)
            let probability = parts["probability"].map { written(probability: $0, from: &reader) } ?? 1
            let times = reader.source.integer(parts["times"], in: 1...1000)
            guard let actor, let probability, !kinds.isEmpty else { return nil }
            let rules = kinds.map { MischiefPlan.Rule($0, probability: probability, times: times) }
            return InjectStep(trouble: .mischief(rules, actor: actor), source: location)
        default:
            reader.source.report(
                .scenarioConflict(
                    "something is injected at one place", remedy: "write one of `{ faults: [..] }`, `{ mischief: [..], to: .. }`",
                    at: reader.source.location(of: head.value)))
            return nil
        }
    }

    private static func written(probability member: Node.Member, from reader: inout ScenarioReader) -> Double? {
        if let number = member.value.double, (0...1).contains(number) { return number }
        reader.source.wrongType(of: "`probability`", expected: "a number from 0 to 1", actual: member.value)
        return nil
    }
}
