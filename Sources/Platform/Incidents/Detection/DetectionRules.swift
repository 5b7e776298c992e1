import Documents
import Foundation
package import SourceData

/// By which thresholds detectors judge; data, as the other rules of incidents are.
package struct DetectionRules: Sendable, Hashable {
    /// The bands of returns, and how many gaming days a window has.
    package let returns: RTPWatch
    package let returnDays: Int
    /// The tests of draws, and how many draws of a generator and week are tested at most: the first ones.
    package let draws: DrawTests
    package let mostDraws: Int
    /// By regulator.
    package let structuring: [String: StructuringRule]

    /// Reads `detection.yaml` of a folder; the grammar is in `Pipelines/incidents/README.md`.
    /// - Throws: `IncidentError` `invalid-rules` with file, line and column.
    package init(directory: String) throws(IncidentError) {
        let file = try RuleFile(directory: directory, name: "detection.yaml")
        try file.check(file.document, "the file of detection", needed: ["schema_version", "returns", "draws", "structuring"])
        let (returns, days) = try file.returns()
        self.returns = returns
        returnDays = days
        let (draws, most) = try file.draws()
        self.draws = draws
        mostDraws = most
        structuring = try file.structuring()
    }
}

extension RuleFile {
    fileprivate func returns() throws(IncidentError) -> (RTPWatch, days: Int) {
        let node = try section("returns", needed: ["window_days", "watch_z", "out_z", "drift"])
        let (watch, out) = (try decimal(node["watch_z"], 1...10), try decimal(node["out_z"], 1...10))
        guard watch < out else { throw invalid(node["out_z"], "expected more than `watch_z`") }
        return (
            RTPWatch(watchAt: watch, outAt: out, drift: try decimal(node["drift"], 0.0001...1)), try number(node["window_days"], 1...366)
        )
    }

    fileprivate func draws() throws(IncidentError) -> (DrawTests, most: Int) {
        let node = try section("draws", needed: ["false_discovery_rate", "least_draws", "most_draws"])
        let least = try number(node["least_draws"], 100...1_000_000)
        return (
            DrawTests(rate: try decimal(node["false_discovery_rate"], 0.000_001...0.2), leastDraws: least),
            try number(node["most_draws"], least...10_000_000)
        )
    }

    fileprivate func structuring() throws(IncidentError) -> [String: StructuringRule] {
        let node = try section("structuring", needed: ["window_hours", "payments", "from_percent", "thresholds"])
        let (hours, payments) = (try number(node["window_hours"], 1...744), try number(node["payments"], 2...100))
        let percent = try number(node["from_percent"], 1...99)
        var rules: [String: StructuringRule] = [:]
        for entry in try entries(node["thresholds"], "thresholds") {
            try check(entry, "a threshold", needed: ["regulators", "amount", "currency", "basis"])
            _ = try word(entry["basis"], Basis.self)
            let rule = StructuringRule(
                threshold: Int64(try number(entry["amount"], 1...1_000_000_000)), currency: try text(entry["currency"], limit: 3),
                fromPercent: percent, payments: payments, windowHours: hours)
            for regulator in try entries(entry["regulators"], "regulators") {
                let name = try text(regulator, limit: 20)
                guard rules.updateValue(rule, forKey: name) == nil else {
                    throw invalid(regulator, "\(name) has a threshold already")
                }
            }
        }
        return rules
    }

    private func section(_ name: String, needed: [String]) throws(IncidentError) -> Node {
        guard let node = document[name] else { throw invalid(document, "`\(name)` is missing") }
        try check(node, "`\(name)`", needed: needed)
        return node
    }

    private func decimal(_ node: Node?, _ range: ClosedRange<Double>) throws(IncidentError) -> Double {
        guard let number = node?.double, range.contains(number) else {
            throw invalid(node, "expected a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
