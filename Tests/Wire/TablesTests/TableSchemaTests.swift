import Documents
import Testing

@testable import Tables

@Suite struct TableSchemaTests {
    private static let activity = """
        schema_version: 1
        title: Daily activity
        line_ending: crlf
        columns:
          - { name: day, type: date, minimum: 2026-10-01, maximum: 2026-10-31 }
          - { name: currency, type: code, values: [GBP, EUR] }
          - { name: game, type: string, pattern: "[a-z]+-[0-9]+", maximum_length: 12 }
          - { name: rounds, type: integer, minimum: 0 }
          - { name: stake, type: decimal, scale: 2 }
          - { name: win, type: decimal, scale: 2, required: false }
          - { name: ggr, type: decimal, maximum_scale: 2 }
        rows: { minimum: 1, maximum: 4 }
        unique: [[day, game]]
        rules:
          - { rule: ggr = stake - win, empty: zero }
          - rule: win <= stake * 10
          - sum(ggr) = sum(stake) - sum(win)
        """
    private static let header = "day,currency,game,rounds,stake,win,ggr\r\n"
    private static let row = "2026-10-15,GBP,slot-1,12,10.00,4.50,5.5\r\n"

    private func schema(_ text: String = activity) throws -> TableSchema { try TableSchema(try YAMLReader.read(Array(text.utf8))) }

    private func issues(_ table: String, totals: [String: String] = [:]) throws -> [TableIssue] {
        try schema().issues(in: Array(table.utf8), controlTotals: totals)
    }

    @Test func `a good table has no issues`() throws {
        let table = Self.header + Self.row + "2026-10-31,EUR,slot-1,0,1.00,,1\r\n"
        #expect(try issues(table, totals: ["stake": "11", "ggr": "6.5", "rows": "2", "rounds": "12"]) == [])
    }

    @Test(arguments: [
        ("2026-09-30,GBP,slot-1,12,10.00,4.50,5.5", TableIssue.Code.range, "day"),
        ("2026-11-31,GBP,slot-1,12,10.00,4.50,5.5", .type, "day"),
        ("2026-10-15,USD,slot-1,12,10.00,4.50,5.5", .value, "currency"), ("2026-10-15,GBP,slot,12,10.00,4.50,5.5", .pattern, "game"),
        ("2026-10-15,GBP,abcdefghij-12,12,10.00,4.50,5.5", .range, "game"), ("2026-10-15,GBP,slot-1,-1,10.00,4.50,5.5", .range, "rounds"),
        ("2026-10-15,GBP,slot-1,1.0,10.00,4.50,5.5", .type, "rounds"), ("2026-10-15,GBP,slot-1,12,10.0,4.50,5.5", .scale, "stake"),
        ("2026-10-15,GBP,slot-1,12,,4.50,5.5", .required, "stake"), ("2026-10-15,GBP,slot-1,12,10.00,4.50,5.501", .scale, "ggr"),
        ("2026-10-15,GBP,slot-1,12,ten,4.50,5.5", .type, "stake"),
    ])
    func `a bad cell is reported in its place`(row: String, code: TableIssue.Code, column: String) throws {
        let first = try #require(try issues(Self.header + Self.row.replacing("slot-1", with: "slot-9") + row + "\r\n").first)
        #expect(first.code == code && first.column == column && first.row == 2 && first.line == 3, "\(first)")
        #expect(first.expected != nil && first.actual != nil)
    }

    @Test func `a row that breaks a rule says what was expected`() throws {
        let found = try issues(Self.header + "2026-10-15,GBP,slot-1,12,10.00,4.50,5.51\r\n")
        #expect(found.map(\.code) == [.rule, .rule])
        #expect(found[0].column == "ggr" && found[0].expected == "5.5" && found[0].actual == "5.51" && found[0].row == 1)
        #expect(found[1].row == 0 && found[1].message.contains("sum(ggr)"))
    }

    @Test func `an empty cell silences a rule or counts as zero`() throws {
        let found = try issues(Self.header + "2026-10-15,GBP,slot-1,12,10.00,,9\r\n")
        #expect(found.first?.message.contains("ggr = stake - win") == true && found.first?.expected == "10")
        #expect(!found.contains { $0.message.contains("win <= stake") })
    }

    @Test func `a repeated key names the row it repeats`() throws {
        let found = try issues(Self.header + Self.row + Self.row)
        #expect(found.map(\.code) == [.unique] && found[0].row == 2 && found[0].message.contains("row 1"))
    }

    private static let misshapen: [(String, TableIssue.Code)] = [
        ("", .header), (header, .rowCount), ("xxxxxxxxx", .header), ("\u{FEFF}\(header)", .unreadable), ("\(header)\"", .unreadable),
        ("\(header)2026-10-15,GBP,slot-1,12,10.00,4.50,5.5,8\r\n", .ragged), ("\(header)\r\n", .ragged),
        ("day,currency,game,rounds,stake,win,ggr\n", .lineEnding), ("currency,day,game,rounds,stake,win,ggr\r\n", .header),
        ("day,currency,game,rounds,stake,win,ggr,more\r\n", .header), ("day,currency,game,rounds,stake,win\r\n", .header),
    ]

    @Test(arguments: misshapen)
    func `a table of the wrong shape is reported`(_ table: String, _ code: TableIssue.Code) throws {
        #expect(try issues(table).first?.code == code)
    }

    @Test func `headers match as the schema asks`() throws {
        let two = "columns: [{ name: a, type: integer }, { name: b, type: integer }]\nheader: "
        func codes(_ mode: String, _ table: String) throws -> [TableIssue.Code] {
            try schema(two + mode).issues(in: Array(table.utf8)).map(\.code)
        }
        #expect(try codes("any-order", "b,a\n1,2\n") == [] && codes("exact", "b,a\n1,2\n") == [.header])
        #expect(try codes("prefix", "a,b,c\n1,2,x\n") == [] && codes("exact", "a,b,c\n1,2,x\n") == [.header])
        #expect(try codes("prefix", "c,a,b\nx,1,2\n") == [.header] && codes("any-order", "a,c\n1,2\n") == [.header, .header])
        #expect(try codes("any-order", "a,b,a\n1,2,3\n").first == .header)
        #expect(try codes("any-order", "b,a\n1,x\n") == [.type])
    }

    @Test func `control totals are compared exactly`() throws {
        let table = Self.header + Self.row
        let found = try issues(table, totals: ["stake": "10.01", "rows": "2", "game": "1", "none": "1", "rounds": "12.0"])
        #expect(found.map(\.column) == ["game", "none", "rows", "stake"])
        #expect(found.last?.expected == "10.01" && found.last?.actual == "10.00")
    }

    @Test func `no more issues are reported than asked for`() throws {
        let table = Self.header + String(repeating: "x,x,x,x,x,x,x\r\n", count: 1000)
        #expect(try schema().issues(in: Array(table.utf8), limit: 10).count == 10)
    }

    @Test(arguments: [
        ("type: string\n", 1), ("columns: []\n", 1), ("columns: [{ name: a }]\n", 1), ("columns:\n  - { name: a, type: text }\n", 2),
        ("columns:\n  - { name: a, type: string, scael: 2 }\n", 2), ("columns:\n  - { name: a, type: string, scale: 2 }\n", 2),
        ("columns:\n  - { name: a, type: string }\n  - { name: a, type: string }\n", 3),
        ("columns: [{ name: a, type: string }]\nunique: [[b]]\n", 2), ("columns: [{ name: a, type: string }]\nheader: loose\n", 2),
        ("columns: [{ name: a, type: string }]\nrules: [a = 1]\n", 2), ("columns: [{ name: a, type: integer }]\nrules:\n  - a = b\n", 3),
        ("columns: [{ name: a, type: integer }]\nrules:\n  - a = sum(a)\n", 3),
        ("columns: [{ name: a, type: integer }]\nrules:\n  - a = = 1\n", 3),
        ("columns: [{ name: a, type: string, pattern: \"(\" }]\n", 1), ("columns: [{ name: a, type: date, minimum: 5 }]\n", 1),
        ("columns: [{ name: a, type: integer, values: [x] }]\n", 1), ("schema_version: 2\ncolumns: [{ name: a, type: string }]\n", 1),
        ("columns: [{ name: a, type: string }]\nrows: { minimum: 2, maximum: 1 }\n", 2), ("[]", 1),
    ])
    func `what is not a table schema is refused in its place`(text: String, line: Int) {
        do {
            _ = try schema(text)
            Issue.record("accepted")
        } catch let error as TableError {
            #expect([.invalidSchema, .invalidRule].contains(error.code) && error.line == line && error.column > 0, "\(error)")
        } catch { Issue.record(error) }
    }

    @Test(arguments: [
        ("uuid", "0F8FAD5B-d9cb-469f-a165-70867728950e", "0f8fad5b-d9cb-469f-a165-7086772895"), ("boolean", "true", "TRUE"),
        ("timestamp", "2026-10-15T09:30:00+02:00", "2026-10-15 09:30"), ("code", "T16.a_b:c/d-e", "-x"), ("integer", "-5", "5.0"),
        ("date", "2024-02-29", "2026-02-29"), ("decimal", "0.10", "1e2"), ("code", "0", "a b"),
    ])
    func `each type takes its own spelling only`(type: String, good: String, bad: String) throws {
        let schema = try schema("columns: [{ name: a, type: \(type) }]")
        #expect(schema.issues(in: Array("a\n\(good)\n".utf8)) == [])
        #expect(schema.issues(in: Array("a\n\(bad)\n".utf8)).map(\.code) == [.type])
    }

    @Test func `a table of five thousand rows is checked to its end`() throws {
        let rows = (0..<5_000).map { "2026-10-15,GBP,slot-\($0),12,10.00,4.50,5.5\r\n" }.joined()
        let schema = try schema(Self.activity.replacing("maximum: 4 }", with: "maximum: 5000 }"))
        #expect(schema.issues(in: Array((Self.header + rows).utf8), controlTotals: ["ggr": "27500"]) == [])
        #expect(schema.issues(in: Array((Self.header + rows).utf8), controlTotals: ["ggr": "27500.01"]).map(\.code) == [.controlTotal])
    }
}
