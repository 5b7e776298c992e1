package import Contracts
import Documents

/// In which form a document is written.
package enum DocumentFormat: String, Sendable, CaseIterable {
    case csv, xml, json
}

/// A kind of document, by the name that its schema files share: `gaming-activity` is `gaming-activity.table.yaml` for CSV,
/// `gaming-activity.xsd` for XML, `gaming-activity.schema.json` for JSON.
package struct DocumentTemplate: Sendable, Hashable {
    /// The files' name up to its first dot.
    package let name: String
    /// Of the table schema, else of the JSON Schema.
    package let title: String?
    /// Other words for it: the id of the table schema, and the capital words in the parentheses of the title (`T16`, `X-GAR-D`).
    package let aliases: [String]
    /// The schema file of each format, as the library names it.
    package let paths: [DocumentFormat: String]

    /// Everything that the contracts of a library have schemas for, sorted by name.
    package static func all(in library: ContractLibrary) -> [DocumentTemplate] {
        let files = Dictionary(grouping: library.schemas.values) { file in
            String((file.path.split(separator: "/").last ?? "").prefix { $0 != "." })
        }
        return files.map { name, files in DocumentTemplate(name: name, files: files.sorted { $0.path < $1.path }) }
            .sorted { $0.name < $1.name }
    }

    /// Whether the word names it, in whatever case.
    package func isNamed(_ word: String) -> Bool {
        ([name] + aliases).contains { $0.lowercased() == word.lowercased() }
    }

    private init(name: String, files: [ContractLibrary.SchemaFile]) {
        var paths: [DocumentFormat: String] = [:]
        for file in files { paths[Self.format(of: file.kind)] = file.path }
        let documents = files.sorted { $0.kind == .table && $1.kind != .table }.compactMap(\.document)
        let title = documents.compactMap { $0["title"]?.string }.first
        let id = files.first { $0.kind == .table }?.document?["id"]?.string
        self.name = name
        self.title = title
        self.paths = paths
        aliases = (id.map { [$0] } ?? []) + (title.map(Self.words) ?? [])
    }

    private static func format(of kind: ContractLibrary.SchemaFile.Kind) -> DocumentFormat {
        switch kind {
        case .table: .csv
        case .xsd: .xml
        case .jsonSchema: .json
        }
    }

    /// `T16` and `X-GAR-D` of `Daily gaming activity (T16 X-GAR-D version 1)`.
    private static func words(in title: String) -> [String] {
        guard let open = title.firstIndex(of: "("), let close = title.lastIndex(of: ")"), open < close else { return [] }
        return title[title.index(after: open)..<close].split(separator: " ").filter { $0.contains(where: \.isUppercase) }.map(String.init)
    }
}
