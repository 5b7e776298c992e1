import Foundation
import TestSupport
import Testing

@testable import Documents

/// Twenty thousand damaged inputs for each parser: it reads or refuses each, and what it says of it is true.
@Suite(.serialized) struct MutationTests {
    /// A refusal of a text must lie within it.
    private func refusal(_ error: DocumentError, of bytes: [UInt8], needsPlace: Bool = true) -> MutationOutcome {
        if error.message.isEmpty { return .broken("a refusal without words") }
        guard error.place.isKnown else { return needsPlace ? .broken("no place: \(error)") : .refused }
        guard (0...bytes.count).contains(error.place.offset) else { return .broken("offset \(error.place.offset): \(error)") }
        let lines = bytes.count { $0 == 0x0A || $0 == 0x0D || $0 == 0x85 || $0 == 0xA8 || $0 == 0xA9 } + 1
        guard (1...(lines + 1)).contains(error.place.line), (1...(bytes.count + 1)).contains(error.place.column) else {
            return .broken("place \(error.place) in \(lines) lines: \(error)")
        }
        return .refused
    }

    private static let jsonTexts = [
        #"{"a":[1,-2.5e+3,"x\u00e9\ud83d\ude00\n",null,true],"b":{"c":{},"d":[]},"ü":"\/"}"#, "[[],{},\"\",0.0,false]", " \"text\" ",
        "{\n  \"one\": 1,\r\n  \"two\": [ 2 ],\n\t\"three\": { \"three\": 3 }\n}\n",
    ]
    private static let jsonTokens = [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0000", "\\ud800", "\\udc00", "\\ud83d\\ude00", "true", "false", "null", "NaN", "1e5",
        "-", "0.", ".5", "+1", "//", "/*", "'", "\"a\":", "\\x",
    ]

    /// Whether another reader may be asked: it has its own mind about numbers that no double holds, deep nesting and NUL.
    private func isComparable(_ node: Node) -> Bool {
        switch node.value {
        case .null, .bool, .string: true
        case .number(let number): number.lexeme.utf8.count <= 15 && number.double.isFinite
        case .array(let elements): elements.allSatisfy(isComparable)
        case .object(let members): members.allSatisfy { isComparable($0.value) }
        }
    }

    @Test func `JSON is written as it was read, and no stricter reader refuses it`() {
        let tally = Mutations(seed: 1, of: Self.jsonTexts, tokens: Self.jsonTokens).tally { bytes in
            do throws(DocumentError) {
                let node = try JSONReader.read(bytes)
                for written in [node.compactBytes(), node.prettyBytes()] {
                    guard try JSONReader.read(written) == node else { return .broken("reads otherwise when written") }
                }
                if isComparable(node), (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) == nil {
                    return .broken("accepted, though JSONSerialization refuses it")
                }
                return .accepted
            } catch { return refusal(error, of: bytes) }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `the canonical form is a fixed point`() {
        let documents = Self.jsonTexts + ["[1e21,1E-7,0.000001,123456789012345680000,5e-324,1.7976931348623157e308,-0]"]
        let tally = Mutations(seed: 2, of: documents, tokens: Self.jsonTokens).tally { bytes in
            guard let node = try? JSONReader.read(bytes) else { return .refused }
            do throws(DocumentError) {
                let form = try node.canonicalBytes()
                let again = try JSONReader.read(form).canonicalBytes()
                return again == form ? .accepted : .broken("\(String(decoding: again, as: UTF8.self)) is its form's form")
            } catch { return error.code == .notCanonical ? .refused : .broken("\(error)") }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `numbers are those of JSON, and order and multiples agree with their values`() {
        let documents = ["-12.340e+2", "0", "1E400", "98765432109876543210", "0.000100", "6.02e-23"]
        let tally = Mutations(seed: 3, of: documents, tokens: ["e", "E", ".", "+", "-", "0", "9"]).tally { text in
            let text = String(decoding: text, as: UTF8.self)
            let read = (try? JSONReader.read(Array(text.utf8)))?.number
            let isTrimmed = text.utf8.allSatisfy { $0 > 0x20 }
            guard let number = Number(text) else { return read == nil || !isTrimmed ? .refused : .broken("only the reader takes it") }
            guard let read, read == number, read.hashValue == number.hashValue else { return .broken("only the number takes it") }
            for other in [Number(0), Number(-3), Number(1000)] {
                let (a, b) = (number.double, other.double)
                if a < b, !(number < other) || a > b, !(other < number) { return .broken("its order to \(other) is another") }
                if number.isMultiple(of: other), !number.isWhole { return .broken("a multiple of \(other) that is not whole") }
            }
            if let whole = number.integer, Number(whole) != number { return .broken("\(whole) is not equal to it") }
            return number == number && !(number < number) ? .accepted : .broken("not equal to itself")
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `YAML means a document of JSON, and JSON means itself in YAML`() {
        let documents = [
            "a: &x [1, 'two', \"th\\u0072ee\"]\nb:\n  - c: |\n      text\n    d: *x\n  - {e: f, g: 0x1F}\nh: # note\n",
            "--- >-\n  folded\n  text\n...\n", "- ~\n- 1.5e3\n- no\n- 0o17\n- ''\n- [a, {b: c}]\n", "? key\n: value\nlist:\n- x\n",
            #"{"a":[1,"x\u00e9",null,true],"b":{}}"#,
        ]
        let tokens = [
            ": ", "- ", "\n", "\n  ", "\t", "&a ", "*a", "!!str ", "!tag ", "<<: *x", "|", ">", "---\n", "...\n", "%YAML 1.1\n", "#", "'",
            "\"", "\\", "? ", "[", "]", "{", "}", ",", "\\x00", "\\ud800", ".inf", ".nan", "0x", "0o8", "&x *x", "\r", "@", "`",
        ]
        let tally = Mutations(seed: 4, of: documents, tokens: tokens).tally { bytes in
            do throws(DocumentError) {
                let node = try YAMLReader.read(bytes)
                let written = node.compactBytes()
                guard try JSONReader.read(written) == node else { return .broken("reads otherwise when written as JSON") }
                // YAML folds its own line ends and refuses what is not printable within quotes, which JSON does not.
                if written.allSatisfy({ (0x20...0x7E).contains($0) }), written.count < 1000 {
                    guard try YAMLReader.read(written) == node else { return .broken("its JSON reads otherwise as YAML") }
                }
                return .accepted
            } catch { return refusal(error, of: bytes) }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `pointers are written as they were read`() {
        let document: Node = ["a": [["b": 1], ["b": "x"], []], "é": .null, "~": ["/": 1], "": 2]
        let tally = Mutations(seed: 5, of: ["/a/0/~1~0/é", "", "/", "/a/2/-", "/~0/~1", "//"], tokens: ["/", "~0", "~1", "~", "-", "00"])
            .tally { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                do throws(DocumentError) {
                    let pointer = try JSONPointer(parsing: text)
                    _ = pointer.node(in: document)
                    return pointer.description.isIdentical(to: text) ? .accepted : .broken("written as \(pointer)")
                } catch { return refusal(error, of: Array(text.utf8)) }
            }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a patch applies or is refused, and the difference leads to the same document`() throws {
        let document = try json(#"{"a":[{"b":1},{"b":"x"},[]],"é":null,"~":{"/":1},"c":{"d":[1,2,3]}}"#)
        let documents = [
            #"[{"op":"add","path":"/a/1","value":{"x":[1]}},{"op":"remove","path":"/c/d/0"}]"#,
            #"[{"op":"replace","path":"/~0/~1","value":2},{"op":"test","path":"/a/0","value":{"b":1.0}}]"#,
            #"[{"op":"move","from":"/a/1","path":"/c/d/-"},{"op":"copy","from":"/c","path":"/f"}]"#,
        ]
        let tokens = [
            #"{"op":"remove","path":""},"#, #"{"op":"add","path":"","value":1},"#, "/a", "/-", "/0", "/c/d", "~0", "\"", "remove", "copy",
            #"{"op":"copy","from":"","path":"/a/0"},"#, #"{"op":"move","from":"/a","path":"/c/a"},"#, "/18446744073709551616",
        ]
        let tally = Mutations(seed: 6, of: documents, tokens: tokens).tally { bytes in
            guard let patch = try? JSONReader.read(bytes) else { return .refused }
            do throws(DocumentError) {
                let changed = try JSONPatch.apply(patch, to: document)
                let difference = JSONPatch.difference(from: document, to: changed)
                guard try JSONPatch.apply(difference, to: document) == changed else { return .broken("the difference leads elsewhere") }
                return .accepted
            } catch {
                return [.patch, .patchTest, .pointer].contains(error.code) ? .refused : .broken("\(error)")
            }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `each node that a query selects is where its normalized path and its pointer lead`() throws {
        let document = try json(#"{"a":[{"b":1},{"b":"x"},[]],"é":null,"'":{"\\":[true,{"\n":0}]},"c":{"d":[1,2,3]}}"#)
        let documents = [
            "$.a[?@.b == 1 && !match(@['b'], 'x.*')]..[1:-1:2,'c']", "$..*", "$['c'].d[-1]", "$.a[?length(@) > 0 || count(@.*) <= 2]",
            "$[\"'\"]['\\\\'][::-1]", "$.c.d[?@ >= $.c.d[1]]", "$..[?search(@.b, '[a-z]')]", "$['\\u00e9','a'][0]",
        ]
        let tokens = [
            "$", "@", "..", ".*", "[", "]", "[*]", "[?", "(", ")", "!", "&&", "||", "==", "!=", "<=", "'", "\"", "\\u", "\\ud83d", ":", ",",
            "-0", "length(", "count(", "match(", "value(", "true", "null", "1e3", "[?@", "::0", "::-1",
        ]
        let tally = Mutations(seed: 7, of: documents, tokens: tokens).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(DocumentError) {
                let path = try JSONPath(parsing: text)
                let matches = path.matches(in: document)
                if path.isSingular, matches.count > 1 { return .broken("a singular query selects \(matches.count) nodes") }
                for match in matches.prefix(8) {
                    guard match.pointer.node(in: document) == match.node else { return .broken("\(match.pointer) leads elsewhere") }
                    let found = try JSONPath(parsing: match.path).matches(in: document)
                    guard found.map(\.path) == [match.path], found.first?.node == match.node else {
                        return .broken("\(match.path) leads elsewhere")
                    }
                }
                return .accepted
            } catch { return refusal(error, of: Array(text.utf8)) }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a pattern is found wherever it matches the whole`() {
        let documents = [
            "^(?<n>a|[^b-d]{2,3})+?(?!x)\\u0041$", "(?:ab|a)(?:c|bcd)*", "[\\d\\-\\u{1F600}]{0,4}\\.", "\\p{Lu}|x{3}|", "a.b", "[^]",
            "(a*)*b",
            "[a-zA-Z0-9._%+-]+@[a-z]{2,}", "\\s+x", "(?=a)a|b", "[\\b-\\t]",
        ]
        let tokens = [
            "(", ")", "(?:", "(?=", "(?!", "(?<n>", "\\k<n>", "\\1", "[", "]", "[^", "-", "{", "}", "{2}", "{0,}", "{300}", "{3,1}", "*",
            "+?", "|", "^", "$", "\\b", "\\p{L}", "\\p{Script=", "\\u{", "\\u{110000}", "\\ud83d", "\\cA", "\\x4", "\\", ".",
        ]
        let samples = ["", "a", "aaB xA", "abcd", "x.b", "\u{1F600}.", "ναι", "me@example.test", "a\nb"]
        let tally = Mutations(seed: 8, of: documents, tokens: tokens).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(DocumentError) {
                let pattern = try RegularExpression(ecmaScript: text)
                if let error = RegularExpression.syntaxError(inECMAScript: text) { return .broken("read, though \(error)") }
                for sample in samples where pattern.matchesWhole(of: sample) && !pattern.isFound(in: sample) {
                    return .broken("the whole of \(sample.debugDescription) is a match, but none is found in it")
                }
                return .accepted
            } catch { return error.code == .pattern ? refusal(error, of: Array(text.utf8), needsPlace: false) : .broken("\(error)") }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `an interoperable pattern means the same in ECMAScript`() {
        let documents = ["[a-c]{1,2}(x|y)*", "\\p{Lu}?", "a|b", "x+[a-f0-9]?", "[^\\-\\n\\]]+", "(ab|cd){2}\\.", "a.b|", "[-a][b-]"]
        let tokens = ["(", ")", "[", "]", "[^", "-", "{", "}", "{2}", "{0,3}", "*", "+", "?", "|", "\\p{L}", "\\.", "\\n", "."]
        let samples = ["", "ax", "abxyy", "A", "abab.", "a\nb", "-b", "x]", "cd"]
        let tally = Mutations(seed: 9, of: documents, tokens: tokens).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            guard let pattern = try? RegularExpression(interoperable: text) else { return .refused }
            // The two grammars differ in what may be escaped outside of classes.
            guard let other = try? RegularExpression(ecmaScript: "^(?:\(text))$") else { return .accepted }
            for sample in samples where pattern.matchesWhole(of: sample) != other.isFound(in: sample) {
                return .broken("they differ about \(sample.debugDescription)")
            }
            return .accepted
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `times are written as they were read, to the millisecond`() {
        let documents = ["2026-11-23T10:01:07.112+01:00", "0000-01-01T00:00:00Z", "9999-12-31t23:59:60z", "2024-02-29T23:59:59.9999-23:59"]
        let tally = Mutations(seed: 10, of: documents, tokens: ["T", "Z", ":", "-", ".", "+24:00", "60", "31", "00", "t"]).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(DocumentError) {
                let time = try Timestamp(parsing: text)
                guard try Timestamp(parsing: time.description) == time else { return .broken("written as \(time)") }
                guard time.httpDate.utf8.count == 29 else { return .broken("\(time.httpDate)") }
                return Timestamp(seconds: time.seconds) <= time ? .accepted : .broken("its second lies behind it")
            } catch { return error.code == .timestamp && !error.message.isEmpty ? .refused : .broken("\(error)") }
        }
        #expect(tally.isSound, "\(tally)")
    }
}
