import Foundation
import TestSupport
import Testing

/// The contracts of Core against a platform that others could have written: right ones pass however they say it, wrong ones do not.
@Suite(.serialized) struct ForeignPlatformTests {
    private static let core =
        [
            "access", "audit", "callbacks", "media-types", "methods", "problems", "report-files", "reports", "request-signatures",
            "requested-files", "requests", "roles",
        ].map { "Contracts/core/\($0).contract.yaml" }
        + ["approvals", "configuration", "flags", "games", "kyc-statuses", "payments"].map { "Contracts/extended/\($0).contract.yaml" }
    private static let scenarios =
        [
            "accepted/ask-and-receive", "accepted/ask-for-every-kind", "accepted/change-in-the-history", "accepted/delivered-once",
            "accepted/each-format", "accepted/pull-a-report", "accepted/same-question-same-file", "accepted/two-regulators",
        ].map { "Scenarios/\($0).scenario.yaml" } + ["Scenarios/refusals", "Scenarios/faults"]
    /// The scenarios in which variations show.
    private static let short = ["ask-and-receive", "change-in-the-history", "pull-a-report", "same-question-same-file"].map {
        "Scenarios/accepted/\($0).scenario.yaml"
    }

    /// Each defect with the narrowest content that must catch it.
    private static let defects: [ForeignPlatform.Departure] = [
        .init("wrong-sum", "verify Contracts/core/report-files.contract.yaml"),
        .init("lost-column", "verify Contracts/core/report-files.contract.yaml"),
        .init("figures-of-yesterday", "verify Contracts/core/report-files.contract.yaml"),
        .init("csv-for-all", "verify Contracts/core/report-files.contract.yaml"),
        .init("neighbours-runs", "verify Contracts/core/reports.contract.yaml"),
        .init("digest-of-nothing", "run Scenarios/accepted/pull-a-report.scenario.yaml"),
        .init("any-signature", "verify Contracts/core/request-signatures.contract.yaml --interaction an-unsigned-request"),
        .init("any-nonce", "verify Contracts/core/request-signatures.contract.yaml --interaction a-replayed-request"),
        .init("old-signatures", "verify Contracts/core/request-signatures.contract.yaml --interaction a-stale-request"),
        .init(
            "signatures-to-come", "verify Contracts/core/request-signatures.contract.yaml --interaction a-request-of-the-future"),
        .init("uncovered-body", "verify Contracts/core/requests.contract.yaml --interaction ask-for-a-report"),
        .init("broken-at-depth", "verify Contracts/core/requests.contract.yaml --interaction ask-for-a-report"),
        .init("any-callback", "verify Contracts/core/requests.contract.yaml --interaction a-callback-nobody-registered"),
        .init("bare-callback", "run Scenarios/accepted/ask-and-receive.scenario.yaml"),
        .init("other-body-signed", "run Scenarios/accepted/ask-and-receive.scenario.yaml"),
        .init("endless-delivery", "run Scenarios/accepted/delivered-once.scenario.yaml"),
        .init("open-questions", "run Scenarios/refusals/anothers-question.scenario.yaml"),
        .init("reused-identifier", "run Scenarios/refusals/anothers-question.scenario.yaml"),
        .init("silent-change", "verify Contracts/extended/configuration.contract.yaml"),
        .init("lost-reason", "verify Contracts/extended/configuration.contract.yaml"),
        .init("old-dates", "verify Contracts/extended/configuration.contract.yaml"),
        .init("empty-diff", "run Scenarios/accepted/change-in-the-history.scenario.yaml"),
        .init("loose-hashes", "run Scenarios/accepted/change-in-the-history.scenario.yaml"),
        .init("any-role", "verify Contracts/extended/configuration.contract.yaml"),
        .init("forgotten-deletion", "verify Contracts/extended/flags.contract.yaml"),
        .init("own-approval", "verify Contracts/extended/approvals.contract.yaml"),
        .init("bearer-tokens", "verify Contracts/core/access.contract.yaml"),
        .init("bare-refusals", "verify Contracts/core/problems.contract.yaml"),
        .init("deaf-to-weights", "verify Contracts/core/media-types.contract.yaml"),
        .init("secret-methods", "verify Contracts/core/methods.contract.yaml"),
    ]

    @Test func `a right platform of another make is conformant on core`() async throws {
        let platform = try await ForeignPlatform.start("--paths", "plain")
        let verified = try await platform.expect(0, ["verify"] + Self.core, "nothing on")
        #expect(verified.output.contains("Conformant: "), "\(verified.output)")
        try await platform.expect(0, ["run"] + Self.scenarios, "nothing on")
        await platform.stop()
    }

    @Test func `each defect of a platform of another make is found`() async throws {
        let platform = try await ForeignPlatform.start("--paths", "plain")
        let listed = try await ForeignPlatform.listed().defects
        #expect(listed == Set(Self.defects.map(\.name)), "differ: \(listed.symmetricDifference(Self.defects.map(\.name)))")
        for defect in Self.defects {
            try await platform.enable([defect.name])
            let ended = try await platform.expect(1, defect.content, defect.name)
            #expect(ended.output.contains("REQ-"), "\(defect.name): the finding names no requirement")
            #expect(ended.output.contains("remedy:"), "\(defect.name): the finding names no remedy")
        }
        await platform.stop()
    }

    @Test func `a platform with paths and words of its own is judged through its dialect`() async throws {
        let dialect = PeerData.repository.appending(path: "Tests/ForeignPlatform/northwind.dialect.yaml").path
        let platform = try await ForeignPlatform.start("--paths", "own", "--dialect", dialect)
        try await platform.expect(0, ["verify"] + Self.core, "in its own words")
        try await platform.expect(0, ["run"] + Self.short + ["Scenarios/refusals"], "in its own words")
        for name in ["lost-reason", "neighbours-runs", "any-signature"] {
            try await platform.enable([name])
            try await platform.expect(1, ["verify"] + Self.core, "\(name), in its own words")
        }
        await platform.stop()
        let unread = try await ForeignPlatform.start("--paths", "own")
        try await unread.expect(1, ["verify", "Contracts/core/reports.contract.yaml"], "without its dialect")
        await unread.stop()
    }

    @Test func `what is left to a platform is held against none`() async throws {
        let variations = try await ForeignPlatform.listed().variations.sorted()
        #expect(variations.count >= 12)
        // Half of them on a platform of their own, at the same time: a variation is on for all who ask a platform.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for half in 0..<2 {
                group.addTask {
                    let platform = try await ForeignPlatform.start("--paths", "plain")
                    for (number, variation) in variations.enumerated() where number % 2 == half {
                        try await platform.enable([variation])
                        try await platform.expect(0, ["verify"] + Self.core, variation)
                        try await platform.expect(0, ["run"] + Self.short, variation)
                    }
                    await platform.stop()
                }
            }
            try await group.waitForAll()
        }
    }
}
