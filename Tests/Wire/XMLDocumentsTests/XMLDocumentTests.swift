import Testing

@testable import XMLDocuments

@Suite struct XMLDocumentTests {
    private static let text = """
        <r xmlns="urn:a" xmlns:b="urn:b"><b:x n="2">second &amp; <b:y>more</b:y></b:x><x>first</x><b:x n="10"/></r>
        """

    private func values(_ xpath: String, _ namespaces: [String: String] = ["a": "urn:a", "b": "urn:b"]) throws -> [String] {
        try XMLDocument(parsing: Array(Self.text.utf8)).values(xpath: xpath, namespaces: namespaces)
    }

    @Test(arguments: [
        ("/a:r/a:x", ["first"]), ("//b:x", ["second & more", ""]), ("//b:x/@n", ["2", "10"]), ("count(//b:x)", ["2"]),
        ("sum(//@n)", ["12"]), ("//b:x[@n > 5]/@n", ["10"]), ("boolean(//none)", ["false"]), ("string(//a:x)", ["first"]), ("//none", []),
        ("//b:x | //a:x", ["second & more", "first", ""]), ("//x", []), ("1 div 0", ["Infinity"]),
    ])
    func `an expression yields string values in document order`(xpath: String, expected: [String]) throws {
        #expect(try values(xpath) == expected)
    }

    @Test(arguments: [
        "", "//", "/a:r[", "//c:x", "unknown()", "document('/etc/passwd')", "$variable", "//b:x|", "//b:x | ", "(//b:x|)", "//b:x||//a:x",
        "//b:x[@n|]", "//b:x|=1", "|//b:x",
    ])
    func `an expression that cannot be evaluated is refused`(xpath: String) {
        #expect(throws: XMLError(.invalidXPath, "")) { try values(xpath) }
    }

    @Test func `a bar in a literal is a letter`() throws {
        #expect(try values("concat('|', \"'|\", //a:x)") == ["|'|first"])
    }

    @Test func `a costly expression ends`() throws {
        let wide = "<r>" + String(repeating: "<a/>", count: 3000) + "</r>"
        let document = try XMLDocument(parsing: Array(wide.utf8))
        do throws(XMLError) {
            _ = try document.values(xpath: "count(//*[count(//*[count(//*) > 0]) > 0])")
            Issue.record("it ended by itself")
        } catch { #expect(error.code == .invalidXPath) }
    }

    @Test(arguments: [
        ("<a", XMLError.Code.notWellFormed), ("", .notWellFormed), ("<a>\u{1}</a>", .notWellFormed), ("<b:a/>", .notWellFormed),
        ("<!DOCTYPE a><a/>", .documentType),
        ("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", .documentType),
    ])
    func `what cannot be read says why`(text: String, code: XMLError.Code) {
        do throws(XMLError) {
            _ = try XMLDocument(parsing: Array(text.utf8))
            Issue.record("accepted")
        } catch { #expect(error.code == code && !error.description.isEmpty, "\(error)") }
    }

    @Test func `a document over the limit is refused`() {
        do throws(XMLError) {
            _ = try XMLDocument(parsing: Array("<abc/>".utf8), limits: XMLLimits(maximumBytes: 5))
            Issue.record("accepted")
        } catch { #expect(error.code == .tooLarge) }
    }

    @Test func `a document deeper than 256 elements is refused`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)).utf8)
        }
        #expect(try XMLDocument(parsing: nested(200)).values(xpath: "count(//a)") == ["200"])
        do throws(XMLError) {
            _ = try XMLDocument(parsing: nested(300))
            Issue.record("accepted")
        } catch { #expect(error.code == .notWellFormed && error.description.contains("depth"), "\(error)") }
    }

    @Test func `a breach of well-formedness has line and column`() {
        do throws(XMLError) {
            _ = try XMLDocument(parsing: Array("<a>\n<b></a>".utf8))
            Issue.record("accepted")
        } catch { #expect(error.issues.first.map { $0.line == 2 && $0.column > 0 } == true) }
    }

    /// Written after the examples of Canonical XML 1.0 §3 and Exclusive XML Canonicalization 1.0 §2.2.
    @Test(arguments: [
        ("<?xml version=\"1.0\"?>\n<a  b='2'\n a=\"1\"><c/></a>\n", "<a a=\"1\" b=\"2\"><c></c></a>"),
        ("<a xmlns:u=\"urn:u\" xmlns:v=\"urn:v\"><v:b/></a>", "<a><v:b xmlns:v=\"urn:v\"></v:b></a>"),
        ("<a><![CDATA[x<y]]>&#xD;</a>", "<a>x&lt;y&#xD;</a>"), ("<a>ä\r\nb</a>", "<a>ä\nb</a>"), ("<a><!--c--></a>", "<a></a>"),
        ("<a b='&quot;&#9;'/>", "<a b=\"&quot;&#x9;\"></a>"),
    ])
    func `exclusive canonical form`(text: String, expected: String) throws {
        let bytes = try XMLDocument(parsing: Array(text.utf8)).exclusiveCanonicalBytes()
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test func `comments are kept when asked`() throws {
        let bytes = try XMLDocument(parsing: Array("<a><!--c--></a>".utf8)).exclusiveCanonicalBytes(comments: .kept)
        #expect(String(decoding: bytes, as: UTF8.self) == "<a><!--c--></a>")
    }
}
