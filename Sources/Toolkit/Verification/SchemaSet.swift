import Contracts
import Documents
import JSONSchema
import Results
import Tables
import XMLDocuments

/// The schemas of a library, compiled once, by path.
struct SchemaSet: Sendable {
    enum Compiled: Sendable {
        case json(JSONSchema)
        case xml(XMLSchema)
        case table(TableSchema)
        /// Cannot be used; why.
        case broken(String)
    }

    private let compiled: [String: Compiled]
    /// `contract.bad-schema` for each that cannot be used and that some contract names.
    let findings: [Finding]

    init(_ library: ContractLibrary) {
        var documents: [String: Node] = [:]
        for file in library.schemas.values where file.kind == .jsonSchema {
            guard let document = file.document else { continue }
            documents[document["$id"]?.string ?? Self.address(of: file.path)] = document
        }
        let compiled = library.schemas.mapValues { Self.compile($0, resolving: documents) }
        self.compiled = compiled
        findings = library.contracts.flatMap(\.interactions).flatMap(Self.references).compactMap { reference in
            guard case .broken(let why)? = compiled[reference.path] else { return nil }
            return .badSchema(reference.path, why: why, at: reference.source)
        }
    }

    subscript(reference: SchemaReference) -> Compiled {
        compiled[reference.path] ?? .broken("the file was not read")
    }

    private static func compile(_ file: ContractLibrary.SchemaFile, resolving documents: [String: Node]) -> Compiled {
        switch file.kind {
        case .jsonSchema:
            do throws(SchemaError) {
                guard let document = file.document else { return .broken("the file is empty") }
                return .json(try JSONSchema(document, baseURI: document["$id"]?.string ?? address(of: file.path), resolving: documents))
            } catch {
                return .broken(error.message)
            }
        case .xsd:
            do throws(XMLError) {
                return .xml(try XMLSchema(xsd: file.bytes, named: file.path))
            } catch {
                return .broken(error.description)
            }
        case .table:
            do throws(TableError) {
                guard let document = file.document else { return .broken("the file is empty") }
                return .table(try TableSchema(document))
            } catch {
                return .broken(error.description)
            }
        }
    }

    /// A base for relative references between schemas without `$id`.
    private static func address(of path: String) -> String { "file:///" + path.drop { $0 == "/" } }

    private static func references(_ interaction: Interaction) -> [SchemaReference] {
        guard case .oneOf(let bodies)? = interaction.response?.body ?? interaction.expectedRequest?.body else { return [] }
        return bodies.flatMap { [$0.schema, $0.xsd, $0.table].compactMap { $0 } }
    }
}
