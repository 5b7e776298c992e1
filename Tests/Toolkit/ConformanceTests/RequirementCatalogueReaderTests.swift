import Foundation
import Results
import Testing

@testable import Conformance

@Suite final class RequirementCatalogueReaderTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "assay-catalogue-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func read(_ text: String) throws -> (catalogue: RequirementCatalogue, findings: [Finding]) {
        try Data(text.utf8).write(to: folder.appending(path: "api.yaml"))
        return RequirementCatalogueReader.read(folder: folder)
    }

    private let good = """
        schema_version: 1
        revision: "2026.1"
        area: api
        title: The interface
        requirements:
          - id: REQ-API-001
            text: Runs of the caller's licences only
            source: brief
            basis: brief
            verify: [contract]
        """

    @Test func `a catalogue file is read`() throws {
        let (catalogue, findings) = try read(good)
        #expect(findings.isEmpty)
        #expect(catalogue.revision == "2026.1")
        #expect(catalogue.requirements.map(\.id.description) == ["REQ-API-001"])
    }

    @Test(arguments: [
        ("REQ-API-001", "REQ-1", "catalogue.bad-id"), ("basis: brief", "basis: rumour", "catalogue.bad-basis"),
        ("    source: brief\n", "", "catalogue.shape"), ("verify:", "verfy:", "catalogue.unknown-key"),
        ("schema_version: 1", "schema_version: 2", "catalogue.version"), ("area: api", "area: [", "catalogue.not-yaml"),
    ])
    func `a fault is a finding with its place`(part: String, broken: String, code: String) throws {
        let (_, findings) = try read(good.replacingOccurrences(of: part, with: broken))
        #expect(findings.contains { $0.code == code && ($0.source?.line ?? 0) > 0 }, "\(findings)")
    }

    @Test func `what a requirement's checks cannot show is read, and never stands beside the reason for having none`() throws {
        let limited = try read(good + "\n    not_shown: retention for seven years")
        #expect(limited.findings.isEmpty)
        #expect(limited.catalogue.requirements.first?.notShown == "retention for seven years")
        let both = try read(good + "\n    not_shown: one part\n    not_tested: everything")
        #expect(both.findings.map(\.code) == ["catalogue.conflict"])
    }

    @Test func `an empty folder is a finding`() {
        #expect(RequirementCatalogueReader.read(folder: folder).findings.map(\.code) == ["catalogue.missing"])
    }
}
