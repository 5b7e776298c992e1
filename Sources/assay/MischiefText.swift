import ArgumentParser
import Scenarios

/// How mischief is written on the command line: `off`, `low`, or `5xx=0.2,delay=0.5`.
enum MischiefText {
    static func plan(_ text: String, seed: UInt64) throws -> MischiefPlan {
        switch text {
        case "off": return .none
        case "low": return .low(seed: seed)
        default:
            let rules = try text.split(separator: ",").map { part in
                let pieces = part.split(separator: "=", maxSplits: 1).map(String.init)
                guard let name = pieces.first, let mischief = Mischief(rawValue: name),
                    let probability = pieces.count == 2 ? Double(pieces[1]) : 1, (0...1).contains(probability)
                else {
                    let known = Mischief.allCases.map(\.rawValue).joined(separator: ", ")
                    throw ValidationError("--mischief \(part): write KIND=PROBABILITY with a kind of \(known)")
                }
                return MischiefPlan.Rule(mischief, probability: probability)
            }
            return MischiefPlan(seed: seed, rules: rules)
        }
    }
}
