import TestSupport
import Testing

@testable import XMLDocuments

/// Damaged documents, schemas and expressions: each is read or refused, and what it says of it is true.
@Suite(.serialized) struct MutationTests {
    private static let documents = [
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <r:report xmlns:r="urn:report" xmlns="urn:rows" day='2026-10-15'>
          <row id="1">ä &amp; <b xmlns:unused="urn:unused">1&#13;</b></row><!-- a comment --><?pi x?>
          <row id="2" xml:space="preserve"><![CDATA[<&>]]></row>
        </r:report>
        """, "<a b='&quot;&#x9;&#10;'><b/>&lt;&#xE9;</a>", "<a xmlns:p='urn:p' p:x='1' x=\"2\"><p:b xmlns:p='urn:q'/></a>",
    ]
    private static let tokens = [
        "<", ">", "/>", "</", "<a>", "</a>", "<!--", "-->", "<![CDATA[", "]]>", "<?x ", "?>", "&", "&amp;", "&#", "&#x0;", "&#xD800;",
        "&e;",
        "<!DOCTYPE a [<!ENTITY e \"x\">]>", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">", " xmlns:p=\"urn:p\"", " xmlns=\"\"", "p:", ":",
        "\"",
        "'", "=", "<?xml version=\"1.1\"?>", "encoding=\"UTF-16\"", "xml:base=\"..\"", "<xi:include href=\"x\"/>",
    ]

    @Test func `a canonical form is a document whose canonical form it is`() {
        let tally = Mutations(seed: 60, of: Self.documents, tokens: Self.tokens).tally { bytes in
            do throws(XMLError) {
                let document = try XMLDocument(parsing: bytes)
                for method in [CanonicalMethod.exclusive, .inclusive] {
                    let form = try document.canonicalBytes(method)
                    guard try XMLDocument(parsing: form).canonicalBytes(method) == form else {
                        return .broken("\(method): \(String(decoding: form, as: UTF8.self))")
                    }
                }
                return .accepted
            } catch {
                let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
                guard !error.description.isEmpty, error.issues.allSatisfy({ (0...(lines + 1)).contains($0.line) }) else {
                    return .broken("\(error.issues)")
                }
                // Relative namespaces have no canonical form (Canonical XML 1.0 §1.3).
                return [.notWellFormed, .documentType, .failed].contains(error.code) ? .refused : .broken("\(error)")
            }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a document is valid only if it is one, and the same from a tree`() throws {
        let schema = try XMLSchema(xsd: Array(XMLSchemaTests.ledger.utf8), named: "ledger.xsd")
        let row = "<row id=\"1\"><amount>12.5</amount><date>2024-02-29</date></row>"
        let documents = ["<report xmlns=\"urn:t\">\n\(row)\n\(row)\n</report>", "<report xmlns='urn:t'>\(row)<!-- c --></report>"]
        let tokens = Self.tokens + [row, "<amount>", "1e5", "-0", "2024-02-30", "id=\"0\"", "xsi:type=\"x\"", "xsi:nil=\"true\""]
        let tally = Mutations(seed: 61, of: documents, tokens: tokens).tally { bytes in
            let issues = schema.issues(in: bytes)
            let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
            guard issues.allSatisfy({ !$0.message.isEmpty && (0...(lines + 1)).contains($0.line) }) else { return .broken("\(issues)") }
            let isDocument = (try? XMLDocument(parsing: bytes)) != nil
            if issues.isEmpty, !isDocument { return .broken("valid, yet no document") }
            return issues.isEmpty ? .accepted : .refused
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a schema compiles or is refused`() {
        let include = "<xs:include schemaLocation=\"file:///etc/passwd\"/>"
        let tokens = [
            "xs:", "type=\"xs:", "decimal", "string", "<xs:", "/>", "minOccurs=\"0\"", "maxOccurs=\"", "unbounded", "99999999999", "\"",
            "<xs:pattern value=\"[a-z\"/>", include, "<xs:import namespace=\"urn:x\" schemaLocation=\"http://127.0.0.1:1/x\"/>",
            "ref=\"report\"",
            "<xs:choice>", "</xs:choice>", "<xs:any/>", "substitutionGroup=\"report\"", "<!DOCTYPE xs:schema [<!ENTITY e \"&e;\">]>",
            "name=\"row\"",
        ]
        let document = Array("<report xmlns=\"urn:t\"><row id=\"1\"><amount>1</amount><date>2024-02-29</date></row></report>".utf8)
        let tally = Mutations(seed: 62, of: [XMLSchemaTests.ledger], tokens: tokens).tally { bytes in
            do throws(XMLError) {
                _ = try XMLSchema(xsd: bytes, named: "x.xsd").issues(in: document)
                return .accepted
            } catch {
                let isKnown = [.notWellFormed, .invalidSchema, .refusedReference].contains(error.code)
                return isKnown && !error.description.isEmpty ? .refused : .broken("\(error)")
            }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `an expression selects values or is refused`() throws {
        let document = try XMLDocument(parsing: Array(Self.documents[0].utf8))
        let expressions = [
            "//r:report/@day", "count(//*[position() < last()])", "string((//x:row | //@id)[1])", "sum(//x:row/@id) * -1 div 0 mod 3",
            "translate(normalize-space(/), 'a', 'b') = \"c\"", "//x:row[@id='2']/following-sibling::node()[1]/ancestor-or-self::*",
        ]
        let tokens = [
            "//", "::", "@", "[", "]", "(", ")", "|", "*", "..", "$v", "'", "\"", "id(", "document('x')", "substring(", "concat(", "and ",
            "or ",
            "div ", "mod ", "-", "1e5", "x:", "namespace::*", "preceding::", "key(",
        ]
        let tally = Mutations(seed: 63, of: expressions, tokens: tokens).tally { bytes in
            do throws(XMLError) {
                _ = try document.values(
                    xpath: String(decoding: bytes, as: UTF8.self), namespaces: ["r": "urn:report", "x": "urn:rows"])
                return .accepted
            } catch { return error.code == .invalidXPath && !error.description.isEmpty ? .refused : .broken("\(error)") }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `what the writer takes is read back as it was`() {
        let tally = Mutations(
            seed: 64, of: ["name\nvalue & <text>\r\n\"'ä", "a:b\n]]>", "x\n\t"], tokens: ["\n", "<", "&", "\u{FFFE}", ":"]
        )
        .tally { bytes in
            let parts = String(decoding: bytes, as: UTF8.self).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            let text = parts.count == 2 ? String(parts[1]) : ""
            do throws(XMLError) {
                var writer = XMLWriter()
                try writer.start("root", attributes: [("value", text)])
                try writer.element(String(parts[0]), text: text)
                try writer.end()
                let namespaces = String(parts[0]).contains(":")
                guard let document = try? XMLDocument(parsing: writer.bytes) else {
                    // The writer does not know of namespaces: an unbound prefix is the caller's.
                    return namespaces || parts[0].hasPrefix("xmlns") ? .accepted : .broken("not read back")
                }
                let values = try document.values(xpath: "/root/@value | /root/*")
                return values.allSatisfy { Array($0.utf8) == Array(text.utf8) } && values.count == 2
                    ? .accepted : .broken("reads \(values)")
            } catch { return error.code == .notWritable ? .refused : .broken("\(error)") }
        }
        #expect(tally.isSound, "\(tally)")
    }
}
