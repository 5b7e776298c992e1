import Testing

@testable import XMLDocuments

@Suite struct XMLTreeTests {
    private func root(_ text: String) throws -> XMLTree { try XMLDocument(parsing: Array(text.utf8)).root() }

    @Test func `names come without prefix, with their namespace`() throws {
        let root = try root("<r xmlns='urn:a' xmlns:b='urn:b'><b:x>1</b:x><x xmlns=''>2</x></r>")
        #expect(root.name == "r" && root.namespace == "urn:a" && root.text.isEmpty)
        #expect(root.children.map(\.name) == ["x", "x"])
        #expect(root.children.map(\.namespace) == ["urn:b", ""])
        #expect(root.children.map(\.text) == ["1", "2"])
    }

    @Test func `a text is whole, whatever it is written with`() throws {
        let root = try root("<r><a>1 &lt; <!-- not this --><![CDATA[<2>]]>&#x20AC;</a><b> </b><c/></r>")
        #expect(root.text(of: "a") == "1 < <2>€")
        #expect(root.text(of: "b") == " ")
        #expect(root.text(of: "c") == "")
        #expect(root.text(of: "d") == nil)
        #expect(root.first("a")?.children == [])
    }

    @Test func `of elements of one name the first is found, and all are there`() throws {
        let root = try root("<r><a>1</a><b/><a>2</a></r>")
        #expect(root.first("a")?.text == "1")
        #expect(root.children.filter { $0.name == "a" }.map(\.text) == ["1", "2"])
    }
}
