import Documents
import TestSupport
import Testing

@testable import Verification

/// Damaged PDF files and media types: each is judged, and what is said to be wrong lies within it.
@Suite(.serialized) struct MutationTests {
    @Test func `any bytes are judged as a PDF file`() {
        let documents = [BodyPDFCheckTests().document(), BodyPDFCheckTests().document(xmp: "<pdfaid:part>3</pdfaid:part>")]
        let tokens = [
            "xref", "trailer", "startxref", "%%EOF", "%PDF-1.7", "obj", "endobj", "stream\n", "endstream", "/Prev ", "/Type /Page",
            "/ObjStm",
            "/Encrypt", "/JS", "<<", ">>", "<rdf:RDF", "</rdf:RDF>", "0 5\n", "0000000000 65535 f ", "281474976710656", "8388607", " n ",
            "\n",
            "<!DOCTYPE x>",
        ]
        let tally = Mutations(seed: 120, of: documents, tokens: tokens).tally { bytes in
            let document = PDFDocument(bytes)
            for issue in document.issues {
                guard !issue.message.isEmpty, !issue.remedy.isEmpty, issue.byte ?? 0 >= 0 else { return .broken("\(issue)") }
            }
            if document.issues.isEmpty, document.facts["version"] == nil { return .broken("sound, yet of no version") }
            return document.issues.isEmpty ? .accepted : .refused
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a media type is written as it was read`() {
        let documents = ["application/json; charset=utf-8", "text/csv;header=present", "application/problem+json"]
        let tally = Mutations(seed: 121, of: documents, tokens: ["/", ";", "+", " ", "*", "=", "\"", "*/*", "é"]).tally { bytes in
            guard let type = MediaType(String(decoding: bytes, as: UTF8.self)) else { return .refused }
            return MediaType(type.description) == type ? .accepted : .broken("written as \(type)")
        }
        #expect(tally.isSound, "\(tally)")
    }
}
