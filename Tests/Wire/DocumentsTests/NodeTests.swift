import Testing

@testable import Documents

@Suite struct NodeTests {
    @Test(arguments: [
        ("1", "1.0"), ("100", "1e2"), ("0", "-0.0"), ("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}"), ("[1,[2]]", " [ 1.0 , [ 2 ] ]"),
        ("{\"a\":1,\"b\":2,\"c\":{\"x\":[]}}", "{\"a\":1,\"c\":{\"x\":[]},\"b\":2}"),
    ])
    func `equality is by value`(left: String, right: String) throws {
        let (a, b) = (try json(left), try json(right))
        #expect(a == b)
        #expect(a.hashValue == b.hashValue)
    }

    @Test(arguments: [
        ("1", "true"), ("0", "false"), ("null", "0"), ("\"1\"", "1"), ("[1,2]", "[2,1]"), ("{\"a\":1}", "{\"a\":1,\"b\":2}"),
        ("{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":2}"), ("\"\u{E9}\"", "\"e\u{301}\""), ("9007199254740993", "9007199254740992"), ("[]", "{}"),
    ])
    func `what differs in type, order of elements or scalars differs`(left: String, right: String) throws {
        #expect(try json(left) != json(right))
    }

    @Test func `literals, access and change`() {
        let node: Node = ["name": "T16", "rows": 3, "ratio": 0.5, "open": true, "files": ["csv", "xml"]]
        #expect(compact(node) == #"{"name":"T16","rows":3,"ratio":0.5,"open":true,"files":["csv","xml"]}"#)
        #expect(node["files"]?[1]?.string == "xml")
        #expect(node["files"]?[2] == nil && node["files"]?[-1] == nil && node["none"] == nil && node[0] == nil)
        #expect(node["rows"]?.double == 3 && node["ratio"]?.integer == nil && node["open"]?.bool == true)
        #expect(
            compact(node.setting("rows", 4).removing("files").setting("new", .null))
                == #"{"name":"T16","rows":4,"ratio":0.5,"open":true,"new":null}"#)
        #expect(Node.object([("a", 1), ("b", 2), ("a", 3)]) == ["a": 3, "b": 2])
    }

    @Test func `writers escape what must be and nothing else`() throws {
        #expect(compact(.string("\"\\/\u{8}\u{1F}é\u{7F}\n")) == "\"\\\"\\\\/\\b\\u001fé\u{7F}\\n\"")
        let node = try json("{\"a\":[],\"b\":{},\"c\":[1,{\"d\":null}]}")
        let expected = "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1,\n    {\n      \"d\": null\n    }\n  ]\n}\n"
        #expect(String(decoding: node.prettyBytes(), as: UTF8.self) == expected)
        #expect(try JSONReader.read(node.prettyBytes()) == node)
    }
}
