import Foundation
import SourceData
import TestSupport
import Testing

@testable import Incidents

@Suite struct DetectionRulesTests {
    private static let good = """
        schema_version: 1
        returns: { window_days: 30, watch_z: 2.576, out_z: 3.29, drift: 0.01 }
        draws: { false_discovery_rate: 0.01, least_draws: 500, most_draws: 1000000 }
        structuring:
          window_hours: 24
          payments: 3
          from_percent: 80
          thresholds: [{ regulators: [UKGC], amount: 200000, currency: EUR, basis: belief }]

        """

    private static func rules(_ text: String) throws -> DetectionRules {
        let folder = try TemporaryFolder()
        _ = try folder.write(text, to: "detection.yaml")
        return try DetectionRules(directory: folder.path)
    }

    @Test func `the project's rules are those of its documents`() throws {
        let rules = try DetectionRules(directory: PeerData.repository.appending(path: "Pipelines/incidents").path)
        #expect(rules.returns == RTPWatch(watchAt: 2.576, outAt: 3.29, drift: 0.01) && rules.returnDays == 30)
        #expect(rules.draws == DrawTests(rate: 0.01, leastDraws: 500) && rules.mostDraws == 1_000_000)
        let euros = StructuringRule(threshold: 200_000, currency: "EUR", fromPercent: 80, payments: 3, windowHours: 24)
        #expect(rules.structuring["UKGC"] == euros && rules.structuring["MGA"] == euros)
        #expect(rules.structuring["CGA"]?.threshold == 400_000 && rules.structuring["CGA"]?.currency == "XCG")
    }

    @Test(arguments: [
        ("watch_z: 2.576", "watch_z: 3.3", "2:"), ("drift: 0.01", "drift: 0", "2:"), ("window_days: 30", "days: 30", "2:"),
        ("false_discovery_rate: 0.01", "false_discovery_rate: 0.5", "3:"), ("most_draws: 1000000", "most_draws: 499", "3:"),
        ("payments: 3", "payments: 1", "6:"), ("from_percent: 80", "from_percent: 100", "7:"),
        ("[UKGC]", "[UKGC, UKGC]", "8:"), ("basis: belief", "basis: hope", "8:"), ("draws: {", "drawings: {", ""),
    ])
    func `what is not understood is refused where it stands`(right: String, wrong: String, place: String) throws {
        _ = try Self.rules(Self.good)
        let text = Self.good.replacing(right, with: wrong)
        #expect(text != Self.good)
        do {
            _ = try Self.rules(text)
            Issue.record("\(wrong) was taken")
        } catch let error as IncidentError {
            #expect(error.code == .invalidRules)
            #expect(error.message.hasPrefix("detection.yaml:\(place)"), "\(error.message)")
        }
    }
}
