import Documents
import Foundation
import MessageSignatures
import Results
import Testing

@testable import Conformance

@Suite struct ShardMergeTests {
    private static let plan = (1...12).map { "core.reports/case-\($0)" } + ["accepted.each-format"]

    /// What a case of the plan is in every run of it.
    private static func cases(_ id: String) -> [CaseRecord] {
        let one = CaseRecord(
            id: id, kind: .contract, title: "Case", requirements: [RunFixture.must("REQ-API-001")],
            checks: [RunFixture.check(id.hasSuffix("7") ? .failed : .passed)])
        guard id == "accepted.each-format" else { return [one] }
        return ["csv", "xml"].map { format in
            var variant = one
            variant.id += "(format=\(format))"
            return variant
        }
    }

    private static func run(_ ids: [String]) -> RunRecord {
        var run = RunFixture.run([])
        run.cases = ids.flatMap(cases)
        run.selection = ["--tags core"]
        let exchange = run.exchanges[0]
        run.exchanges = run.cases.indices.map { index in
            var one = exchange
            one.number = index + 1
            one.caseID = run.cases[index].id
            one.requestBody = Array(run.cases[index].id.utf8)
            return one
        }
        for index in run.cases.indices {
            for check in run.cases[index].checks.indices { run.cases[index].checks[check].exchanges = [index + 1] }
        }
        return run
    }

    private static func part(_ index: Int, of count: Int, _ change: (inout RunRecord) -> Void = { _ in }) throws -> ShardMerge.Part {
        let shard = try #require(RunShard(index: index, of: count, plan: plan))
        var run = run(plan.filter(shard.holds))
        run.shard = shard
        run.selection.append("--shard \(index)/\(count)")
        change(&run)
        return .init(name: "part-\(index)", report: RunFixture.report(run))
    }

    /// The record without what time and numbering make of it.
    private static func essence(_ run: RunRecord) -> [String] {
        let bodies = Dictionary(run.exchanges.map { ($0.number, String(decoding: $0.requestBody, as: UTF8.self)) }) { first, _ in first }
        return run.cases.map { one in
            "\(one.id) \(one.checks.map { "\($0.outcome) \($0.exchanges.map { bodies[$0] ?? "?" })" })"
        }
    }

    @Test(arguments: [1, 2, 3, 5, 16])
    func `the union of all parts is the whole run`(count: Int) throws {
        let whole = Self.run(Self.plan)
        for order in [Array(1...count), (1...count).reversed()] {
            let merged = try ShardMerge(order.map { try Self.part($0, of: count) }).record()
            #expect(Self.essence(merged) == Self.essence(whole))
            #expect(merged.exchanges.map(\.number) == Array(1...whole.exchanges.count))
            #expect(merged.shard == nil && merged.selection == whole.selection && merged.contentDigests == whole.contentDigests)
            let (one, other) = (RunFixture.report(merged), RunFixture.report(whole))
            #expect(one.summary == other.summary && one.requirements == other.requirements)
        }
    }

    private static let departures: [(String, @Sendable (inout RunRecord) -> Void)] = [
        ("the seed", { $0.seed = 8 }),
        ("the subject", { $0.subject.baseURL = "https://127.0.0.1:9999" }),
        ("the subject", { $0.subject.capabilities = [] }),
        ("the selection", { $0.selection.insert("--tags extended", at: 0) }),
        ("the selected requirements", { $0.selectedRequirements = [RunFixture.id("REQ-API-001")] }),
        ("is not the same file", { $0.contentDigests[0].sha256 = "33" }),
        ("the cases planned", { $0.shard?.plan.append("core.reports/new") }),
        ("the cases planned", { $0.shard?.plan.reverse() }),
        ("without --shard", { $0.shard = nil }),
        ("lacks", { $0.cases.removeFirst() }),
        ("which is not of", { $0.cases[0].id = "core.reports/another" }),
    ]

    @Test(arguments: departures.indices)
    func `parts that are not of one run are refused`(index: Int) throws {
        let (what, change) = Self.departures[index]
        for other in 1...2 {
            let parts = [try Self.part(1, of: 3), try Self.part(2, of: 3), try Self.part(3, of: 3)]
            var changed = parts
            changed[other] = try Self.part(other + 1, of: 3, change)
            #expect(throws: Never.self) { try ShardMerge(parts).record() }
            #expect { try ShardMerge(changed).record() } throws: { "\($0)".contains(what) }
        }
    }

    @Test func `each part is there once, and of one division`() throws {
        let (one, two) = (try Self.part(1, of: 2), try Self.part(2, of: 2))
        #expect { try ShardMerge([one]).record() } throws: { "\($0)" == "of 2 parts these are missing: 2" }
        #expect { try ShardMerge([one, one, two]).record() } throws: { "\($0)".contains("are both part 1 of 2") }
        let third = try Self.part(3, of: 3)
        #expect { try ShardMerge([one, third]).record() } throws: { "\($0)".contains("the number of parts") }
        #expect { try ShardMerge([]).record() } throws: { "\($0)" == "no report given" }
    }

    @Test func `other versions of tool and catalogue are refused`() throws {
        let one = try Self.part(1, of: 2)
        for (what, change) in [
            ("the version of the tool", { @Sendable (report: inout ConformanceReport) in report.issuer.version = "9" }),
            ("the requirement catalogue", { @Sendable (report: inout ConformanceReport) in report.catalogueSHA256 = "00" }),
        ] {
            var two = try Self.part(2, of: 2)
            change(&two.report)
            let parts = [one, two]
            #expect { try ShardMerge(parts).record() } throws: { "\($0)".contains(what) }
        }
    }

    @Test func `an interrupted part leaves the whole interrupted`() throws {
        let parts = [try Self.part(1, of: 2), try Self.part(2, of: 2) { $0.isInterrupted = true }]
        #expect(try ShardMerge(parts).record().isInterrupted)
    }

    @Test func `a part is read back from its bundle with its evidence`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "assay-shard-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let key = try SigningKey.generate(.ed25519, keyID: "ci")
        let part = try Self.part(2, of: 3) { $0.exchanges[0].responseBody = [0xff, 0x00, 0x10] }
        try BundleWriter(report: part.report, key: key, signedAt: Timestamp(milliseconds: 1_790_000_000_000)).write(to: folder)
        let verified = BundleVerifier(trust: KeySet([key.verificationKey])).verify(folder: folder)
        let report = try #require(verified.report, "\(verified.explanation)")
        #expect(report.run.shard == part.report.run.shard)
        #expect(try EvidenceReader.complete(report, in: folder) == part.report)
        let evidence = folder.appending(path: "evidence/exchange-00001.json")
        let text = try String(contentsOf: evidence, encoding: .utf8)
        for (old, new) in [("base64", "base65"), ("/wAQ", "/wA*"), (#""number": 1"#, #""number": 2"#), ("\"fields\"", "\"field\"")] {
            try text.replacing(old, with: new).write(to: evidence, atomically: true, encoding: .utf8)
            #expect(throws: ReportFormatError.self, "\(old)") { try EvidenceReader.complete(report, in: folder) }
        }
        try FileManager.default.removeItem(at: evidence)
        #expect { try EvidenceReader.complete(report, in: folder) } throws: { "\($0)".contains("exchange-00001.json") }
    }
}
