import Documents
import Foundation
import Results

/// Finds and reads the files of a library.
struct LibraryReader {
    private var contracts: [Contract] = []
    private var supporting: [Contract] = []
    private var schemas: [String: ContractLibrary.SchemaFile] = [:]
    private var files: [String: [UInt8]] = [:]
    private var findings: [Finding] = []

    static func read(paths: [String], content: String) -> (library: ContractLibrary, findings: [Finding]) {
        var reader = LibraryReader()
        for path in paths.isEmpty ? ["Contracts"] : paths { reader.readPath(path, content: content) }
        reader.resolveReferences(content: content)
        reader.compareValues()
        let library = ContractLibrary(
            contracts: reader.contracts, supporting: reader.supporting, schemas: reader.schemas, files: reader.files)
        let ordered = reader.findings.enumerated().sorted { left, right in
            let (a, b) = (left.element.source, right.element.source)
            return (a?.file ?? "", a?.line ?? 0, left.offset) < (b?.file ?? "", b?.line ?? 0, right.offset)
        }
        return (library, ordered.map(\.element))
    }

    private mutating func readPath(_ path: String, content: String) {
        let inContent = SchemaFolder.join(content, path)
        let found = FileManager.default.fileExists(atPath: inContent) ? inContent : path
        let names = Self.contractFiles(under: found)
        guard let names else {
            findings.append(.unreadable(path, why: "there is no such file or folder"))
            return
        }
        if names.isEmpty { findings.append(.noFiles(path)) }
        for name in names where files[name] == nil {
            for contract in readFile(name) { append(contract) }
        }
    }

    private mutating func append(_ contract: Contract) {
        if let first = contracts.first(where: { $0.id == contract.id }) {
            findings.append(.duplicateContract(contract.id, first: first.source, at: contract.source))
        } else {
            contracts.append(contract)
        }
    }

    private mutating func readFile(_ path: String) -> [Contract] {
        switch FileBytes.read(path) {
        case .failure(let problem):
            findings.append(.unreadable(path, why: problem.description))
            return []
        case .success(let bytes):
            files[path] = bytes
            if path.hasSuffix(".json") {
                let result = PactReader.read(bytes, file: path)
                findings += result.findings
                return result.contract.map { [$0] } ?? []
            }
            let result = ContractFile.read(bytes, file: path)
            findings += result.findings
            for (path, schema) in result.schemas {
                schemas[path] = schema
                files[path] = schema.bytes
            }
            return result.contract.map { [$0] } ?? []
        }
    }

    /// A variable stands for one thing, whichever contracts give it.
    private mutating func compareValues() {
        var known: [String: (value: Node, contract: Contract)] = [:]
        for contract in (contracts + supporting).sorted(by: { $0.id < $1.id }) {
            for (name, value) in contract.values.sorted(by: { $0.key < $1.key }) {
                if let first = known[name], first.value != value {
                    findings.append(
                        .conflict(
                            "`values: \(name)` is another one in \(first.contract.source.reference)", remedy: "give it one value in both",
                            at: contract.source))
                } else {
                    known[name] = (value, contract)
                }
            }
        }
    }

    /// Interactions named by others: of the selection, else of the content's own contracts, which are then read as supporting ones.
    private mutating func resolveReferences(content: String) {
        let references = contracts.flatMap { contract in contract.interactions.compactMap { $0.response?.audit } }
            .flatMap { [$0.history] + ($0.checkpoint.map { [$0] } ?? []) }
        let missing = references.filter { !knows($0.value) }
        guard !missing.isEmpty else { return }
        let kept = findings
        for name in Self.contractFiles(under: SchemaFolder.join(content, "Contracts")) ?? [] where files[name] == nil {
            guard name.hasSuffix("aml") else { continue }
            for contract in readFile(name) {
                let isWanted = missing.contains { $0.value.hasPrefix("\(contract.id)/") }
                if isWanted, !contracts.contains(where: { $0.id == contract.id }) {
                    supporting.append(contract)
                } else {
                    files[name] = nil
                }
            }
        }
        // What is wrong with files that nobody selected is not this run's business.
        findings = kept
        let known = (contracts + supporting).flatMap(\.interactions).map(\.fullID)
        for reference in missing where !knows(reference.value) {
            let near = Spelling.nearest(to: reference.value, among: known)
            findings.append(.unknownInteraction(reference.value, near: near, at: reference.source))
        }
    }

    private func knows(_ fullID: String) -> Bool {
        (contracts + supporting).contains { $0.interactions.contains { $0.fullID == fullID } }
    }

    /// Sorted; nil when nothing lies at the path. A file named outright counts whatever its name.
    private static func contractFiles(under path: String) -> [String]? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
        guard isFolder.boolValue else { return [path] }
        // The enumerator does not go through a link at its root.
        let below = FileManager.default.enumerator(atPath: URL(filePath: path).resolvingSymlinksInPath().path)
        var names: [String] = []
        while let name = below?.nextObject() as? String {
            let isContract = name.hasSuffix(".contract.yaml") || name.hasSuffix(".contract.yml")
            let isPact =
                name.hasSuffix(".json") && !name.hasSuffix(".schema.json") && !name.contains("schemas/") && !name.contains("openapi/")
            if isContract || isPact { names.append(SchemaFolder.join(path, name)) }
        }
        return names.sorted()
    }
}

/// One contract file from bytes to findings.
enum ContractFile {
    /// Schema paths are resolved against the folder of `file`.
    static func read(
        _ bytes: [UInt8], file: String
    ) -> (contract: Contract?, schemas: [String: ContractLibrary.SchemaFile], findings: [Finding]) {
        let text = SourceText(file: file, bytes: bytes)
        let document: Node
        do throws(DocumentError) {
            document = try YAMLReader.read(bytes)
        } catch {
            return (nil, [:], [.syntax(error, in: text)])
        }
        var source = ContractSource(text: text, schemas: SchemaFolder(folder: SchemaFolder.split(file).folder))
        let contract = ContractReader.read(document, from: &source)
        return (contract, source.schemaFiles, source.findings)
    }
}
