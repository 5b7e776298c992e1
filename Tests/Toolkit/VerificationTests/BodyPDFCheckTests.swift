import Documents
import HTTPTypes
import Results
import Testing

@testable import Verification

@Suite struct BodyPDFCheckTests {
    private let archive = "status: 200\nbody: { application/pdf: { pdf: { archive: [2b, 3b], match: { $.pages: 1, $.title: Activity } } } }"

    /// A document of one page with an XMP packet, its offsets as they are.
    func document(
        xmp: String = #"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"#, catalogue: String = "",
        trailer: String = "/ID [<00> <00>]"
    ) -> String {
        let packet = """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" \
            xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/">\(xmp)\
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Activity</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF>
            """
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R /OutputIntents [ << /S /GTS_PDFA1 >> ] \(catalogue) >>",
            "<< /Type /Pages /Count 1 /Kids [ 3 0 R ] >>", "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 10 10 ] >>",
            "<< /Type /Metadata /Subtype /XML /Length \(packet.utf8.count) >>\nstream\n\(packet)\nendstream",
        ]
        var text = "%PDF-1.7\n"
        var table = "xref\n0 5\n0000000000 65535 f \n"
        for (number, object) in objects.enumerated() {
            let offset = String(text.utf8.count)
            table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
            text += "\(number + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        return text + table + "trailer << /Size 5 /Root 1 0 R \(trailer) >>\nstartxref\n\(start)\n%%EOF\n"
    }

    private func findings(_ body: String, _ response: String? = nil) throws -> [Finding] {
        let exchange = Bench.exchange(fields: [.contentType: "application/pdf"], body: body)
        return try Bench.records(response: response ?? archive, exchange).flatMap(\.findings)
    }

    @Test func `a document as the contract wants it passes`() throws {
        #expect(try findings(document()).isEmpty)
        #expect(try findings(document(), "status: 200\nbody: { application/pdf: }").isEmpty)
    }

    @Test(arguments: ["(a stream of events)", "(>> stream )", "(endstream)"])
    func `words of a text are not taken for the contents of a stream`(text: String) throws {
        let body = document(catalogue: "/Note \(text)")
        #expect(try findings(body).isEmpty)
        let hidden = document(catalogue: "/Note \(text) /OpenAction << /S /JavaScript >>")
        #expect(try findings(hidden).map(\.code) == ["body.pdf"])
    }

    @Test func `the short form of XMP is read as well`() throws {
        let short = document(xmp: "").replacing(
            "xmlns:dc=", with: #"pdfaid:part="3" pdfaid:conformance="B" xmlns:dc="#)
        // The text is longer than its offsets say: only the packet is of interest here.
        #expect(PDFDocument(Array(short.utf8)).facts["archive"]?.string == "3b")
    }

    @Test func `a cut, extended or changed file is a finding`() throws {
        let whole = document()
        for spoilt in [
            String(whole.dropLast(30)), whole + "more", String(whole.dropFirst(3)), whole.replacing("/Kids [", with: "/Kids   ["),
            whole.replacing("startxref\n", with: "startxref\n9"), "", "not a document",
        ] {
            let codes = Set(try findings(spoilt).map(\.code))
            #expect(codes == ["body.pdf"] || (spoilt.isEmpty && codes.contains("body.empty")), "\(codes) for \(spoilt.prefix(40))")
        }
    }

    @Test(arguments: [
        ("", "", "/ID [<00> <00>]", "no form of PDF/A"),
        ("<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>", "", "/ID [<00> <00>]", "PDF/A-1b"),
        (nil, "/OpenAction << /S /JavaScript /JS (x) >>", "/ID [<00> <00>]", "/JavaScript"), (nil, "", "", "no /ID"),
        (nil, "", "/ID [<00> <00>] /Encrypt 9 0 R", "encrypted"),
    ])
    func `what an archive could not keep is a finding`(xmp: String?, catalogue: String, trailer: String, words: String) throws {
        let body = xmp.map { document(xmp: $0, catalogue: catalogue, trailer: trailer) } ?? document(catalogue: catalogue, trailer: trailer)
        let found = try findings(body)
        #expect(found.count == 1 && found[0].code == "body.pdf" && found[0].message.contains(words), "\(found)")
        #expect(found.allSatisfy { !$0.remedy.isEmpty })
        #expect(try findings(body, "status: 200\nbody: { application/pdf: { pdf: { match: { $.pages: 1 } } } }").isEmpty)
    }

    @Test func `what the document says of itself is matched`() throws {
        let other = "status: 200\nbody: { application/pdf: { pdf: { match: { $.pages: { min: 2 }, $.title: Other, $.source: x } } } }"
        #expect(try findings(document(), other).map(\.code) == ["body.pdf", "body.pdf", "body.pdf"])
    }
}
