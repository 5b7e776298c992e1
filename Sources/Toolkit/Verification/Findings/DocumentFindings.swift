import Documents
import JSONSchema
import Results
import Tables
import XMLDocuments

/// What is said of a document that is judged by itself.
extension Finding {
    static func documentEmpty(_ file: String) -> Finding {
        Finding(
            code: "document.empty", message: "the file has no bytes", source: SourceLocation(file: file), expected: "a document",
            remedy: "write the document; a table without rows still has its header")
    }

    static func documentTable(_ issue: TableIssue, file: String, schema: String) -> Finding {
        let row = issue.row > 0 ? "row \(issue.row)" : issue.line > 0 ? "line \(issue.line)" : "the table"
        return Finding(
            code: "document.table", message: "\(Excerpt.text(issue.message)) (\(issue.code.rawValue))",
            source: SourceLocation(file: file, line: issue.line), place: row + (issue.column.map { ", column \($0)" } ?? ""),
            expected: issue.expected.map(Excerpt.text), actual: issue.actual.map(Excerpt.text),
            remedy: "write the table as \(schema) describes it")
    }

    static func documentXSD(_ issue: XMLIssue, file: String, schema: String) -> Finding {
        Finding(
            code: "document.xsd", message: Excerpt.text(issue.message),
            source: SourceLocation(file: file, line: issue.line, column: issue.column), place: "line \(issue.line)",
            expected: "XML that is valid against \(schema)", remedy: "write the document as \(schema) describes it")
    }

    static func documentNotXML(_ error: XMLError, file: String) -> [Finding] {
        let issues = error.issues.isEmpty ? [XMLIssue(line: 0, code: 0, message: error.message)] : error.issues
        return issues.map { issue in
            Finding(
                code: "document.malformed", message: Excerpt.text("\(error.message): \(issue.message)"),
                source: SourceLocation(file: file, line: issue.line, column: issue.column),
                place: issue.line > 0 ? "line \(issue.line)" : nil,
                expected: "well-formed XML 1.0 without a document type", remedy: "write the document with an XML serializer")
        }
    }

    static func documentAssertion(_ expression: String, file: String, from source: SourceLocation) -> Finding {
        Finding(
            code: "document.assertion", message: "what \(source.reference) asserts of the document is not true of it",
            source: SourceLocation(file: file), expected: expression, actual: "false",
            remedy: "write the document so that its parts agree: totals with rows, amounts with their formula")
    }

    static func documentNotJSON(_ error: DocumentError, file: String) -> Finding {
        Finding(
            code: "document.malformed", message: "the document is not JSON: \(Excerpt.text(error.message))",
            source: SourceLocation(file: file, line: error.place.line, column: error.place.column), place: "line \(error.place.line)",
            expected: "JSON (RFC 8259)", remedy: "write the document with a JSON serializer")
    }

    static func documentSchema(_ violation: Violation, file: String, schema: String) -> Finding {
        let pointer = violation.instance.description
        return Finding(
            code: "document.schema", message: Excerpt.text(violation.message),
            source: SourceLocation(file: file, line: violation.place.line, column: violation.place.column),
            place: pointer.isEmpty ? "the root" : pointer, expected: violation.expected.map(Excerpt.text),
            actual: violation.actual.map(Excerpt.text),
            remedy: "satisfy `\(violation.keyword)` at \(violation.schema.description) of \(schema)")
    }
}
