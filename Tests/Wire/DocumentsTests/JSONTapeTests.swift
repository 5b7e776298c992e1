import Testing

@testable import Documents

@Suite struct JSONTapeTests {
    @Test func `entries tell kind, place, length and what follows`() throws {
        let tape = try JSONTape([UInt8](#" {"a": [1, -2.5e1], "b\n": "é"}"#.utf8))
        #expect(tape.entries.map(\.kind) == [6, 7, 5, 3, 3, 7, 4])
        #expect(tape.entries.map(\.offset) == [1, 3, 7, 8, 11, 21, 28])
        #expect(tape.entries.map(\.length) == [2, 1, 2, 1, 6, 3, 2])
        #expect([0, 2, 3, 4, 6].map { tape.entries[$0].next } == [7, 5, 4, 5, 7])
        #expect(tape.entries[4].has(JSONTape.Traits.fraction) && tape.entries[4].has(JSONTape.Traits.exponent))
        #expect(tape.entries[5].has(JSONTape.Traits.escaped) && tape.entries[6].has(JSONTape.Traits.wide))
        #expect(tape.text(at: 5) == "b\n" && tape.text(at: 6) == "é")
    }

    @Test func `a name has one hash, however it is written`() throws {
        let tape = try JSONTape([UInt8](#"[{"straße":1},{"stra\u00dfe":1},{"a name of more than eight bytes":1}]"#.utf8))
        #expect(tape.entries[2].next == NameHash.hash([UInt8]("straße".utf8)) && tape.entries[2].next == tape.entries[5].next)
        #expect(tape.entries[8].next == NameHash.hash([UInt8]("a name of more than eight bytes".utf8)))
    }

    @Test func `a tape reads one document after another`() throws {
        var tape = try JSONTape([UInt8]("[1,2,3]".utf8))
        #expect(throws: DocumentError(.truncated, "")) { try tape.read([UInt8]("[1,".utf8)) }
        try tape.read([UInt8]("{}".utf8))
        #expect(tape.node() == .object([]) && tape.count == 2)
    }

    /// Names by the hundred share the few bits that the quick test has.
    @Test(arguments: [3, 24, 25, 64, 500]) func `a repeated name is found among any number`(count: Int) throws {
        let names = (0..<count).map { #""name\#($0)":[{}]"# }
        #expect(try JSONTape([UInt8]("{\(names.joined(separator: ","))}".utf8)).entries[0].length == UInt32(count))
        for position in [0, count / 2, count - 1] {
            let text = "{" + (names + [#""n\u0061me\#(position)":0"#]).joined(separator: ",") + "}"
            let error = #expect(throws: DocumentError(.duplicateKey, "")) { try JSONTape([UInt8](text.utf8)) }
            #expect(error?.message.contains("`name\(position)`") == true && error?.place.column == names.joined(separator: ",").count + 3)
        }
    }

    @Test func `a tree and its tape are the same document`() throws {
        let tree: Node = ["a": [1, 2.5, "x\"\\\u{1}é"], "b": .null, "c": [:]]
        #expect(JSONTape(tree).node() == tree)
    }
}
