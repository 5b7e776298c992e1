package import Documents
package import Results

/// The contracts of one run, read and checked, with the schema files they name.
package struct ContractLibrary: Sendable {
    /// A schema file as it was read.
    package struct SchemaFile: Sendable, Hashable {
        /// Which language the schema is written in.
        package enum Kind: String, Sendable {
            case jsonSchema, xsd, table
        }
        /// As contracts name it after resolution.
        package let path: String
        /// Which language the schema is written in.
        package let kind: Kind
        /// The file as read.
        package let bytes: [UInt8]
        /// The parsed file; nil for XSD.
        package let document: Node?
    }

    /// What was selected, sorted by id.
    package let contracts: [Contract]
    /// Contracts that were not selected but that a selected one refers to, sorted by id: they are not run for themselves.
    package let supporting: [Contract]
    /// By resolved path.
    package let schemas: [String: SchemaFile]
    /// Paths of everything read, with the bytes as they were: contracts, Pact files, schemas. For content digests.
    package let files: [String: [UInt8]]

    package init(
        contracts: [Contract] = [], supporting: [Contract] = [], schemas: [String: SchemaFile] = [:], files: [String: [UInt8]] = [:]
    ) {
        self.contracts = contracts.sorted { $0.id < $1.id }
        self.supporting = supporting.sorted { $0.id < $1.id }
        self.schemas = schemas
        self.files = files
    }

    /// What variables stand for when nothing else says so: of all contracts together, the first by id where two differ.
    package var values: [String: Node] {
        (contracts + supporting).reduce(into: [:]) { $0.merge($1.values) { first, _ in first } }
    }

    /// Every interaction of the selected contracts, in their order.
    package var interactions: [Interaction] { contracts.flatMap(\.interactions) }

    /// Every overlay of the selected contracts.
    package var overlays: [Overlay] { contracts.compactMap(\.overlay) }

    /// Looks an interaction up by its full id, `core.reports/list-of-a-day`.
    package func interaction(_ fullID: String) -> Interaction? {
        guard let slash = fullID.firstIndex(of: "/") else { return nil }
        let contractID = fullID[..<slash]
        let contract = contracts.first { $0.id == contractID } ?? supporting.first { $0.id == contractID }
        return contract?.interactions.first { $0.fullID == fullID }
    }

    /// Reads every contract (`*.contract.yaml`, `*.contract.yml`, Pact `*.json`) under the paths; of a folder, all below it.
    ///
    /// With no paths, `Contracts` under `content` is read. Relative paths are taken from `content`. Findings have codes
    /// `contract.…` and `pact.…` and severity error; the library holds what could be read all the same.
    package static func load(paths: [String], content: String) -> (library: ContractLibrary, findings: [Finding]) {
        LibraryReader.read(paths: paths, content: content)
    }
}
