import Foundation
import TestSupport
import Testing

@testable import XMLDocuments

/// Loads the schemas that regulators publish, as they are.
@Suite struct PublishedSchemaPeerTests {
    private static func schemas(in folder: String) -> [URL] {
        guard let root = PeerData.file(folder), let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else {
            print("skipped: no \(folder)")
            return []
        }
        return files.compactMap { $0 as? URL }.filter { $0.pathExtension.lowercased() == "xsd" }.sorted { $0.path < $1.path }
    }

    /// Why a published file is not a schema by itself, nil when it should be one.
    private static func excuse(_ error: XMLError, _ text: String) -> String? {
        switch error.code {
        case .refusedReference: "refers to the network"
        case .invalidSchema where text.contains("assert"): "XSD 1.1, which libxml2 does not read"
        case .invalidSchema where error.description.contains("no corresponding namespace declaration"):
            "uses a prefix that it does not declare"
        case .invalidSchema where error.description.contains("target namespace of the included"): "includes a schema of another namespace"
        default: nil
        }
    }

    @Test(arguments: [("jurisdictions", 150), ("goaml", 1)])
    func `every published schema compiles or says why it does not`(folder: String, atLeast: Int) throws {
        guard let root = PeerData.file(folder) else { return }
        var (passed, failed, skipped) = (0, 0, 0)
        for url in Self.schemas(in: folder) {
            // A publication's folders refer to each other: what belongs to one regulator is one scope.
            let publication = url.path.dropFirst(root.path.count + 1).prefix { $0 != "/" }
            do throws(XMLError) {
                _ = try XMLSchema(file: url.path, within: root.appending(path: String(publication)).path)
                passed += 1
            } catch {
                if let excuse = Self.excuse(error, try String(contentsOf: url, encoding: .utf8)) {
                    skipped += 1
                    print("skipped: \(publication)/\(url.lastPathComponent): \(excuse)")
                } else {
                    failed += 1
                    Issue.record("\(url.lastPathComponent): \(error)")
                }
            }
        }
        print("\(folder): \(passed) passed, \(failed) failed, \(skipped) skipped")
        #expect(failed == 0 && passed >= atLeast)
    }
}
