import Testing

@testable import Documents

@Suite struct JSONPointerTests {
    // RFC 6901 §5.
    @Test func `the examples of RFC 6901`() throws {
        let document = try json(#"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#)
        let expected: [(String, Node)] = [
            ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3), ("/g|h", 4), ("/i\\j", 5),
            ("/k\"l", 6),
            ("/ ", 7), ("/m~0n", 8),
        ]
        for (text, node) in expected {
            let pointer = try JSONPointer(parsing: text)
            #expect(pointer.node(in: document) == node, "\(text)")
            #expect(pointer.description == text)
        }
        #expect(try JSONPointer(parsing: "").node(in: document) == document)
    }

    @Test(arguments: ["/foo/2", "/foo/-", "/foo/00", "/foo/01", "/foo/+1", "/bar", "/foo/0/x", "/foo/99999999999999999999"])
    func `a pointer to nothing leads to nothing`(text: String) throws {
        #expect(try JSONPointer(parsing: text).node(in: ["foo": ["bar", "baz"]]) == nil)
    }

    @Test(arguments: [("foo", 1), ("/a~", 3), ("/a~2", 3), ("#/a", 1)])
    func `what is no pointer is refused`(text: String, column: Int) {
        do {
            _ = try JSONPointer(parsing: text)
            Issue.record("\(text) was accepted")
        } catch {
            #expect(error.code == .pointer && error.place.column == column, "\(error) at \(error.place)")
        }
    }

    @Test func `tokens are escaped in the right order`() throws {
        #expect(JSONPointer(["~1", "a/b"]).description == "/~01/a~1b")
        #expect(try JSONPointer(parsing: "/~01").tokens == ["~1"])
        #expect(JSONPointer().appending("a").appending(3).description == "/a/3")
    }
}
