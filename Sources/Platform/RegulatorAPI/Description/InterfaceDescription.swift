import Crypto
import Documents
import Foundation
import JSONSchema
import Requests
import Synchronization

/// The description of the regulator interface (OpenAPI 3.1) with the JSON Schemas beside it: served as it is, and used to check documents.
///
/// The bytes are read once at the start; they are parsed when somebody asks for a schema for the first time.
final class InterfaceDescription: Sendable {
    /// Of the description and of its schemas (RFC 9512; the schemas are JSON).
    static let mediaType = "application/yaml"
    static let schemaMediaType = "application/schema+json"

    /// Where the documents would be if they were fetched: what relative references resolve against.
    private static let base = "https://description.invalid/"
    private static let suffix = ".schema.json"

    /// A file with its entity tag.
    struct File: Sendable, Hashable {
        let bytes: [UInt8]
        /// In quotes: the SHA-256 of the bytes.
        let tag: String

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            tag = "\"\(SHA256.hash(data: bytes).hexDigits)\""
        }
    }

    /// The description itself.
    let document: File
    /// By file name, `problem.schema.json`.
    let schemas: [String: File]

    private struct Compiled {
        /// By URI; nil until they are asked for.
        var documents: [String: Node]?
        var schemas: [String: JSONSchema] = [:]
    }

    private let compiled = Mutex(Compiled())

    /// - Parameter file: `Contracts/openapi/regulator-api.yaml`; its schemas lie in `../schemas/json`.
    /// - Throws: `PlatformStartError` when one of them cannot be read.
    init(file: String) throws(PlatformStartError) {
        let manager = FileManager.default
        guard let bytes = manager.contents(atPath: file) else {
            throw PlatformStartError("\(file) cannot be read: the description of the interface belongs to the platform's content")
        }
        let folder = URL(filePath: file).deletingLastPathComponent().path + "/../schemas/json"
        var schemas: [String: File] = [:]
        for name in ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).sorted() where name.hasSuffix(Self.suffix) {
            guard let bytes = manager.contents(atPath: "\(folder)/\(name)") else {
                throw PlatformStartError("\(folder)/\(name) cannot be read")
            }
            schemas[name] = File([UInt8](bytes))
        }
        document = File([UInt8](bytes))
        self.schemas = schemas
    }

    /// The parsed description.
    /// - Throws: `DocumentError` when it is no YAML.
    func tree() throws -> Node {
        try compiled.withLock { try Self.documents(of: self, &$0)[Self.base + "openapi/description"] ?? .null }
    }

    /// What schemas can be asked for: the components of the description and the files beside it, in alphabetical order.
    func schemaNames() throws -> [String] {
        let components = try tree()["components"]?["schemas"]?.members?.map(\.key) ?? []
        return (components + schemas.keys.map { String($0.dropLast(Self.suffix.count)) }).sorted()
    }

    /// The schema of a name; nil when there is none.
    /// - Throws: `DocumentError` and `SchemaError` when the description is no good.
    func schema(_ name: String) throws -> JSONSchema? {
        let isFile = schemas[name + Self.suffix] != nil
        guard try isFile || tree()["components"]?["schemas"]?[name] != nil else { return nil }
        let escaped = name.replacing("~", with: "~0").replacing("/", with: "~1")
        return try schema(at: isFile ? "../schemas/json/\(name)\(Self.suffix)" : "#/components/schemas/\(escaped)")
    }

    /// The schema at a reference as the description would write it.
    func schema(at reference: String) throws -> JSONSchema {
        try compiled.withLock { compiled in
            if let known = compiled.schemas[reference] { return known }
            let schema = try JSONSchema(
                .object([("$ref", .string(reference.hasPrefix("#") ? "description\(reference)" : reference))]),
                baseURI: Self.base + "openapi/question", resolving: try Self.documents(of: self, &compiled))
            compiled.schemas[reference] = schema
            return schema
        }
    }

    private static func documents(of description: InterfaceDescription, _ compiled: inout Compiled) throws -> [String: Node] {
        if let known = compiled.documents { return known }
        let limits = DocumentLimits(maximumBytes: 4 << 20, maximumDepth: 64)
        var documents = [base + "openapi/description": try YAMLReader.read(description.document.bytes, limits: limits)]
        for (name, file) in description.schemas {
            documents[base + "schemas/json/" + name] = try JSONReader.read(file.bytes, limits: limits)
        }
        compiled.documents = documents
        return documents
    }
}
