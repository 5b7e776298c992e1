import Contracts
import Documents
import JSONSchema
import MessageSignatures
import Results
import Tables
import TransparencyLog
import XMLDocuments

/// Why a check could not be made.
enum Reason {
    static let notJSON = "the body is not JSON that can be read"
    static let noKeys = "no key of the platform is known: the profile names no key set, or it is empty"
    static let unknownCause = "it is not known when the event happened that caused the delivery"
    static let noLogEvidence = "nothing was fetched of the platform's log after the exchange"
    static let badVerifierKey = "the log's verifier key in the profile cannot be read"
    static let oldCheckpoint = "no checkpoint was fetched after the exchange"

    static func unknownVariable(_ name: String) -> String { "the variable `\(name)` has no value in the profile" }
    static func brokenSchema(_ path: String, _ why: String) -> String { "the schema \(path) cannot be used: \(why)" }
    static func undeclared(_ capability: String) -> String { "the platform does not declare the capability \(capability)" }
    static func otherStatus(_ status: Int) -> String { "the answer has status \(status), so nothing of this is promised" }
    static func brokenXPath(_ why: String) -> String { "the XPath expression cannot be evaluated: \(why)" }
    static func otherMediaType(_ type: String) -> String { "the body is not \(type)" }
}

/// Everything that checks of the message itself say; severity and requirements are put in by the verifier.
extension Finding {
    /// At most twenty of a kind; the last one tells how many more there are.
    static func limited(_ findings: [Finding]) -> [Finding] {
        guard findings.count > 20, var last = findings.prefix(20).last else { return findings }
        last.message += " (and \(findings.count - 20) more like it)"
        return findings.prefix(19) + [last]
    }

    static func badSchema(_ path: String, why: String, at source: SourceLocation) -> Finding {
        Finding(code: "contract.bad-schema", message: "`\(path)` cannot be used: \(why)", source: source, remedy: "mend the schema file")
    }

    static func unexpectedStatus(_ status: Int, problem: String?, wanted: [StatusSet], at source: SourceLocation) -> Finding {
        let expected = wanted.map(\.description).joined(separator: " or ")
        let remedy =
            switch status {
            case 401, 403: "look at certificate, token, role and address of the identity; the platform refused it"
            case 404: "look whether the provider state was set up and the path is right"
            case 429: "lower the rate of the run, or raise the client's limit"
            case 500...: "look into the platform's log under the X-Request-ID of this exchange"
            default: "answer \(expected), or correct the contract"
            }
        return Finding(
            code: "status.unexpected", message: "expected status \(expected), got \(status)", source: source, place: "status",
            expected: expected, actual: problem.map { "\(status) (\($0))" } ?? "\(status)", remedy: remedy)
    }

    static func headerMismatch(_ field: FieldExpectation, _ mismatch: Matching.Mismatch, in side: JudgedMessage.Side) -> Finding {
        let isMissing = mismatch.actual == nil
        let isUnwanted = field.matcher.wantsAbsence
        return Finding(
            code: isMissing ? "headers.missing" : isUnwanted ? "headers.unexpected" : "headers.mismatch",
            message: isMissing
                ? "the field \(field.name) is missing, expected \(mismatch.expected)"
                : "expected \(mismatch.expected), got \(mismatch.actual ?? "nothing")",
            source: mismatch.source, place: "header \(field.name)", expected: mismatch.expected, actual: mismatch.actual,
            remedy: isUnwanted ? "do not send \(field.name) in this \(side.rawValue)" : "send \(field.name) as the contract says")
    }

    static func missingMediaType(wanted: [String], in side: JudgedMessage.Side, at source: SourceLocation) -> Finding {
        Finding(
            code: "media-type.missing", message: "the \(side.rawValue) has no Content-Type", source: source, place: "header Content-Type",
            expected: wanted.joined(separator: " or "), remedy: "send Content-Type with every body (RFC 9110 §8.3)")
    }

    static func unexpectedMediaType(_ written: String, wanted: [String], in side: JudgedMessage.Side, at source: SourceLocation) -> Finding
    {
        let expected = wanted.joined(separator: " or ")
        return Finding(
            code: "media-type.unexpected", message: "expected \(expected), got \(Excerpt.text(written))", source: source,
            place: "header Content-Type", expected: expected, actual: Excerpt.text(written),
            remedy: "send the body as \(expected), as the request's Accept field asked")
    }

    static func bodyNotEmpty(_ body: [UInt8], in side: JudgedMessage.Side, at source: SourceLocation) -> Finding {
        Finding(
            code: "body.not-empty", message: "expected no body, got \(body.count) bytes", source: source, place: "body",
            expected: "0 bytes",
            actual: Excerpt.text(body), remedy: "send the \(side.rawValue) without a body")
    }

    static func bodyMissing(in side: JudgedMessage.Side, at source: SourceLocation) -> Finding {
        Finding(
            code: "body.empty", message: "the \(side.rawValue) has no body", source: source, place: "body", expected: "a body",
            actual: "0 bytes", remedy: "send the body that the contract describes")
    }

    static func malformedJSON(_ error: DocumentError, in side: JudgedMessage.Side, at source: SourceLocation) -> Finding {
        Finding(
            code: "body.malformed", message: "the body is not JSON: \(Excerpt.text(error.message))", source: source,
            place: "in the \(side.rawValue) at line \(error.place.line), column \(error.place.column) (byte \(error.place.offset))",
            expected: "JSON as in RFC 8259, each member once", remedy: "write the body with a JSON serializer")
    }

    static func malformedCSV(_ error: TableError, in side: JudgedMessage.Side, at source: SourceLocation) -> Finding {
        Finding(
            code: "body.malformed", message: "the body is not CSV: \(Excerpt.text(error.message))", source: source,
            place: "in the \(side.rawValue) at line \(error.line)" + (error.column > 0 ? ", column \(error.column)" : ""),
            expected: "CSV as in RFC 4180, every record as long as the header", remedy: "write the body with a CSV writer")
    }

    static func bodyMismatch(_ mismatch: Matching.Mismatch, in side: JudgedMessage.Side) -> Finding {
        Finding(
            code: "body.match",
            message: mismatch.actual.map { "expected \(mismatch.expected), got \($0)" } ?? "nothing is here, expected \(mismatch.expected)",
            source: mismatch.source, place: place(mismatch, in: side), expected: mismatch.expected, actual: mismatch.actual,
            remedy: mismatch.actual == nil
                ? "add what belongs at \(mismatch.path)" : "answer \(mismatch.path) as the contract says, or correct the contract")
    }

    static func place(_ mismatch: Matching.Mismatch, in side: JudgedMessage.Side) -> String {
        "in the \(side.rawValue) at \(mismatch.path)" + (mismatch.place.isKnown ? " (byte \(mismatch.place.offset))" : "")
    }

    static func schemaViolation(_ violation: Violation, in side: JudgedMessage.Side, of schema: SchemaReference) -> Finding {
        let pointer = violation.instance.description
        return Finding(
            code: "body.schema", message: Excerpt.text(violation.message), source: schema.source,
            place: "in the \(side.rawValue) at \(pointer.isEmpty ? "its root" : pointer)"
                + (violation.place.isKnown ? " (byte \(violation.place.offset))" : ""),
            expected: violation.expected.map(Excerpt.text), actual: violation.actual.map(Excerpt.text),
            remedy: "satisfy `\(violation.keyword)` at \(violation.schema.description) of \(schema.path)")
    }

    static func xmlIssue(_ issue: XMLIssue, in side: JudgedMessage.Side, of schema: SchemaReference) -> Finding {
        Finding(
            code: "body.xsd", message: Excerpt.text(issue.message), source: schema.source,
            place: "in the \(side.rawValue) at line \(issue.line)" + (issue.column > 0 ? ", column \(issue.column)" : ""),
            expected: "XML that is valid against \(schema.path)", remedy: "write the document as \(schema.path) describes it")
    }

    static func xpathFalse(_ expression: String, in side: JudgedMessage.Side, at source: SourceLocation) -> Finding {
        Finding(
            code: "body.xpath", message: "what the contract asserts of the document is not true of it", source: source,
            place: "in the \(side.rawValue)", expected: expression, actual: "false",
            remedy: "write the document so that its parts agree, as the assertion says")
    }

    static func pdfIssue(_ issue: PDFDocument.Issue, in side: JudgedMessage.Side, at source: SourceLocation) -> Finding {
        Finding(
            code: "body.pdf", message: issue.message, source: source,
            place: "in the \(side.rawValue)" + (issue.byte.map { " at byte \($0)" } ?? ""), remedy: issue.remedy)
    }

    static func pdfMismatch(_ mismatch: Matching.Mismatch, in side: JudgedMessage.Side) -> Finding {
        Finding(
            code: "body.pdf",
            message: mismatch.actual.map { "expected \(mismatch.expected), got \($0)" } ?? "nothing is here, expected \(mismatch.expected)",
            source: mismatch.source, place: "in the \(side.rawValue), of the document's own statements at \(mismatch.path)",
            expected: mismatch.expected, actual: mismatch.actual, remedy: "state it in the document and its XMP packet as the contract says"
        )
    }

    static func xmlUnreadable(_ error: XMLError, in side: JudgedMessage.Side, at source: SourceLocation) -> Finding {
        Finding(
            code: "body.malformed", message: "the body is not XML: \(Excerpt.text("\(error)"))", source: source,
            place: "in the \(side.rawValue)", expected: "well-formed XML 1.0", remedy: "write the body with an XML serializer")
    }

    static func tableIssue(_ issue: TableIssue, in side: JudgedMessage.Side, of schema: SchemaReference) -> Finding {
        let row = issue.row > 0 ? "row \(issue.row)" : issue.line > 0 ? "line \(issue.line)" : "the table"
        return Finding(
            code: "body.table", message: "\(Excerpt.text(issue.message)) (\(issue.code.rawValue))", source: schema.source,
            place: "in the \(side.rawValue) at \(row)" + (issue.column.map { ", column \($0)" } ?? ""),
            expected: issue.expected.map(Excerpt.text), actual: issue.actual.map(Excerpt.text),
            remedy: "write the table as \(schema.path) describes it")
    }

    static func tooSlow(_ elapsed: Duration, within: Duration, at source: SourceLocation) -> Finding {
        Finding(
            code: "within.exceeded",
            message: "expected an answer within \(DurationText.text(within)), it took \(DurationText.text(elapsed))",
            source: source, place: "time", expected: DurationText.text(within), actual: DurationText.text(elapsed),
            remedy: "answer faster, or with 503 and Retry-After before the time is over")
    }
}
