import Documents
import Foundation
import TestSupport
import Testing

/// A run that is divided over machines, and put together again.
@Suite(.serialized) struct ShardTests {
    private static let content = ["Contracts/core/reports.contract.yaml", "Contracts/core/problems.contract.yaml"]

    /// Identifier and outcomes of each case of a report.
    private func cases(_ bundle: String) throws -> [String] {
        let report = try JSONReader.read([UInt8](Data(contentsOf: URL(filePath: bundle + "/report.json"))))
        return try #require(report["cases"]?.array).map { one in
            "\(one["id"]?.string ?? "") \((one["checks"]?.array ?? []).map { "\($0["check"]?.string ?? "")=\($0["outcome"]?.string ?? "")" })"
        }
    }

    @Test func `the parts of a run are merged into what the whole run is`() async throws {
        let platform = try await ForeignPlatform.start("--paths", "plain")
        let folder = platform.folder
        func verify(_ name: String, _ more: [String] = []) async throws -> Command.Ended {
            try await Command.run(
                Command.assay, ["verify"] + Self.content + ["--profile", platform.profile, "--output-dir", folder.path(name)] + more)
        }
        func merge(_ names: [String]) async throws -> Command.Ended {
            try await Command.run(
                Command.assay,
                ["report", "merge", "--output-dir", folder.path("merged")]
                    + names.flatMap { [folder.path("\($0)/report"), "--trust", folder.path("\($0)/trust.jwks")] })
        }
        let whole = try await verify("whole")
        #expect(whole.status == 0, "\(whole.output.suffix(1500)) \(whole.errors.suffix(500))")
        for part in 1...3 {
            let ended = try await verify("part\(part)", ["--shard", "\(part)/3"])
            #expect(ended.status == 0 && ended.output.contains("part \(part) of 3 of a run of"), "\(ended.output.suffix(1500))")
        }
        let merged = try await merge(["part3", "part1", "part2"])
        #expect(merged.status == 0 && !merged.output.contains("part "), "\(merged.output.suffix(1500)) \(merged.errors)")
        #expect(try cases(folder.path("merged/report")) == cases(folder.path("whole/report")))
        let closing = { (text: String) in text.split(separator: "\n").filter { $0.hasPrefix("Conformant") || $0.hasPrefix("requirements:") }
        }
        #expect(closing(merged.output) == closing(whole.output) && closing(whole.output).count == 2)
        let verified = try await Command.run(
            "report", "verify", folder.path("merged/report"), "--trust", folder.path("merged/trust.jwks"))
        #expect(verified.status == 0 && verified.output.hasPrefix("VALID"))

        let missing = try await merge(["part1", "part3"])
        #expect(missing.status == 3 && missing.errors.contains("missing: 2"), "\(missing.errors)")
        let notDivided = try await merge(["part1", "part2", "whole"])
        #expect(notDivided.status == 3 && notDivided.errors.contains("without --shard"), "\(notDivided.errors)")
        #expect(try await verify("seeded", ["--shard", "2/3", "--seed", "2"]).status == 0)
        let seeded = try await merge(["part1", "seeded", "part3"])
        #expect(seeded.status == 3 && seeded.errors.contains("the seed"), "\(seeded.errors)")
        try await platform.enable(["bare-refusals"])
        #expect(try await verify("part2", ["--shard", "2/3"]).status == 1)
        let red = try await merge(["part1", "part2", "part3"])
        #expect(red.status == 1 && red.output.contains("Non-conformant"), "\(red.output.suffix(1500)) \(red.errors)")
        let report = URL(filePath: folder.path("part1/report/report.json"))
        try String(contentsOf: report, encoding: .utf8).replacing("sandbox", with: "sandbax").write(
            to: report, atomically: true, encoding: .utf8)
        let tampered = try await merge(["part1", "part2", "part3"])
        #expect(tampered.status == 10 && tampered.errors.contains("TAMPERED"), "\(tampered.errors)")
        await platform.stop()
    }

    @Test func `the listed parts of everything are everything, once`() async throws {
        func listed(_ more: String...) async throws -> [String] {
            let ended = try await Command.run(Command.assay, ["list"] + more)
            #expect(ended.status == 0, "\(ended.errors)")
            return ended.output.split(separator: "\n").dropLast().map(String.init)
        }
        var union: [String] = []
        for part in 1...4 { union += try await listed("--shard", "\(part)/4") }
        #expect(try await union.sorted() == listed().sorted())
    }

    @Test(arguments: ["0/2", "3/2", "2", "a/b"]) func `a part that is none is refused`(text: String) async throws {
        let ended = try await Command.run("list", "--shard", text)
        #expect(ended.status == 2 && ended.errors.contains("--shard \(text)"), "\(ended.errors)")
    }
}
