import Foundation
import TestSupport
import Testing

@testable import XMLDocuments

@Suite struct XMLSchemaTests {
    static let ledger = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" xmlns="urn:t" elementFormDefault="qualified">
         <xs:element name="report"><xs:complexType><xs:sequence>
          <xs:element name="row" maxOccurs="unbounded"><xs:complexType>
            <xs:sequence><xs:element name="amount" type="xs:decimal"/><xs:element name="date" type="xs:date"/></xs:sequence>
            <xs:attribute name="id" type="xs:positiveInteger" use="required"/></xs:complexType></xs:element>
         </xs:sequence></xs:complexType></xs:element>
        </xs:schema>
        """

    private func schema() throws -> XMLSchema { try XMLSchema(xsd: Array(Self.ledger.utf8), named: "ledger.xsd") }

    private func row(_ inner: String) -> String { "<report xmlns=\"urn:t\">\n\(inner)\n</report>" }

    @Test func `a valid document has no issues`() throws {
        let document = row("<row id=\"1\"><amount>12.5</amount><date>2024-02-29</date></row>")
        #expect(try schema().issues(in: Array(document.utf8)).isEmpty)
    }

    @Test func `every breach is reported with its line`() throws {
        let document = """
            <report xmlns="urn:t">
              <row id="1"><amount>12.5</amount><date>2024-01-31</date></row>
              <row id="0">
                <amount>abc</amount>
                <date>2024-02-30</date>
              </row>
              <row><amount>1</amount></row>
            </report>
            """
        let issues = try schema().issues(in: Array(document.utf8))
        #expect(Set(issues.map(\.line)) == [3, 4, 5, 7])
        #expect(issues.allSatisfy { $0.code >= 1700 && !$0.message.contains("\n") })
    }

    @Test func `a breach has the column at the end of its tag`() throws {
        let issues = try schema().issues(in: Array("<report xmlns=\"urn:t\">\n  <row id=\"0\"/></report>".utf8))
        #expect(issues.map(\.line) == [2, 2])
        #expect(issues.map(\.column) == [14, 16])
    }

    @Test func `a file is judged as its bytes are, piece by piece`() throws {
        let folder = try TemporaryFolder()
        let rows = (1...20_000).map { "<row id=\"\($0)\"><amount>1</amount><date>2024-01-31</date></row>\n" }
        let good = row(rows.joined())
        let bad = good.replacing("<row id=\"19999\">", with: "<row id=\"none\">")
        for (name, text) in [("good", good), ("bad", bad), ("cut", String(good.dropLast(30))), ("empty", ""), ("type", "<!DOCTYPE a><a/>")]
        {
            let path = folder.url.appending(path: name + ".xml").path
            try Data(text.utf8).write(to: URL(filePath: path))
            #expect(try schema().issues(inFile: path) == schema().issues(in: Array(text.utf8)), "\(name)")
        }
        let path = folder.url.appending(path: "bad.xml").path
        #expect(try schema().issues(inFile: path).first?.line == 20_000)
        #expect(try schema().issues(inFile: path, limits: XMLLimits(maximumBytes: 70_000)).map(\.code) == [XMLIssue.tooLargeCode])
        #expect(throws: XMLError(.unreadable, "")) { try schema().issues(inFile: path + ".none") }
    }

    @Test func `a line beyond 65535 is told`() throws {
        let issues = try schema().issues(in: Array(row(String(repeating: "\n", count: 70_000) + "<row/>").utf8))
        #expect(issues.first?.line == 70_002)
    }

    @Test(arguments: [
        ("", 1), ("<report", 1), ("<report xmlns='urn:t'><row></report>", 1), ("not xml", 1), ("<a/><b/>", 1), ("\u{0}", 1),
        ("<report xmlns='urn:t'>&undefined;</report>", 1),
    ])
    func `what is not well-formed is an issue`(document: String, line: Int) throws {
        let issues = try schema().issues(in: Array(document.utf8))
        #expect(!issues.isEmpty)
        #expect(issues.first.map { $0.line == line || $0.code == XMLIssue.unexplainedCode } == true, "\(issues)")
    }

    @Test func `bytes that are not UTF-8 are an issue`() throws {
        #expect(try !schema().issues(in: Array("<report>".utf8) + [0xFF, 0xFE] + Array("</report>".utf8)).isEmpty)
    }

    @Test func `an unknown root is an issue`() throws {
        #expect(try schema().issues(in: Array("<other/>".utf8)).count == 1)
    }

    @Test func `a document type is refused`() throws {
        let bomb =
            "<!DOCTYPE report [<!ENTITY a \"ha\">"
            + (0..<30).map { "<!ENTITY a\($0) \"" + String(repeating: "&a\($0 == 0 ? "" : String($0 - 1));", count: 10) + "\">" }.joined()
            + "]><report xmlns=\"urn:t\">&a29;</report>"
        let issues = try schema().issues(in: Array(bomb.utf8))
        #expect(issues.contains { $0.code == XMLIssue.documentTypeCode }, "\(issues)")
        let encoded = Array(
            "<!DOCTYPE report [<!ENTITY a \"b\">]><report xmlns=\"urn:t\"/>".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
        #expect(try schema().issues(in: [0xFE, 0xFF] + encoded).contains { $0.code == XMLIssue.documentTypeCode })
        let late = "<?xml version='1.0'?>\n<!-- <!DOCTYPE -->\n<?a b?><!DOCTYPE report><report xmlns=\"urn:t\"/>"
        #expect(try schema().issues(in: Array(late.utf8)).map(\.line) == [3])
        let external = "<!DOCTYPE report SYSTEM \"file:///etc/passwd\"><report xmlns=\"urn:t\"/>"
        #expect(try schema().issues(in: Array(external.utf8)).contains { $0.code == XMLIssue.documentTypeCode })
    }

    @Test func `limits are kept`() throws {
        let document = Array(row(String(repeating: "<row/>", count: 500)).utf8)
        #expect(try schema().issues(in: document, limits: XMLLimits(maximumIssues: 7)).count == 7)
        let tooLarge = try schema().issues(in: document, limits: XMLLimits(maximumBytes: document.count - 1))
        #expect(tooLarge.map(\.code) == [XMLIssue.tooLargeCode])
    }

    @Test func `one schema serves several validations at a time`() async throws {
        let schema = try schema()
        let good = Array(row(String(repeating: "<row id=\"1\"><amount>1</amount><date>2024-01-31</date></row>\n", count: 2000)).utf8)
        let bad = Array(row("<row id=\"x\"/>").utf8)
        let counts = await withTaskGroup(of: Int.self) { group in
            for number in 0..<8 { group.addTask { schema.issues(in: number.isMultiple(of: 2) ? good : bad).count } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.filter { $0 == 0 }.count == 4 && counts.filter { $0 > 0 }.count == 4)
    }

    @Test(arguments: [
        ("", XMLError.Code.notWellFormed), ("<xs:schema", .notWellFormed), ("<a/>", .invalidSchema),
        ("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='a' type='none'/></xs:schema>", .invalidSchema),
        (
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation='/etc/passwd'/></xs:schema>",
            .refusedReference
        ),
        (
            "<s:schema xmlns:s='http://www.w3.org/2001/XMLSchema'><s:import namespace='urn:x' schemaLocation='http://a.invalid/x'/></s:schema>",
            .refusedReference
        ),
    ])
    func `a schema that cannot be used says why`(text: String, code: XMLError.Code) {
        #expect(throws: XMLError(code, "")) { try XMLSchema(xsd: Array(text.utf8), named: "x.xsd") }
    }

    @Test func `a schema file draws in only what lies below its folder`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "assay-xsd \(ProcessInfo.processInfo.processIdentifier)")
        let inner = folder.appending(path: "main")
        try FileManager.default.createDirectory(at: inner.appending(path: "part"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ text: String, _ path: String) throws {
            try Data("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\(text)</xs:schema>".utf8).write(
                to: folder.appending(path: path))
        }
        try write(
            "<xs:simpleType name=\"short\"><xs:restriction base=\"xs:string\"><xs:maxLength value=\"2\"/></xs:restriction></xs:simpleType>",
            "main/part/types.xsd")
        try write("<xs:simpleType name=\"short\"><xs:restriction base=\"xs:string\"/></xs:simpleType>", "outside.xsd")
        try write("<xs:include schemaLocation=\".\\part\\types.xsd\"/><xs:element name=\"a\" type=\"short\"/>", "main/inside.xsd")
        try write("<xs:include schemaLocation=\"../outside.xsd\"/><xs:element name=\"a\" type=\"short\"/>", "main/escaping.xsd")
        try write("<xs:include schemaLocation=\"gone.xsd\"/>", "main/dangling.xsd")
        let schema = try XMLSchema(file: inner.appending(path: "inside.xsd").path)
        #expect(schema.issues(in: Array("<a>ab</a>".utf8)).isEmpty)
        #expect(schema.issues(in: Array("<a>abc</a>".utf8)).count >= 1)
        for name in ["escaping", "dangling"] {
            #expect(throws: XMLError(.refusedReference, "")) { try XMLSchema(file: inner.appending(path: "\(name).xsd").path) }
        }
        #expect(throws: Never.self) { try XMLSchema(file: inner.appending(path: "escaping.xsd").path, within: folder.path) }
        #expect(throws: XMLError(.unreadable, "")) { try XMLSchema(file: folder.appending(path: "none.xsd").path) }
        try FileManager.default.createSymbolicLink(
            at: inner.appending(path: "gone.xsd"), withDestinationURL: folder.appending(path: "outside.xsd"))
        #expect(throws: XMLError(.refusedReference, "")) { try XMLSchema(file: inner.appending(path: "dangling.xsd").path) }
    }
}
