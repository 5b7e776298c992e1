import Testing

@testable import Tables

@Suite struct CSVReaderTests {
    private func read(_ text: String, shape: CSVReader.Shape = .rectangular) throws(TableError) -> [[String]] {
        try CSVReader.read(Array(text.utf8), shape: shape).map(\.fields)
    }

    /// The examples of RFC 4180 §2, and what follows from its grammar.
    private static let records: [(String, [[String]])] = [
        ("", []), ("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
        ("aaa,bbb,ccc\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
        ("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx", [["aaa", "b\r\nbb", "ccc"], ["zzz", "yyy", "xxx"]]),
        ("\"aaa\",\"b\"\"bb\",\"ccc\"", [["aaa", "b\"bb", "ccc"]]), (" a ,\tb", [[" a ", "\tb"]]), (",", [["", ""]]), ("\r\n", [[""]]),
        ("\"\"", [[""]]), ("\"\"\"\"", [["\""]]), ("a\nb\n", [["a"], ["b"]]), ("é,😀,שלום", [["é", "😀", "שלום"]]), ("a,\r\n", [["a", ""]]),
        ("\"a\rb\nc\"", [["a\rb\nc"]]),
    ]

    @Test(arguments: records)
    func `records are read as the grammar says`(text: String, expected: [[String]]) throws {
        #expect(try read(text) == expected)
    }

    private static let errors: [(String, TableError.Code, Int, Int)] = [
        ("\u{FEFF}a,b", TableError.Code.byteOrderMark, 1, 1), ("a,b\r\nc\"d,e", .bareQuote, 2, 2), ("é,\"b\"c", .bareQuote, 1, 6),
        ("a,b\r\nc,\"d\r\ne", .openQuote, 2, 3), ("\"", .openQuote, 1, 1), ("\"\"\"", .openQuote, 1, 1), ("a\rb", .lineEnding, 1, 2),
        ("a\r", .lineEnding, 1, 2), ("\"a\"\r", .lineEnding, 1, 4), ("a,b\r\nc\r\n", .ragged, 2, 1), ("a\r\nb,c", .ragged, 2, 1),
        ("a\u{0}", .control, 1, 2), ("\"a\r\n\u{1B}\"", .control, 2, 1), ("a,b\r\n\r\n", .ragged, 2, 1),
    ]

    @Test(arguments: errors)
    func `an error has line and column`(_ text: String, _ code: TableError.Code, _ line: Int, _ column: Int) {
        #expect(throws: TableError(code, line: line, column: column, "")) { try read(text) }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: TableError(.encoding, line: 2, column: 3, "")) {
            try CSVReader.read(Array("a,b\r\nc,".utf8) + [0xC3, 0x28])
        }
    }

    @Test func `records know their line and their ending`() throws {
        let records = try CSVReader.read(Array("a\r\n\"b\nc\"\nd".utf8))
        #expect(records.map(\.line) == [1, 2, 4])
        #expect(records.map(\.ending) == [.crlf, .lf, nil])
    }

    @Test func `line feeds alone are refused when only CRLF will do`() {
        #expect(throws: TableError(.lineEnding, line: 1, column: 2, "")) { try CSVReader.read(Array("a\nb".utf8), endings: [.crlf]) }
        #expect(throws: TableError(.lineEnding, line: 2, column: 2, "")) { try CSVReader.read(Array("a\nb\r\n".utf8), endings: [.lf]) }
    }

    @Test func `ragged rows are read when asked for`() throws {
        #expect(try read("a,b\r\nc\r\nd,e,f", shape: .ragged) == [["a", "b"], ["c"], ["d", "e", "f"]])
    }

    @Test func `each limit is kept and reached`() throws {
        let bytes = Array("ab,cd\r\nef,\"gh\"\r\n".utf8)
        #expect(
            try CSVReader.read(
                bytes, limits: CSVLimits(maximumBytes: bytes.count, maximumRecords: 2, maximumFields: 2, maximumFieldBytes: 2)
            ).count == 2)
        for limits in [
            CSVLimits(maximumBytes: bytes.count - 1), CSVLimits(maximumRecords: 1), CSVLimits(maximumFields: 1),
            CSVLimits(maximumFieldBytes: 1),
        ] {
            do throws(TableError) {
                _ = try CSVReader.read(bytes, limits: limits)
                Issue.record("accepted \(limits)")
            } catch { #expect(error.code == .tooLarge) }
        }
    }

    @Test func `what the writer writes is read back`() throws {
        let records = [["a", "b,c", "d\"e", "f\r\ng"], ["", " ", "=1+1", "é"], ["\n", "\"", ",", "\t"]]
        for ending in LineEnding.allCases {
            var writer = CSVWriter(ending: ending)
            for record in records { writer.append(record) }
            #expect(try CSVReader.read(writer.bytes, endings: [ending]).map(\.fields) == records)
        }
    }

    @Test func `the writer quotes only what needs it`() {
        var writer = CSVWriter()
        writer.append(["a b", "c,d", "=e", "", "f\"g"])
        writer.append([""])
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "a b,\"c,d\",=e,,\"f\"\"g\"\r\n\"\"\r\n")
    }

    @Test func `a field that begins like a byte order mark is written so that it is read again`() throws {
        var writer = CSVWriter()
        writer.append(["\u{FEFF}1<", "b"])
        #expect(try CSVReader.read(writer.bytes, shape: .ragged).map(\.fields) == [["\u{FEFF}1<", "b"]])
    }
}
