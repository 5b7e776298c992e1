import XMLDocuments

/// The metadata of a printed report as XMP (ISO 16684-1), with the mark of PDF/A-2b; the same as its information dictionary.
struct XMPPacket {
    let report: PrintedReport
    /// As the library that drew the document names itself.
    let producer: String

    /// - Throws: `XMLError` when a text has characters that XML cannot hold.
    func bytes() throws -> [UInt8] {
        var writer = XMLWriter()
        try writer.start("x:xmpmeta", attributes: [("xmlns:x", "adobe:ns:meta/")])
        try writer.start("rdf:RDF", attributes: [("xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")])
        try describe("pdfaid", "http://www.aiim.org/pdfa/ns/id/", in: &writer) { writer throws in
            try writer.element("pdfaid:part", text: "2")
            try writer.element("pdfaid:conformance", text: "B")
        }
        try describe("dc", "http://purl.org/dc/elements/1.1/", in: &writer) { writer throws in
            try writer.element("dc:format", text: "application/pdf")
            try writer.element("dc:identifier", text: report.identifier)
            if let twin = report.twin { try writer.element("dc:source", text: "sha256:" + twin.sha256) }
            try list("dc:title", "rdf:Alt", report.title, in: &writer)
            try list("dc:description", "rdf:Alt", report.subject, in: &writer)
            try list("dc:creator", "rdf:Seq", report.author, in: &writer)
            try list("dc:language", "rdf:Bag", report.language.rawValue, in: &writer)
        }
        try describe("xmp", "http://ns.adobe.com/xap/1.0/", in: &writer) { writer throws in
            try writer.element("xmp:CreateDate", text: report.createdAt.toTheSecond)
            try writer.element("xmp:CreatorTool", text: report.software)
        }
        try describe("pdf", "http://ns.adobe.com/pdf/1.3/", in: &writer) { writer throws in
            try writer.element("pdf:Producer", text: producer)
        }
        try writer.end()
        try writer.end()
        return Array("<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n".utf8) + writer.bytes
            + Array("<?xpacket end=\"r\"?>".utf8)
    }

    /// One description for each schema, as older checkers want it.
    private func describe(
        _ prefix: String, _ namespace: String, in writer: inout XMLWriter, _ content: (inout XMLWriter) throws -> Void
    ) throws {
        try writer.start("rdf:Description", attributes: [("rdf:about", ""), ("xmlns:" + prefix, namespace)])
        try content(&writer)
        try writer.end()
    }

    private func list(_ name: String, _ kind: String, _ text: String, in writer: inout XMLWriter) throws {
        try writer.start(name)
        try writer.start(kind)
        try writer.element("rdf:li", attributes: kind == "rdf:Alt" ? [("xml:lang", "x-default")] : [], text: text)
        try writer.end()
        try writer.end()
    }
}
