import Documents
import HTTPTypes
import JSONSchema
import Reporting
import Requests
import ServerKit

/// A document that somebody wants to be checked, and what it claims to be.
struct DocumentQuestion: Sendable {
    /// More is refused with 413: a check holds the whole document in memory.
    static let maximumBytes = 4 << 20

    enum Claim: Sendable {
        case report(ReportTemplate, ReportFormat)
        /// By its name in the description of the interface.
        case schema(String)
    }

    let claim: Claim
    let mediaType: String
    let bytes: [UInt8]

    /// Reads the query's `template` or `schema` and the body, whose `Content-Type` says which of them is needed.
    /// - Throws: 400 `unknown-parameter`, `duplicate-parameter`, `invalid-parameter`, 413 and 415.
    init(_ request: ServerRequest, templates: TemplateCatalogue, description: InterfaceDescription) throws {
        try request.allowQuery(["template", "schema"])
        let (template, schema) = (try request.queryValue("template"), try request.queryValue("schema"))
        guard request.body.count <= Self.maximumBytes else { throw Problem.documentTooLarge(Self.maximumBytes) }
        let bare = request.fields[.contentType]?.split(separator: ";").first ?? ""
        let mediaType = bare.filter { $0 != " " }.lowercased()
        self.mediaType = mediaType
        bytes = request.body
        let formats = ReportFormat.allCases.filter(\.isAvailable)
        if mediaType == "application/json" {
            guard template == nil else { throw Problem.invalidParameter("template", "no report is written as JSON: name a schema") }
            let known = try description.schemaNames()
            guard let schema, known.contains(schema) else {
                throw Problem.invalidParameter("schema", "expected one of \(known.joined(separator: ", "))")
            }
            claim = .schema(schema)
        } else if let format = formats.first(where: { $0.mediaType == mediaType }) {
            guard schema == nil else { throw Problem.invalidParameter("schema", "schemas are for JSON: name a template") }
            guard let template, let found = try? templates.named(template) else {
                let known = templates.templates.map(\.id).joined(separator: ", ")
                throw Problem.invalidParameter("template", "expected one of \(known), or the short name of one")
            }
            claim = .report(found, format)
        } else {
            throw Problem.documentType((formats.map(\.mediaType) + ["application/json"]).joined(separator: ", "))
        }
    }

    /// Everything that is wrong with it, at most `ReportFileCheck.maximumFindings`.
    func findings(_ description: InterfaceDescription) throws -> [DocumentFinding] {
        switch claim {
        case .report(let template, let format): return try ReportFileCheck(template).findings(in: bytes, as: format)
        case .schema(let name):
            let node: Node
            do {
                node = try JSONReader.read(bytes, limits: DocumentLimits(maximumBytes: Self.maximumBytes, maximumDepth: 64))
            } catch {
                var finding = DocumentFinding("json.malformed", error.description)
                finding.line = error.place.line > 0 ? error.place.line : nil
                return [finding]
            }
            let violations = try description.schema(name)?.violations(of: node, limit: ReportFileCheck.maximumFindings) ?? []
            return violations.map(DocumentFinding.init)
        }
    }
}

extension DocumentFinding {
    fileprivate init(_ violation: Violation) {
        self.init("json.schema", violation.message)
        line = violation.place.line > 0 ? violation.place.line : nil
        pointer = violation.instance.description
        expected = violation.expected
        actual = violation.actual
    }

    /// As it is told.
    var document: Node {
        .object([
            ("code", .string(code)), ("message", .string(message)), ("line", line.map { .integer($0) } ?? .null),
            ("row", row.map { .integer($0) } ?? .null), ("column", column.map { .string($0) } ?? .null),
            ("pointer", pointer.map { .string($0) } ?? .null), ("expected", expected.map { .string($0) } ?? .null),
            ("actual", actual.map { .string($0) } ?? .null),
        ])
    }
}

extension Problem {
    fileprivate static func documentTooLarge(_ limit: Int) -> Problem {
        Problem(
            status: 413, code: "body-too-large", title: "The body is larger than allowed",
            detail: "A document to be checked may have \(limit) bytes.")
    }

    fileprivate static func documentType(_ offered: String) -> Problem {
        Problem(
            status: 415, code: "unsupported-media-type", title: "The body's type is not taken here",
            detail: "Send the document with its own type, one of \(offered).")
    }
}
