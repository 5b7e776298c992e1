import Testing

@testable import Documents

@Suite struct JSONReaderTests {
    @Test func `values keep their places, lines and columns in scalars`() throws {
        let node = try json("{\"é\": [1,\r\n  \"ü😀\", {\"k\" : null}]}\n")
        #expect(node.place == Place(offset: 0, line: 1, column: 1))
        #expect(node.member("é")?.keyPlace == Place(offset: 1, line: 1, column: 2))
        #expect(node["é"]?.place == Place(offset: 7, line: 1, column: 7))
        #expect(node["é"]?[1]?.place == Place(offset: 14, line: 2, column: 3))
        #expect(node["é"]?[2]?.place == Place(offset: 24, line: 2, column: 9))
        #expect(node["é"]?[2]?["k"]?.isNull == true)
    }

    @Test(arguments: [
        ("\"\\u00e9\\ud83d\\ude00\\/\\b\"", "é😀/\u{8}"), ("\"\\\"\\\\\\n\\t\\r\\f\"", "\"\\\n\t\r\u{C}"),
        ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"),
        ("\"\\u0000a\"", "\0a"),
    ])
    func `strings are unescaped`(text: String, expected: String) throws {
        #expect(try json(text).string == expected)
    }

    @Test(arguments: ["0", "-0", "1.50", "1E+2", "-12.5e-3", "123456789012345678901234567890.1"])
    func `numbers keep their text`(text: String) throws {
        #expect(try json(" \(text)\t").number?.lexeme == text)
    }

    @Test(
        arguments: [
            ("", DocumentError.Code.empty, 1), (" \n ", .empty, 2), ("[1,", .truncated, 4), ("{\"a\"", .truncated, 5),
            ("\"a", .truncated, 3),
            ("tru", .truncated, 4), ("-", .truncated, 2), ("1.", .truncated, 3), ("\"\\u12", .truncated, 6), ("[1,]", .syntax, 4),
            ("{,}", .syntax, 2), ("{\"a\":1,}", .syntax, 8), ("{a:1}", .syntax, 2), ("[1 2]", .syntax, 4), ("'a'", .syntax, 1),
            ("\"\u{1}\"", .syntax, 2), ("\"\\x\"", .syntax, 3), ("nul1", .syntax, 4), ("NaN", .syntax, 1), ("01", .number, 2),
            ("1.e3", .number, 3),
            ("1e+", .truncated, 4), ("+1", .syntax, 1), (".5", .syntax, 1), ("-a", .number, 2), ("1 2", .trailing, 3),
            ("[] // no", .trailing, 4),
            ("\"\\ud800\"", .encoding, 2), ("\"\\udc00\\ud800\"", .encoding, 2), ("\"\\ud800\\u0041\"", .encoding, 2),
            ("\u{FEFF}1", .encoding, 1), ("{\"a\":1,\"\\u0061\":2}", .duplicateKey, 8), ("\u{A0}1", .syntax, 1),
        ] as [(String, DocumentError.Code, Int)])
    func `anything wider than RFC 8259 is refused where it starts`(text: String, code: DocumentError.Code, column: Int) {
        let error = refusal { try json(text) }
        #expect(error?.code == code, "\(String(describing: error))")
        #expect(error?.place.column == column || code == .empty, "\(String(describing: error))")
    }

    @Test(
        arguments: [
            [0xFF], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22],
            [0x22, 0xE2, 0x82, 0x22],
            [0x22, 0x80, 0x22], [0x22, 0xC3], [0x22, 0x5C, 0x6E, 0xFF, 0x22],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        let code = refusal { try JSONReader.read(bytes) }?.code
        #expect(code == .encoding || bytes == [0xFF] && code == .syntax)
    }

    @Test func `UTF-16 is refused`() {
        #expect(refusal { try JSONReader.read([0xFF, 0xFE, 0x31, 0x00]) } != nil)
        #expect(refusal { try JSONReader.read([0x00, 0x31]) } != nil)
    }

    @Test func `keys that differ only in normalisation are different keys`() throws {
        let node = try json("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(node["\u{E9}"]?.integer == 1)
        #expect(node["e\u{301}"]?.integer == 2)
    }

    @Test func `a repeated key is found in a large object`() throws {
        let members = (0..<20_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        #expect(try json("{\(members)}").members?.count == 20_000)
        #expect(refusal { try json("{\(members),\"k777\":0}") }?.code == .duplicateKey)
    }

    @Test func `depth is bounded and a hostile depth is no danger`() throws {
        let deep = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
        #expect(try json(deep).array != nil)
        #expect(refusal { try json("[" + deep + "]") }?.code == .tooDeep)
        #expect(refusal { try json(String(repeating: "{\"a\":[", count: 1_000_000)) }?.code == .tooDeep)
    }

    @Test func `size is bounded before anything is read`() {
        let limits = DocumentLimits(maximumBytes: 4)
        #expect(refusal { try JSONReader.read(Array("[1]".utf8), limits: limits) } == nil)
        #expect(refusal { try JSONReader.read(Array("[1,2]".utf8), limits: limits) }?.code == .tooLarge)
    }

    @Test func `an error says what was expected and what came`() {
        let error = refusal { try json("{\n  \"a\": tru,\n}") }
        #expect(error?.description == "2:11: expected `true`, got `,`")
    }
}
