import Testing

@testable import XMLDocuments

@Suite struct XMLWriterTests {
    private func report(_ text: String) throws -> [UInt8] {
        var writer = XMLWriter()
        try writer.startDocument()
        try writer.start("r:report", attributes: [("xmlns:r", "urn:r"), ("note", "\"<&>\"\n")])
        try writer.element("r:row", attributes: [("id", "1")], text: text)
        try writer.start("r:rows")
        try writer.element("r:empty")
        try writer.end()
        try writer.end()
        return writer.bytes
    }

    @Test func `a document is laid out the same way every time`() throws {
        let expected = """
            <?xml version="1.0" encoding="UTF-8"?>
            <r:report xmlns:r="urn:r" note="&quot;&lt;&amp;&gt;&quot;&#xA;">
              <r:row id="1">a &lt; b &amp; שלום</r:row>
              <r:rows>
                <r:empty/>
              </r:rows>
            </r:report>

            """
        #expect(String(decoding: try report("a < b & שלום"), as: UTF8.self) == expected)
        #expect(try report("x") == report("x"))
    }

    @Test(arguments: ["]]>", "\r\n\t", "&amp;", "<a>", " ", "😀", "\u{FFFD}"]) func `text is read back as it was written`(text: String)
        throws
    {
        #expect(try XMLDocument(parsing: report(text)).values(xpath: "//*[@id]") == [text])
    }

    @Test(arguments: ["\u{0}", "\u{1}", "\u{B}", "\u{FFFE}", "a\u{1F}"]) func `a character that XML has not is refused`(text: String) {
        #expect(throws: XMLError(.notWritable, "")) { try report(text) }
    }

    @Test(arguments: ["", "1a", "a b", "a:b:c", ":a", "a:", "-a", "a>", "xml<"]) func `a name that XML has not is refused`(name: String) {
        var writer = XMLWriter()
        #expect(throws: XMLError(.notWritable, "")) { try writer.element(name) }
        #expect(throws: XMLError(.notWritable, "")) { try writer.element("a", attributes: [(name, "")]) }
        #expect(writer.bytes.isEmpty)
    }

    @Test func `calls in an impossible order are refused`() throws {
        let refused = XMLError(.notWritable, "")
        var writer = XMLWriter()
        #expect(throws: refused) { try writer.end() }
        #expect(throws: refused) { try writer.text("x") }
        try writer.start("a")
        #expect(throws: refused) { try writer.startDocument() }
        #expect(throws: refused) { try writer.element("b", attributes: [("x", "1"), ("x", "2")]) }
        try writer.text("x")
        #expect(throws: refused) { try writer.start("b") }
        #expect(!writer.isComplete)
        try writer.end()
        #expect(writer.isComplete)
        #expect(throws: refused) { try writer.start("second") }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "<a>x</a>\n")
    }
}
