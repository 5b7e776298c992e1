import Testing

@testable import Documents

@Suite struct YAMLReaderTests {
    @Test func `plain scalars are typed by the core schema alone`() throws {
        let node = try yaml(
            """
            text: [plain, 'true', "1", no, on, y, 2026-10-15, 12:30:00, 1_000, 0b1, 1.2.3, 0x, "", '~', =, +, -, .]
            other: [true, False, NULL, ~, null, 12, +12, 007, 0x1F, 0o17, 1.50, .5, 5., -1e3, ]
            none:
            """)
        #expect(node["text"]?.array?.allSatisfy { $0.string != nil } == true)
        #expect(compact(try #require(node["other"])) == "[true,false,null,null,null,12,12,7,31,15,1.50,0.5,5,-1e3]")
        #expect(node["none"]?.isNull == true)
    }

    @Test func `keys and values have places`() throws {
        let node = try yaml("a: 1\nüb:\n  - 'x'\n  - {k: v}\n")
        #expect(node.member("üb")?.keyPlace == Place(offset: 5, line: 2, column: 1))
        #expect(node["üb"]?[0]?.place == Place(offset: 14, line: 3, column: 5))
        #expect(node["üb"]?[1]?.member("k")?.keyPlace == Place(offset: 23, line: 4, column: 6))
        #expect(node["üb"]?[1]?["k"]?.place == Place(offset: 26, line: 4, column: 9))
        #expect(try yaml("\u{FEFF}a: 1").member("a")?.keyPlace == Place(offset: 3, line: 1, column: 1))
    }

    @Test(
        arguments: [
            ("", DocumentError.Code.empty, 1, 1), ("# only a comment\n", .empty, 0, 0), ("a: 1\n\tb: 2\n", .syntax, 2, 1),
            ("a:\n  b: 1\n c: 2\n", .syntax, 3, 2),
            ("a: b: c", .syntax, 1, 5), ("[a, b", .syntax, 0, 0), ("a: 'x", .syntax, 0, 0), ("a: *nowhere", .syntax, 1, 4),
            ("@a", .syntax, 1, 1),
            ("x: 1\ny:\n  k: 1\n  # k: 2\n  k: 3\n", .duplicateKey, 5, 3), ("{a: 1, 'a': 2}", .duplicateKey, 1, 8),
            ("1: x\n\"1\": y", .duplicateKey, 2, 1),
            ("--- 1\n--- 2\n", .trailing, 2, 5), ("a: !!int 3", .unsupported, 1, 4), ("a: !own {}", .unsupported, 1, 4),
            ("a: &x {b: 1}\nc: {<<: *x}", .unsupported, 2, 5),
            ("? [a]\n: b", .unsupported, 1, 3), ("a: .inf", .number, 1, 4), ("a: -.INF", .number, 1, 4),
            ("a: 0xFFFFFFFFFFFFFFFFF", .number, 1, 4),
            ("a: \u{1}", .encoding, 1, 4),
        ] as [(String, DocumentError.Code, Int, Int)])
    func `what would surprise its reader is refused where it stands`(text: String, code: DocumentError.Code, line: Int, column: Int) {
        let error = refusal { try yaml(text) }
        #expect(error?.code == code, "\(String(describing: error))")
        if line > 0 { #expect(error?.place.line == line && error?.place.column == column, "\(String(describing: error))") }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(refusal { try YAMLReader.read([0x61, 0x3A, 0x20, 0xFF]) }?.place.column == 4)
        #expect(refusal { try YAMLReader.read([0xFF, 0xFE, 0x61, 0x00]) }?.code == .encoding)
    }

    @Test func `an alias stands for its anchor`() throws {
        #expect(try yaml("a: &x [1, 2]\nb: *x\nc: [*x, *x]") == json(#"{"a":[1,2],"b":[1,2],"c":[[1,2],[1,2]]}"#))
        // Marks in prose are no aliases.
        #expect(try yaml("a: '&x *x *x'\nb: |\n  * one *x\n")["b"]?.string == "* one *x\n")
    }

    @Test(arguments: [false, true])
    func `aliases that multiply are refused at once, as values and as keys`(inKeys: Bool) {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<10 {
            let references = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            bomb += "a\(level): &a\(level) [\(references)]\n"
        }
        if inKeys { bomb += "? *a9\n: 1\n" }
        #expect(refusal { try yaml(bomb) }?.code == .expansion)
    }

    @Test func `depth and size are bounded`() {
        #expect(refusal { try yaml(String(repeating: "[", count: 100_000)) }?.code == .tooDeep)
        #expect(refusal { try yaml(String(repeating: "- ", count: 300) + "x") }?.code == .tooDeep)
        #expect(refusal { try YAMLReader.read(Array("a: 1".utf8), limits: DocumentLimits(maximumBytes: 3)) }?.code == .tooLarge)
    }
}
