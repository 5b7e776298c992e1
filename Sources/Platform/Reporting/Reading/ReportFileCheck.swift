import Tables
import Typesetting
import XMLDocuments

/// Holds a file of anybody's against the template of a report: what this platform would write under that template would pass.
package struct ReportFileCheck: Sendable {
    /// After so many findings the rest is not told.
    package static let maximumFindings = 100

    private let template: ReportTemplate

    package init(_ template: ReportTemplate) {
        self.template = template
    }

    /// Everything in the file that the template does not allow, in the order of the file; empty for a good one.
    /// - Throws: `TypesettingError` `pdf-unavailable`; `TableError` and `XMLError` when the template itself is no good.
    package func findings(in bytes: [UInt8], as format: ReportFormat) throws -> [DocumentFinding] {
        switch format {
        case .csv: try table(bytes)
        case .xml: try tree(bytes)
        case .pdf: try print(bytes)
        }
    }

    private func table(_ bytes: [UInt8]) throws -> [DocumentFinding] {
        try template.tableSchema().issues(in: bytes, limit: Self.maximumFindings).map { issue in
            var finding = DocumentFinding(issue.code.rawValue, issue.message)
            finding.line = issue.line > 0 ? issue.line : nil
            finding.row = issue.row > 0 ? issue.row : nil
            finding.column = issue.column
            finding.expected = issue.expected
            finding.actual = issue.actual
            return finding
        }
    }

    private func tree(_ bytes: [UInt8]) throws -> [DocumentFinding] {
        let limits = XMLLimits(maximumBytes: bytes.count, maximumIssues: Self.maximumFindings)
        let issues = try template.xmlSchema().issues(in: bytes, limits: limits)
        guard issues.isEmpty else {
            return issues.map { issue in
                // Below 1000 are the numbers for what is not well-formed, negative ones for limits.
                var finding = DocumentFinding(issue.code < 1000 ? "xml.malformed" : "xml.schema", issue.message)
                finding.line = issue.line > 0 ? issue.line : nil
                return finding
            }
        }
        return try ReportSums(template, bytes).findings()
    }

    private func print(_ bytes: [UInt8]) throws -> [DocumentFinding] {
        let facts: PrintedFacts
        do throws(TypesettingError) {
            facts = try PrintedFacts(of: bytes)
        } catch {
            guard error.code == .failed else { throw error }
            return [DocumentFinding("pdf.damaged", "The document cannot be read as it is: \(error.description).")]
        }
        var findings: [DocumentFinding] = []
        func expect(_ isMet: Bool, _ code: String, _ message: String, _ expected: String, _ actual: String?) {
            guard !isMet else { return }
            var finding = DocumentFinding(code, message)
            finding.expected = expected
            finding.actual = actual
            findings.append(finding)
        }
        expect(
            facts.archive == "2B", "pdf.archive", "The document does not claim to be PDF/A-2b.", "2B", facts.archive)
        expect(facts.title == template.title, "pdf.title", "The document has the title of another report.", template.title, facts.title)
        expect(
            facts.identifier?.hasPrefix("urn:uuid:") == true, "pdf.identifier", "The document does not name the run that it shows.",
            "urn:uuid: and the run's id", facts.identifier)
        expect(
            facts.source?.wholeMatch(of: /sha256:[0-9a-f]{64}/) != nil, "pdf.source",
            "The document does not name the digest of the CSV file that says the same.", "sha256: and 64 hexadecimal digits", facts.source)
        return findings
    }
}
