import Foundation

/// A compiled XML Schema 1.0 (W3C, second edition), shared by any number of validations at a time.
package final class XMLSchema: Sendable {
    private let compiled: CompiledSchema

    /// Compiles a schema of one file. `name` is for messages. Throws `notWellFormed`, `invalidSchema` with all issues, or
    /// `refusedReference` when it includes, imports or redefines another by location.
    package init(xsd: [UInt8], named name: String, limits: XMLLimits = .standard) throws(XMLError) {
        compiled = try CompiledSchema(xsd, location: name, name: name, scope: ReferenceScope(), limits: limits)
    }

    /// Compiles a schema and what it refers to by location. All of it must lie in `folder` or below, by default the folder of the file;
    /// symbolic links are followed before that is decided. The limit on bytes counts for all files together.
    package init(file: String, within folder: String? = nil, limits: XMLLimits = .standard) throws(XMLError) {
        let url = URL(filePath: file).absoluteURL.standardizedFileURL
        guard let data = FileManager.default.contents(atPath: url.path) else { throw .unreadable(file) }
        let scope = ReferenceScope(folder: folder ?? url.deletingLastPathComponent().path, maximumBytes: limits.maximumBytes)
        compiled = try CompiledSchema(Array(data), location: url.path, name: file, scope: scope, limits: limits)
    }

    /// Everything that is wrong with the document, in its order: not well-formed, a document type, larger than the limits, or not as the
    /// schema says. Empty for a valid document. Reads it in one pass without building a tree.
    package func issues(in document: [UInt8], limits: XMLLimits = .standard) -> [XMLIssue] {
        compiled.issues(in: document, limits: limits)
    }

    /// The same for a file, read piece by piece: memory does not grow with it. Throws `unreadable` when it cannot be opened.
    package func issues(inFile path: String, limits: XMLLimits = .standard) throws(XMLError) -> [XMLIssue] {
        compiled.issues(from: try ByteSource(file: path, limits: limits), limits: limits)
    }
}
