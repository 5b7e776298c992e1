import Documents
import Foundation
import TestSupport
import Testing

@testable import Tables

@Suite struct ProjectTablesTests {
    @Test func `every table schema of the project can be read`() throws {
        let folder = PeerData.repository.appending(path: "Contracts/schemas/tables")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        for file in files where file.lastPathComponent.hasSuffix(".table.yaml") {
            let schema = try TableSchema(try YAMLReader.read(Array(try Data(contentsOf: file))))
            #expect(!schema.columnNames.isEmpty, "\(file.lastPathComponent)")
        }
        print("table schemas of the project: \(files.count)")
    }
}
