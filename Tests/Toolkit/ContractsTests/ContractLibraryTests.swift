import Documents
import Foundation
import Results
import TestSupport
import Testing

@testable import Contracts

@Suite struct ContractLibraryTests {
    /// A folder of files that is gone afterwards.
    private func withFolder<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString)")
        for (name, text) in files {
            let url = folder.appending(path: name)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }

    @Test func `every file below Contracts is read, and nothing else`() throws {
        let files = ["Contracts/core/a.contract.yaml": ContractText.good, "Contracts/core/notes.yaml": "not a contract"]
        try withFolder(files) { folder in
            let (library, findings) = ContractLibrary.load(paths: [], content: folder)
            #expect(findings.isEmpty)
            #expect(library.contracts.map(\.id) == ["core.reports"])
            #expect(library.interaction("core.reports/list-of-a-day") != nil)
            #expect(library.interaction("core.reports/nothing") == nil && library.interaction("core.reports") == nil)
            #expect(library.files.keys.contains { $0.hasSuffix("a.contract.yaml") })
        }
    }

    @Test func `two contracts with one id, a missing path and an empty folder are findings`() throws {
        let files = ["Contracts/a.contract.yaml": ContractText.good, "Contracts/b.contract.yaml": ContractText.good, "empty/x": ""]
        try withFolder(files) { folder in
            #expect(ContractLibrary.load(paths: [], content: folder).findings.map(\.code) == ["contract.duplicate-id"])
            #expect(ContractLibrary.load(paths: ["nowhere"], content: folder).findings.map(\.code) == ["contract.unreadable"])
            #expect(ContractLibrary.load(paths: ["empty"], content: folder).findings.map(\.code) == ["contract.no-files"])
        }
    }

    @Test func `values that contracts give to variables are one library's, and two that differ are a finding`() throws {
        let first = ContractText.good.replacing("pack: core", with: "pack: core\nvalues: { activity: T16, span: 7 }")
        let second = first.replacing("id: core.reports", with: "id: core.others")
        try withFolder(["a.contract.yaml": first, "b.contract.yaml": second]) { folder in
            let (library, findings) = ContractLibrary.load(paths: ["."], content: folder)
            #expect(findings.isEmpty && library.values == ["activity": "T16", "span": "7"], "\(findings)")
        }
        try withFolder(["a.contract.yaml": first, "b.contract.yaml": second.replacing("T16", with: "T17")]) { folder in
            #expect(ContractLibrary.load(paths: ["."], content: folder).findings.map(\.code) == ["contract.conflict"])
        }
        try withFolder(["a.contract.yaml": first.replacing("{ activity: T16, span: 7 }", with: "[T16]")]) { folder in
            #expect(ContractLibrary.load(paths: ["."], content: folder).findings.map(\.code) == ["contract.wrong-type"])
        }
    }

    @Test func `schemas are read beside the contract, broken ones reported`() throws {
        let contract = ContractText.good.replacing(
            "          match:\n", with: "          schema: ../schemas/x.schema.json\n          match:\n")
        let files = ["core/a.contract.yaml": contract, "schemas/x.schema.json": "{}", "schemas/y.schema.json": "true"]
        try withFolder(files) { folder in
            let (library, findings) = ContractLibrary.load(paths: ["core/a.contract.yaml"], content: folder)
            #expect(findings.isEmpty)
            #expect(library.schemas.keys.sorted() == ["\(folder)/schemas/x.schema.json", "\(folder)/schemas/y.schema.json"])
        }
        try withFolder(files.merging(["schemas/x.schema.json": "{"]) { $1 }) { folder in
            #expect(ContractLibrary.load(paths: ["core"], content: folder).findings.map(\.code) == ["contract.bad-schema"])
        }
    }

    @Test func `a reference is found outside the selection, and an unknown one is a finding`() throws {
        let audit = "status: 200\n      audit: { history: core.audit/history, entries: $.changes, entry: { $.id: 1 } }"
        let audited = ContractText.good.replacing("status: 200", with: audit)
        let history =
            "schema_version: 1\nid: core.audit\npack: core\ndefaults: { as: x }\ninteractions: [{ id: history, request: GET /h, response: 200 }]"
        try withFolder(["Contracts/a.contract.yaml": audited, "Contracts/b.contract.yaml": history]) { folder in
            let (library, findings) = ContractLibrary.load(paths: ["Contracts/a.contract.yaml"], content: folder)
            #expect(findings.isEmpty)
            #expect(library.contracts.map(\.id) == ["core.reports"] && library.supporting.map(\.id) == ["core.audit"])
            #expect(library.interaction("core.audit/history") != nil)
        }
        try withFolder(["Contracts/a.contract.yaml": audited]) { folder in
            #expect(ContractLibrary.load(paths: [], content: folder).findings.map(\.code) == ["contract.unknown-interaction"])
        }
    }

    @Test func `the project's own contracts are sound`() throws {
        let (library, findings) = ContractLibrary.load(paths: [], content: PeerData.repository.path)
        for finding in findings { Issue.record("\(FindingText.text(finding))") }
        #expect(library.contracts.count >= 8)
        #expect(Set(library.contracts.map(\.pack)) == [.core, .extended])
        #expect(library.interactions.allSatisfy { !$0.requirements.isEmpty })
    }

    @Test func `each requirement that a contract names is in the catalogue`() throws {
        let folder = PeerData.repository.appending(path: "Contracts/requirements")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        var known: Set<String> = []
        for name in names {
            let document = try YAMLReader.read([UInt8](try Data(contentsOf: folder.appending(path: name))))
            for requirement in document["requirements"]?.array ?? [] { if let id = requirement["id"]?.string { known.insert(id) } }
        }
        let library = ContractLibrary.load(paths: [], content: PeerData.repository.path).library
        for id in library.interactions.flatMap(\.requirements) + library.overlays.flatMap(\.requirements) {
            #expect(known.contains(id.id.description))
        }
    }

    @Test func `paths are joined without dots`() {
        #expect(SchemaFolder.join("Contracts/core", "../schemas/x.json") == "Contracts/schemas/x.json")
        #expect(SchemaFolder.join(".", "Contracts") == "Contracts")
        #expect(SchemaFolder.join("", "./a/../b") == "b")
        #expect(SchemaFolder.join("/a", "../../b") == "/../b" || SchemaFolder.join("/a", "../../b") == "/b")
        #expect(SchemaFolder.join("/a", "/b") == "/b")
    }
}
