import Foundation
import TestSupport
import Testing

@testable import XMLDocuments

/// Documents, schemas and expressions made to do harm: each is refused within a limit, and nothing beside them is read.
@Suite struct HostileInputTests {
    private func error(_ body: () throws -> Void) -> XMLError? {
        do {
            try body()
            return nil
        } catch { return error as? XMLError }
    }

    private func ledger() throws -> XMLSchema { try XMLSchema(xsd: Array(XMLSchemaTests.ledger.utf8), named: "ledger.xsd") }

    /// Entities that would grow to 10³⁰ characters, and the reference that would grow them.
    private static func laughs(root: String) -> String {
        let levels = (1..<30).map { "<!ENTITY a\($0) \"" + String(repeating: "&a\($0 - 1);", count: 10) + "\">" }
        return "<!DOCTYPE \(root) [<!ENTITY a0 \"ha\">\(levels.joined())]>"
    }

    // MARK: Entities

    @Test func `entities are refused by every reader of documents`() throws {
        let folder = try TemporaryFolder()
        let secret = try folder.write("SECRET", to: "secret.txt")
        for prolog in [
            Self.laughs(root: "report"), "<!DOCTYPE report [<!ENTITY a29 SYSTEM \"file://\(secret)\">]>",
            "<!DOCTYPE report [<!ENTITY % p SYSTEM \"file://\(secret)\"> %p;]>", "<!DOCTYPE report SYSTEM \"file://\(secret)\">",
            "<!DOCTYPE report PUBLIC \"-//x//y\" \"http://127.0.0.1:1/x.dtd\">",
        ] {
            let document = "\(prolog)<report xmlns=\"urn:t\">&a29;</report>"
            #expect(error { _ = try XMLDocument(parsing: Array(document.utf8)) }?.code == .documentType, "\(prolog.prefix(60))")
            let path = try folder.write(document, to: "document.xml")
            for issues in [try ledger().issues(in: Array(document.utf8)), try ledger().issues(inFile: path)] {
                #expect(issues.map(\.code) == [XMLIssue.documentTypeCode], "\(issues)")
            }
            let plain = try XMLDocument(parsing: Array("<report/>".utf8))
            let refused = error { _ = try plain.appending(document) }
            #expect(refused?.code == .documentType)
            // UTF-16, which the look at the bytes before parsing does not see.
            let wide: [UInt8] = [0xFE, 0xFF] + document.utf16.flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
            #expect(error { _ = try XMLDocument(parsing: wide) }?.code == .documentType)
            // Whichever is seen first: the document type, or the entity that nobody declared.
            #expect(try !ledger().issues(in: wide).isEmpty)
        }
    }

    /// Texts are counted up to the next tag, whatever they are cut into.
    @Test(arguments: [("", ""), ("<![CDATA[", "]]>"), ("<!-- -->", "&lt;")])
    func `a text that does not end is refused, one of the longest length is read`(before: String, after: String) throws {
        let xsd = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:element name=\"t\" type=\"xs:string\"/></xs:schema>"
        let schema = try XMLSchema(xsd: Array(xsd.utf8), named: "t.xsd")
        let folder = try TemporaryFolder()
        let escapes = after == "&lt;" ? 1 : 0
        func issues(bytes: Int) throws -> [[XMLIssue]] {
            let pieces = 50
            let piece = before + String(repeating: "x", count: bytes / pieces - escapes) + after
            let document = "<t>" + String(repeating: piece, count: pieces) + "</t>"
            let path = try folder.write(document, to: "document.xml")
            return [schema.issues(in: Array(document.utf8)), try schema.issues(inFile: path)]
        }
        for found in try issues(bytes: 10_000_000) { #expect(found.isEmpty, "\(found)") }
        for found in try issues(bytes: 10_000_050) {
            #expect(found.map(\.code) == [XMLIssue.textTooLongCode], "\(found)")
            #expect(found.first?.line == 1)
        }
    }

    @Test func `a schema may have entities, but none that multiply or come from elsewhere`() throws {
        let folder = try TemporaryFolder()
        let secret = try folder.write("SECRET", to: "secret.txt")
        func schema(_ prolog: String) -> [UInt8] {
            let open = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">"
            return Array("\(prolog)\(open)<xs:annotation><xs:documentation>&a29;</xs:documentation></xs:annotation></xs:schema>".utf8)
        }
        #expect(error { _ = try XMLSchema(xsd: schema("<!DOCTYPE xs:schema [<!ENTITY a29 \"x\">]>"), named: "x.xsd") } == nil)
        // References within a schema's text are not resolved, so that nothing grows and nothing is fetched.
        for prolog in [
            Self.laughs(root: "xs:schema"), "<!DOCTYPE xs:schema [<!ENTITY a29 SYSTEM \"file://\(secret)\">]>",
            "<!DOCTYPE xs:schema [<!ENTITY % p SYSTEM \"file://\(secret)\"> %p; <!ENTITY a29 \"x\">]>",
            "<!DOCTYPE xs:schema SYSTEM \"file://\(secret)\" [<!ENTITY a29 \"x\">]>",
        ] {
            let refused = error { _ = try XMLSchema(xsd: schema(prolog), named: "x.xsd") }
            #expect(refused?.description.contains("SECRET") != true)
        }
        // In an attribute they would have to be.
        let attribute =
            "\(Self.laughs(root: "xs:schema"))<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"&a29;\"/>"
        #expect(error { _ = try XMLSchema(xsd: Array(attribute.utf8), named: "x.xsd") }?.code == .notWellFormed)
    }

    @Test func `a schema includes nothing that it was not given`() throws {
        let folder = try TemporaryFolder()
        let outside = try folder.write("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"/>", to: "outside.xsd")
        for location in ["file://\(outside)", outside, "http://127.0.0.1:1/x.xsd", "../outside.xsd", "file:///etc/passwd"] {
            let text = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:include schemaLocation=\"\(location)\"/></xs:schema>"
            #expect(error { _ = try XMLSchema(xsd: Array(text.utf8), named: "x.xsd") }?.code == .refusedReference, "\(location)")
        }
    }

    @Test func `XInclude and stylesheets are text like any other`() throws {
        let folder = try TemporaryFolder()
        let secret = try folder.write("SECRET", to: "secret.txt")
        let text =
            "<?xml-stylesheet href=\"file://\(secret)\"?><a xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include parse=\"text\" href=\"file://\(secret)\"/></a>"
        let document = try XMLDocument(parsing: Array(text.utf8))
        #expect(try document.values(xpath: "string(/)") == [""])
        #expect(try !String(decoding: document.exclusiveCanonicalBytes(), as: UTF8.self).contains("SECRET"))
    }

    // MARK: Depth and size

    @Test func `a million levels are refused`() throws {
        let deep = Array(String(repeating: "<a>", count: 1_000_000).utf8)
        #expect(error { _ = try XMLDocument(parsing: deep) }?.code == .notWellFormed)
        let issues = try ledger().issues(in: deep)
        #expect(!issues.isEmpty && issues.count <= 100)
        #expect(error { _ = try XMLSchema(xsd: deep, named: "x.xsd") }?.code == .notWellFormed)
    }

    @Test func `a text of more than ten million bytes is refused, and of fewer is not`() throws {
        let edge = String(repeating: "x", count: 9_000_000)
        #expect(try XMLDocument(parsing: Array("<a>\(edge)</a>".utf8)).values(xpath: "string-length(/a)") == ["9000000"])
        let attribute = "<a b=\"\(String(repeating: "x", count: 10_000_001))\"/>"
        #expect(error { _ = try XMLDocument(parsing: Array(attribute.utf8)) }?.code == .notWellFormed)
        let limit = XMLLimits(maximumBytes: 1000)
        #expect(error { _ = try XMLDocument(parsing: Array("<a>\(edge)</a>".utf8), limits: limit) }?.code == .tooLarge)
        #expect(try ledger().issues(in: Array("<a>\(edge)</a>".utf8), limits: limit).map(\.code) == [XMLIssue.tooLargeCode])
    }

    @Test(
        arguments: ["<b/>", "<b>text</b>", "<!--c-->", "<?p i?>", "<![CDATA[d]]>", "<!---->text"]
    )
    func `a tree has as many nodes as it may, and not one more`(piece: String) throws {
        #expect(XMLLimits.standard.maximumNodes == 5_000_000)
        let limits = XMLLimits(maximumNodes: 1000)
        func document(_ nodes: Int) -> [UInt8] { Array("<a>\(String(repeating: piece, count: nodes - 1))</a>".utf8) }
        let most = try XMLDocument(parsing: document(1000), limits: limits)
        #expect(try most.values(xpath: "count(/a)") == ["1"])
        let refused = error { _ = try XMLDocument(parsing: document(1001), limits: limits) }
        #expect(refused?.code == .tooLarge && refused?.issues.map(\.code) == [XMLIssue.tooManyNodesCode], "\(refused as Any)")
    }

    @Test func `attributes and declarations of namespaces are nodes too`() throws {
        let names = (0..<499).map { " b\($0)=\"\"" } + (0..<500).map { " xmlns:c\($0)=\"urn:\($0)\"" }
        let limits = XMLLimits(maximumNodes: 1000)
        let most = try XMLDocument(parsing: Array("<a\(names.joined())/>".utf8), limits: limits)
        #expect(try most.values(xpath: "count(/a/@*)") == ["499"])
        let refused = error { _ = try XMLDocument(parsing: Array("<a\(names.joined()) d=\"\"/>".utf8), limits: limits) }
        #expect(refused?.code == .tooLarge)
    }

    @Test func `a hundred thousand breaches are a hundred issues`() throws {
        let rows = "<report xmlns=\"urn:t\">\(String(repeating: "<row/>", count: 100_000))</report>"
        #expect(try ledger().issues(in: Array(rows.utf8)).count == 100)
    }

    // MARK: Expressions

    @Test(arguments: ["(", "[", "-", "//*[", "count(", "not(", "a/", "1+"])
    func `deep and long expressions are refused`(piece: String) throws {
        let document = try XMLDocument(parsing: Array("<a/>".utf8))
        let refused = error { _ = try document.values(xpath: String(repeating: piece, count: 200_000)) }
        #expect(refused?.code == .invalidXPath)
        #expect(refused.map { $0.description.count < 1_000 } == true, "an error is as long as it must be, however long the expression is")
    }

    // MARK: Namespaces

    @Test func `a prefix that is not bound is an issue for a schema too, with its place`() throws {
        let row = "<row p:id=\"1\" id=\"1\"><amount>1</amount><date>2024-01-31</date></row>"
        let document = Array("<report xmlns=\"urn:t\">\n\(row)\n</report>".utf8)
        let issues = try ledger().issues(in: document)
        #expect(issues.contains { $0.line == 2 && $0.message.contains("p for id") }, "\(issues)")
        #expect(error { _ = try XMLDocument(parsing: document) }?.code == .notWellFormed)
    }

    @Test func `what is not well-formed says why under a schema too`() throws {
        let issues = try ledger().issues(in: Array("<report xmlns=\"urn:t\"><row id=\"1\"></report>".utf8))
        #expect(issues.contains { $0.code < 1000 && $0.message.contains("row") }, "\(issues)")
    }
}
