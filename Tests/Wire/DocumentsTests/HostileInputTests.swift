import Testing

@testable import Documents

/// Random damage to good input: it is read or refused, and never ends the process. The seeds are fixed.
@Suite struct HostileInputTests {
    /// A copy with a few bytes changed, removed or doubled.
    private func damaged(_ text: String, _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(text.utf8)
        let marks = Array("[]{}()\"'\\,:.*?@$&|!-+0e#~/^ \n\té".utf8) + [0x00, 0x80, 0xFF, 0xE2]
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes.remove(at: index)
            case 1: bytes.insert(marks.randomElement(using: &generator) ?? 0, at: index)
            case 2: bytes[index] = marks.randomElement(using: &generator) ?? 0
            default: bytes.insert(contentsOf: bytes[index..<min(index + 5, bytes.count)], at: index)
            }
        }
        return bytes
    }

    @Test func `JSON`() throws {
        var generator = SeededGenerator(state: 1)
        let text = #"{"a":[1,-2.5e+3,"x\u00e9\ud83d\ude00\n",null,true],"b":{"c":{},"d":[]},"ü":"\/"}"#
        var accepted = 0
        for _ in 0..<10_000 {
            guard let node = try? JSONReader.read(damaged(text, &generator)) else { continue }
            accepted += 1
            #expect(try JSONReader.read(node.compactBytes()) == node)
        }
        #expect(accepted > 100)
    }

    @Test func `YAML`() throws {
        var generator = SeededGenerator(state: 2)
        let text = "a: &x [1, 'two', \"th\\u0072ee\"]\nb:\n  - c: |\n      text\n    d: *x\n  - {e: f, g: 0x1F}\nh: # note\n"
        var accepted = 0
        for _ in 0..<2_000 where (try? YAMLReader.read(damaged(text, &generator))) != nil { accepted += 1 }
        #expect(accepted > 20)
    }

    @Test func `queries, patterns, pointers and times`() throws {
        var generator = SeededGenerator(state: 3)
        let document: Node = ["a": [["b": 1], ["b": "x"], []], "é": .null]
        for _ in 0..<5_000 {
            let query = String(decoding: damaged("$.a[?@.b == 1 && !match(@['b'], 'x.*')]..[1:-1:2,'c']", &generator), as: UTF8.self)
            if let path = try? JSONPath(parsing: query) { _ = path.matches(in: document) }
            let pattern = String(decoding: damaged("^(?<n>a|[^b-d\\w]{2,3})+?(?!x)\\p{Lu}\\u0041$", &generator), as: UTF8.self)
            if let expression = try? RegularExpression(ecmaScript: pattern) { _ = expression.isFound(in: "aaéB xA") }
            _ = try? JSONPointer(parsing: String(decoding: damaged("/a/0/~1~0/é", &generator), as: UTF8.self))
            if let time = try? Timestamp(parsing: String(decoding: damaged("2026-11-23T10:01:07.112+01:00", &generator), as: UTF8.self)) {
                #expect(try Timestamp(parsing: time.description) == time)
            }
        }
    }
}
