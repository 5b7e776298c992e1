import Testing

@testable import Documents

@Suite struct JSONPatchTests {
    // RFC 6902 appendix A, and corners of §4.
    @Test(
        arguments: [
            (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux"}]"#, #"{"baz":"qux","foo":"bar"}"#),
            (#"{"foo":["bar","baz"]}"#, #"[{"op":"add","path":"/foo/1","value":"qux"}]"#, #"{"foo":["bar","qux","baz"]}"#),
            (#"{"baz":"qux","foo":"bar"}"#, #"[{"op":"remove","path":"/baz"}]"#, #"{"foo":"bar"}"#),
            (#"{"foo":["bar","qux","baz"]}"#, #"[{"op":"remove","path":"/foo/1"}]"#, #"{"foo":["bar","baz"]}"#),
            (#"{"baz":"qux","foo":"bar"}"#, #"[{"op":"replace","path":"/baz","value":"boo"}]"#, #"{"baz":"boo","foo":"bar"}"#),
            (
                #"{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}"#,
                #"[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]"#,
                #"{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}"#
            ),
            (
                #"{"foo":["all","grass","cows","eat"]}"#, #"[{"op":"move","from":"/foo/1","path":"/foo/3"}]"#,
                #"{"foo":["all","cows","eat","grass"]}"#
            ),
            (
                #"{"baz":"qux","foo":["a",2,"c"]}"#,
                #"[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2.0}]"#,
                #"{"baz":"qux","foo":["a",2,"c"]}"#
            ),
            (
                #"{"foo":"bar"}"#, #"[{"op":"add","path":"/child","value":{"grandchild":{}},"xyz":123}]"#,
                #"{"foo":"bar","child":{"grandchild":{}}}"#
            ),
            (#"{"foo":["bar"]}"#, #"[{"op":"add","path":"/foo/-","value":["abc","def"]}]"#, #"{"foo":["bar",["abc","def"]]}"#),
            (#"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":10}]"#, #"{"/":9,"~1":10}"#),
            (#"{"a":1}"#, #"[{"op":"add","path":"","value":[1]}]"#, "[1]"),
            (#"{"a":1}"#, #"[{"op":"add","path":"/a","value":null}]"#, #"{"a":null}"#),
            (#"{"a":[1]}"#, #"[{"op":"copy","from":"/a","path":"/b"},{"op":"add","path":"/b/0","value":0}]"#, #"{"a":[1],"b":[0,1]}"#),
        ] as [(String, String, String)])
    func `operations apply`(document: String, patch: String, expected: String) throws {
        #expect(try JSONPatch.apply(json(patch), to: json(document)) == json(expected))
    }

    @Test(
        arguments: [
            (#"[{"op":"test","path":"/a","value":"1"}]"#, DocumentError.Code.patchTest),
            (#"[{"op":"add","path":"/x/y","value":1}]"#, .patch),
            (#"[{"op":"remove","path":"/x"}]"#, .patch), (#"[{"op":"replace","path":"/x","value":1}]"#, .patch),
            (#"[{"op":"add","path":"/l/3","value":1}]"#, .patch),
            (#"[{"op":"add","path":"/l/01","value":1}]"#, .patch), (#"[{"op":"add","path":"/a"}]"#, .patch),
            (#"[{"op":"jump","path":"/a"}]"#, .patch),
            (#"[{"path":"/a"}]"#, .patch), (#"{"op":"add"}"#, .patch), (#"[{"op":"add","path":"a","value":1}]"#, .pointer),
            (#"[{"op":"remove","path":""}]"#, .patch),
            (#"[{"op":"move","from":"/l","path":"/l/0"}]"#, .patch), (#"[{"op":"copy","from":"/none","path":"/b"}]"#, .patch),
            (#"[{"op":"add","path":"/a/b","value":1}]"#, .patch),
        ] as [(String, DocumentError.Code)])
    func `operations that cannot apply are refused`(patch: String, code: DocumentError.Code) throws {
        let document = try json(#"{"a":1,"l":[1,2]}"#)
        #expect(throws: DocumentError(code, "")) { try JSONPatch.apply(json(patch), to: document) }
    }

    @Test(
        arguments: [
            ("{}", "{}", "[]"), ("1", "2", #"[{"op":"replace","path":"","value":2}]"#),
            (
                #"{"name":"Welcome","percentage":100,"active":true}"#, #"{"name":"Welcome","percentage":50,"valid_to":null}"#,
                #"[{"op":"remove","path":"/active"},{"op":"replace","path":"/percentage","value":50},{"op":"add","path":"/valid_to","value":null}]"#
            ),
            ("[1,2,3,4]", "[1,4]", #"[{"op":"remove","path":"/2"},{"op":"remove","path":"/1"}]"#),
            ("[1,4]", "[1,2,3,4]", #"[{"op":"add","path":"/1","value":2},{"op":"add","path":"/2","value":3}]"#),
            (#"{"a":{"b":[{"c":1}]}}"#, #"{"a":{"b":[{"c":2}]}}"#, #"[{"op":"replace","path":"/a/b/0/c","value":2}]"#),
            (#"{"a/b":1}"#, #"{"a~b":1}"#, #"[{"op":"remove","path":"/a~1b"},{"op":"add","path":"/a~0b","value":1}]"#),
            ("{\"a\":1}", "{\"a\":1.0}", "[]"),
        ] as [(String, String, String)])
    func `the difference is what changed`(old: String, new: String, expected: String) throws {
        #expect(compact(JSONPatch.difference(from: try json(old), to: try json(new))) == expected)
    }

    @Test func `a difference applied gives the new document, for 500 random pairs`() throws {
        var generator = SeededGenerator(state: 20261123)
        for _ in 0..<500 {
            let (old, new) = (Self.tree(&generator, depth: 3), Self.tree(&generator, depth: 3))
            let patch = JSONPatch.difference(from: old, to: new)
            #expect(try JSONPatch.apply(patch, to: old) == new, "\(compact(old)) -> \(compact(new)): \(compact(patch))")
        }
    }

    private static func tree(_ generator: inout SeededGenerator, depth: Int) -> Node {
        switch Int.random(in: 0..<(depth == 0 ? 3 : 7), using: &generator) {
        case 0: .integer(Int.random(in: 0..<3, using: &generator))
        case 1: .string(["", "a", "~/"].randomElement(using: &generator) ?? "")
        case 2: .null
        case 3, 4: .array((0..<Int.random(in: 0..<5, using: &generator)).map { _ in tree(&generator, depth: depth - 1) })
        default:
            .object(
                (0..<Int.random(in: 0..<4, using: &generator)).map { _ in
                    (["a", "b", "c/d", "~"].randomElement(using: &generator) ?? "", tree(&generator, depth: depth - 1))
                })
        }
    }
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
