package import Contracts
import Documents
import JSONSchema
package import Results
import Tables
import XMLDocuments

/// Judges one document by the schemas of its template and by what contracts assert of such documents; needs no server.
package struct DocumentCheck: Sendable {
    /// What stands in the way of judging by this template: the content is invalid, the document is not to blame.
    package let problem: Finding?
    package let template: DocumentTemplate
    package let format: DocumentFormat
    private let compiled: SchemaSet.Compiled
    private let path: String
    private let assertions: [XPathAssertions]
    private let sums: TableSums

    /// Nil when the template has no schema for the format.
    package init?(_ template: DocumentTemplate, as format: DocumentFormat, library: ContractLibrary) {
        guard let path = template.paths[format] else { return nil }
        self.template = template
        self.format = format
        self.path = path
        compiled = SchemaSet(library)[SchemaReference(path: path, source: SourceLocation(file: path))]
        sums = TableSums(schema: library.schemas[path]?.document)
        assertions = Self.assertions(for: path, in: library)
        if case .broken(let why) = compiled {
            problem = .badSchema(path, why: why, at: SourceLocation(file: path))
        } else {
            problem = nil
        }
    }

    /// - Parameter file: the path that findings name.
    package func judgement(of bytes: [UInt8], file: String) -> DocumentJudgement {
        if bytes.isEmpty { return DocumentJudgement(checks: [.of("document", [.documentEmpty(file)])], rows: nil, totals: []) }
        switch compiled {
        case .table(let schema): return table(bytes, schema, file)
        case .xml(let schema): return xml(bytes, schema, file)
        case .json(let schema): return json(bytes, schema, file)
        case .broken(let why):
            let record = CheckRecord(check: "document", outcome: .skipped, reason: Reason.brokenSchema(path, why))
            return DocumentJudgement(checks: [record], rows: nil, totals: [])
        }
    }

    private func table(_ bytes: [UInt8], _ schema: TableSchema, _ file: String) -> DocumentJudgement {
        let issues = schema.issues(in: bytes)
        let records = (try? CSVReader.read(bytes, shape: .ragged)) ?? []
        return DocumentJudgement(
            checks: [.of("document.table", issues.map { .documentTable($0, file: file, schema: path) })],
            rows: records.isEmpty ? nil : records.count - 1, totals: issues.isEmpty ? sums.totals(of: records) : [])
    }

    private func xml(_ bytes: [UInt8], _ schema: XMLSchema, _ file: String) -> DocumentJudgement {
        let document: XMLDocument
        do throws(XMLError) {
            document = try XMLDocument(parsing: bytes)
        } catch {
            let findings = Finding.documentNotXML(error, file: file)
            return DocumentJudgement(checks: [.of("document", findings)], rows: nil, totals: [])
        }
        let issues = schema.issues(in: bytes)
        var checks = [CheckRecord.of("document.xsd", issues.map { .documentXSD($0, file: file, schema: path) })]
        for set in assertions { checks.append(Self.record(set, document, file)) }
        return DocumentJudgement(checks: checks, rows: nil, totals: [])
    }

    private func json(_ bytes: [UInt8], _ schema: JSONSchema, _ file: String) -> DocumentJudgement {
        do throws(DocumentError) {
            let violations = try schema.violations(in: bytes)
            return DocumentJudgement(
                checks: [.of("document.schema", violations.map { .documentSchema($0, file: file, schema: path) })], rows: nil, totals: [])
        } catch {
            return DocumentJudgement(checks: [.of("document", [.documentNotJSON(error, file: file)])], rows: nil, totals: [])
        }
    }

    /// One set of assertions of a contract, as one check.
    private static func record(_ set: XPathAssertions, _ document: borrowing XMLDocument, _ file: String) -> CheckRecord {
        var findings: [Finding] = []
        for expression in set.expressions {
            do throws(XMLError) {
                let value = try document.values(xpath: "boolean(\(expression.value))", namespaces: set.namespaces).first
                if value != "true" { findings.append(.documentAssertion(expression.value, file: file, from: expression.source)) }
            } catch {
                return CheckRecord(check: "document.assertion", outcome: .skipped, reason: Reason.brokenXPath("\(error)"))
            }
        }
        return .of("document.assertion", findings)
    }

    /// What contracts assert of bodies with this schema, as far as it speaks of the document alone and of no request; each set once.
    private static func assertions(for path: String, in library: ContractLibrary) -> [XPathAssertions] {
        var found: [XPathAssertions] = []
        for interaction in library.interactions {
            guard case .oneOf(let bodies)? = interaction.response?.body ?? interaction.expectedRequest?.body else { continue }
            for body in bodies where body.xsd?.path == path {
                guard let set = body.xpath else { continue }
                let own = set.expressions.filter { Template($0.value).variables.isEmpty }
                let isNew = !found.contains { $0.expressions.map(\.value) == own.map(\.value) }
                if !own.isEmpty, isNew { found.append(XPathAssertions(namespaces: set.namespaces, expressions: own)) }
            }
        }
        return found
    }
}

extension CheckRecord {
    /// A check that was made.
    fileprivate static func of(_ check: String, _ findings: [Finding]) -> CheckRecord {
        CheckRecord(check: check, outcome: findings.isEmpty ? .passed : .failed, findings: findings)
    }
}
