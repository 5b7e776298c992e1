import Foundation
import Testing

/// The judge against the served platform: right as it is, wrong in each named way, and closed to whoever has no business there.
@Suite(.serialized) struct PlatformTests {
    /// Each fault with the narrowest content that must catch it.
    private static let catches: [String: [String]] = {
        let signed = ["verify", "Contracts/core/problems.contract.yaml", "Contracts/extended/answers-are-signed.contract.yaml"]
        let files = ["verify", "Contracts/core/report-files.contract.yaml"]
        let lists = ["verify", "Contracts/core/reports.contract.yaml"]
        let log = ["verify", "Contracts/extended/log.contract.yaml"]
        let asked = ["run", "Scenarios/accepted/ask-and-receive.scenario.yaml"]
        return [
            "unsigned-answer": signed, "signature-over-another-body": signed, "wrong-content-digest": signed, "unregistered-key": signed,
            "unbound-signature": signed, "stale-signature": signed,
            "plain-text-problems": ["verify", "Contracts/core/problems.contract.yaml"],
            "missing-column": files, "wrong-total": files, "xml-not-valid": files, "other-regulators-data": lists,
            "reports-not-listed": lists,
            "stale-audit-history": ["verify", "Contracts/core/configuration.contract.yaml"],
            "forged-inclusion-proof": log, "wrong-checkpoint-signature": log, "audit-entry-not-logged": log,
            "unsigned-callback": asked, "callback-over-another-body": asked, "callback-of-another-request": asked, "late-callback": asked,
            "accepts-unsigned-requests": ["verify", "Contracts/core/requests.contract.yaml"],
            "role-not-checked": ["verify", "Contracts/core/access.contract.yaml"],
        ]
    }()

    @Test func `the platform passes as it is, fails with each fault, and passes again`() async throws {
        let platform = try await ServedPlatform.start()
        let offered = try await platform.faults()
        #expect(Set(Self.catches.keys).isSubset(of: offered), "unknown here: \(Set(Self.catches.keys).subtracting(offered))")
        for content in Set(Self.catches.values) { try await expect(0, content, platform, "no fault") }
        for (fault, content) in Self.catches.sorted(by: { $0.key < $1.key }) {
            try await platform.enable([fault])
            let ended = try await expect(1, content, platform, fault)
            #expect(ended.output.contains("REQ-"), "\(fault): the finding names no requirement")
            #expect(ended.output.contains("remedy:"), "\(fault): the finding names no remedy")
        }
        try await platform.enable([])
        for content in Set(Self.catches.values) { try await expect(0, content, platform, "no fault any more") }
        try await refusals(platform)
        await platform.stop()
        #expect([0, 143].contains(platform.endedWith))
    }

    @discardableResult
    private func expect(
        _ status: Int32, _ content: [String], _ platform: ServedPlatform, _ what: String
    ) async throws -> Command.Ended {
        let ended = try await Command.run(
            Command.assay, content + ["--profile", platform.profile, "--output-dir", platform.folder.path("out"), "--jobs", "4"])
        #expect(ended.status == status, "\(what), \(content): \(ended.output.suffix(1500)) \(ended.errors.suffix(500))")
        return ended
    }

    /// The refusals that `curl` can show, in the production realm too.
    private func refusals(_ platform: ServedPlatform) async throws {
        for base in [platform.sandbox, platform.production] {
            let list = "\(base)/regulator/reports/2026-10-15"
            let bare = try await platform.curl(as: nil, list)
            #expect(bare.output.contains("certificate-required") && bare.output.hasSuffix("\n401"), "\(bare.output)")
            let stranger = try await platform.curl(as: "stranger", list)
            #expect(stranger.status != 0, "a stranger's certificate must be refused in the handshake: \(stranger.output)")
            let elsewhere = try await platform.curl(as: "ukgc", "--interface", "127.0.0.2", list)
            #expect(elsewhere.output.contains("address-refused") && elsewhere.output.hasSuffix("\n403"), "\(elsewhere.output)")
            let tokenless = try await platform.curl(as: "ukgc", list)
            #expect(tokenless.output.hasSuffix("\n401"), "\(tokenless.output)")
        }
        let faults = try await platform.curl(as: "ukgc", "\(platform.production)/regulator/faults")
        #expect(faults.output.hasSuffix("\n404"), "production must not know faults: \(faults.output)")
    }
}
