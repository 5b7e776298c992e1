import Documents
import Testing

@testable import JSONSchema

/// The quick verdict against the full rules, on damaged texts from fixed seeds.
@Suite struct QuickWayTests {
    /// SplitMix64.
    private struct Chance {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }

        mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

        /// The text with up to three bytes replaced, removed, doubled or put in.
        mutating func damaged(_ text: [UInt8], alphabet: [UInt8]) -> [UInt8] {
            var text = text
            for _ in 0..<below(4) where !text.isEmpty {
                let position = below(text.count)
                switch below(4) {
                case 0: text[position] = alphabet[below(alphabet.count)]
                case 1: text.remove(at: position)
                case 2: text.insert(text[position], at: position)
                default: text.insert(alphabet[below(alphabet.count)], at: position)
                }
            }
            return text
        }
    }

    @Test(arguments: [
        (Format.uuid, ["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-4266141740FF"]),
        (.date, ["2026-10-31", "2024-02-29", "2026-11-30", "1999-12-31"]),
        (.dateTime, ["2026-10-31T23:59:59Z", "2026-01-31T00:00:00.123456+02:00", "2024-02-29T12:34:56-23:59"]),
        (.email, ["compliance7@example.com", "a.b-c+d@x.example", "o_k@1.2"]),
    ])
    func `what the quick rule for a format takes, the full one takes`(format: Format, samples: [String]) {
        var chance = Chance(state: 5)
        let alphabet = [UInt8]("0123456789abfgzAFZ-:.TtZz+@_ /".utf8)
        var taken = 0
        for round in 0..<20_000 {
            let text = chance.damaged([UInt8](samples[round % samples.count].utf8), alphabet: alphabet)
            let padded = text + [UInt8](repeating: 0, count: 16)
            guard QuickFormat.accepts(format, padded.span.bytes, from: 0, count: text.count) else { continue }
            taken += 1
            #expect(format.accepts(String(decoding: text, as: UTF8.self)), "\(String(decoding: text, as: UTF8.self))")
        }
        #expect(taken > 3_000, "otherwise it is not quick")
    }

    @Test(arguments: [
        "^T[0-9]{2}$", "^-?(0|[1-9][0-9]*)\\.[0-9]{2}$", "ab|cd", "^a*$", "", "^$", "x$", "^(a|b)+c?", "[^a-c]{2,3}d", "(^a|b$)", "a.c",
        "^\\S+@\\S+$",
    ])
    func `a table finds what the automaton finds`(pattern: String) throws {
        let expression = try RegularExpression(ecmaScript: pattern)
        _ = try #require(expression.table())
        let schema = try JSONSchema(Node.object([("pattern", .string(pattern))]))
        var chance = Chance(state: 9)
        let alphabet = [UInt8]("abcdxT0159-. @\t".utf8)
        for _ in 0..<2_000 {
            let text = String(decoding: (0..<chance.below(7)).map { _ in alphabet[chance.below(alphabet.count)] }, as: UTF8.self)
            #expect(schema.accepts(.string(text)) == expression.isFound(in: text), "\(text)")
        }
    }

    @Test func `patterns that look around, or need too much room, have no table`() throws {
        #expect(try RegularExpression(ecmaScript: "a(?=b)").table() == nil)
        #expect(try RegularExpression(ecmaScript: "\\bword\\b").table() == nil)
        #expect(try RegularExpression(ecmaScript: "^[a-z]{500}$").table() == nil)
    }

    @Test func `numbers are compared exactly, however they are written`() throws {
        let texts = [
            "0", "-0", "1", "1.0", "10e-1", "0.1e1", "-1.5", "1e18", "1e400", "-1e400", "999999999999999999", "1000000000000000000",
            "123456789012345678901234567890", "1E-18", "0.000000000000000001", "1e-400", "9007199254740993", "2.50",
            "2.5000000000000000000000001",
        ]
        for limit in texts {
            let number = try #require(Number(limit))
            for keyword in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
                let schema = try JSONSchema(Node.object([(keyword, .number(number))]))
                for text in texts {
                    let value = try #require(Number(text))
                    let admits = try #require(Keyword.Bound(rawValue: keyword)).admits(value, number)
                    #expect(schema.accepts(.number(value)) == admits, "\(text) \(keyword) \(limit)")
                }
            }
        }
    }

    @Test func `damaged documents break the same on both ways`() throws {
        let schema = try JSONSchema(
            JSONReader.read(
                [UInt8](
                    #"""
                    {"type": "object", "required": ["id", "rows"], "additionalProperties": false, "minProperties": 2,
                     "properties": {
                       "id": {"type": "string", "pattern": "^R-[0-9]+$", "maxLength": 6},
                       "rows": {"type": "array", "maxItems": 4, "uniqueItems": true, "contains": {"required": ["n"]}, "prefixItems": [{"type": "object"}],
                         "items": {"$ref": "#/$defs/row"}},
                       "kind": {"enum": ["a", 1, null]}, "at": {"format": "date"}},
                     "patternProperties": {"^x": {"type": "integer", "multipleOf": 3}},
                     "dependentRequired": {"kind": ["at"]}, "propertyNames": {"maxLength": 4},
                     "$defs": {"row": {"type": "object", "properties": {"n": {"type": "number", "minimum": 0.5}, "t": true, "never": false},
                       "if": {"required": ["t"]}, "then": {"required": ["n"]}, "else": {"maxProperties": 3},
                       "anyOf": [{"required": ["n"]}, {"required": ["t"]}], "not": {"required": ["bad"]}, "oneOf": [{"minProperties": 1}, {"maxProperties": 0}]}}}
                    """#.utf8)))
        let sample = [UInt8](
            ##"{"id":"R-12","rows":[{"n":1},{"n":2.5,"t":"\u00e9"},{"t":null,"n":7}],"kind":"a","at":"2026-10-31","x1":9}"##.utf8)
        var chance = Chance(state: 3)
        let alphabet = [UInt8](#""{}[]:,0139-.abdintrxe\"#.utf8)
        var (valid, broken) = (0, 0)
        var tape = JSONTape()
        for _ in 0..<20_000 {
            guard (try? tape.read(chance.damaged(sample, alphabet: alphabet))) != nil else { continue }
            let violations = schema.violations(of: tape)
            #expect(violations == schema.walkedViolations(of: tape))
            #expect(schema.accepts(tape) == violations.isEmpty)
            if violations.isEmpty { valid += 1 } else { broken += 1 }
        }
        #expect(valid > 3_000 && broken > 1_000, "\(valid), \(broken)")
    }
}
