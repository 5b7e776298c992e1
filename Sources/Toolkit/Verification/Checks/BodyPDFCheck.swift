import Contracts
import Documents
import Results

/// A PDF body can be opened, is for archives where that is demanded, and says of itself what the contract expects.
struct BodyPDFCheck: Check {
    let expectation: PDFExpectation

    var name: String { "body.pdf" }

    func judgement(of subject: Subject) -> Judgement {
        let document = PDFDocument(subject.message.body)
        let side = subject.message.side
        guard document.issues.isEmpty else {
            return Judgement(Finding.limited(document.issues.map { .pdfIssue($0, in: side, at: expectation.source) }))
        }
        var findings = archiveFindings(document, side)
        let outcome = subject.matching.outcome(of: expectation.matches, in: document.facts)
        if outcome.mismatches.isEmpty, findings.isEmpty, let obstacle = outcome.obstacle { return .skipped(obstacle) }
        findings += outcome.mismatches.map { .pdfMismatch($0, in: side) }
        return Judgement(Finding.limited(findings))
    }

    /// ISO 19005: what can be seen without drawing the document.
    private func archiveFindings(_ document: PDFDocument, _ side: JudgedMessage.Side) -> [Finding] {
        guard let first = expectation.archive.first else { return [] }
        let forms = expectation.archive.map(\.value)
        let stated = document.facts["archive"]?.string
        var findings: [Finding] = []
        func refuse(_ message: String, _ remedy: String) {
            findings.append(.pdfIssue(.init(byte: nil, message: message, remedy: remedy), in: side, at: first.source))
        }
        if stated.map(forms.contains) != true {
            refuse(
                "the document states \(stated.map { "PDF/A-" + $0 } ?? "no form of PDF/A"), expected PDF/A-\(forms.joined(separator: " or PDF/A-"))",
                "write it as PDF/A, with `pdfaid:part` and `pdfaid:conformance` in an XMP packet that is not compressed")
        }
        if document.isEncrypted { refuse("the document is encrypted", "write it without encryption: an archive must be able to open it") }
        if !document.hasIdentifier { refuse("the trailer has no /ID", "write an /ID: archives tell files apart by it") }
        if !document.hasOutputIntent { refuse("the document names no output intent", "add an /OutputIntents entry with an ICC profile") }
        if !document.forbidden.isEmpty {
            refuse("the document has \(document.forbidden.joined(separator: ", "))", "write it without scripts, sounds and films")
        }
        return findings
    }
}
