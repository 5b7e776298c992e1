import Documents
import Foundation
import SourceData
import Tables
import Testing
import XMLDocuments

@testable import Reporting

@Suite struct ReportFilesTests {
    private let namespaces = ["r": "urn:assay:report:x-gar-d:1"]

    private func schema() throws -> TableSchema {
        try TableSchema(YAMLReader.read(Repository.bytes("Contracts/schemas/tables/gaming-activity.table.yaml")))
    }

    private func xsd() throws -> XMLSchema {
        try XMLSchema(xsd: Repository.bytes("Contracts/schemas/xsd/gaming-activity.xsd"), named: "gaming-activity.xsd")
    }

    private func october(_ period: String = "2026-10-15", licence: String = "UKGC-000123") async throws -> (
        ReportRun, csv: [UInt8], xml: [UInt8]
    ) {
        let bench = try Bench(Tables.october.get())
        let run = try await bench.ensure(period, licence: licence)
        return (run, try bench.service.document(of: run, .csv), try bench.service.document(of: run, .xml))
    }

    @Test(arguments: ["2026-10-15", "2026-W42", "2026-10"]) func `both files are what their published schemas say`(period: String)
        async throws
    {
        let (run, csv, xml) = try await october(period)
        #expect(run.rowCount > 2)
        let totals = Dictionary(uniqueKeysWithValues: (run.controlTotals.members ?? []).map { ($0.key, $0.value.string ?? "") })
        #expect(try schema().issues(in: csv, controlTotals: totals) == [])
        #expect(try xsd().issues(in: xml) == [])
    }

    @Test func `the schemas name the template's columns in order`() throws {
        let columns = try Repository.template("T16").columns.map(\.name)
        #expect(try schema().columnNames == columns)
        let text = String(decoding: try Repository.bytes("Contracts/schemas/xsd/gaming-activity.xsd"), as: UTF8.self)
        let row = try #require(text.split(separator: "<xs:complexType name=\"Row\">").last?.split(separator: "</xs:sequence>").first)
        #expect(row.matches(of: /element name="([a-z_]+)"/).map { String($0.output.1) } == columns)
    }

    @Test func `the twins hold the same rows and the same totals`() async throws {
        let (run, csv, xml) = try await october()
        let records = try CSVReader.read(csv)
        let document = try XMLDocument(parsing: xml)
        #expect(try document.values(xpath: "string(//r:row_count)", namespaces: namespaces) == [String(records.count - 1)])
        for (position, record) in records.dropFirst().enumerated() {
            for (name, field) in zip(records[0].fields, record.fields) {
                let value = try document.values(xpath: "string(//r:row[\(position + 1)]/r:\(name))", namespaces: namespaces)
                #expect(value == [field], "row \(position + 1) \(name)")
            }
        }
        for member in run.controlTotals.members ?? [] {
            let value = try document.values(xpath: "string(//r:total[@column='\(member.key)'])", namespaces: namespaces)
            #expect(value == [member.value.string ?? "?"])
        }
    }

    @Test func `control totals are the sums of the columns`() async throws {
        let (run, csv, _) = try await october("2026-10")
        let records = try CSVReader.read(csv)
        for member in run.controlTotals.members ?? [] {
            let position = try #require(records[0].fields.firstIndex(of: member.key))
            var sum = DecimalNumber.zero
            for record in records.dropFirst() { sum = try sum.adding(DecimalNumber(parsing: record.fields[position])) }
            #expect(try sum == DecimalNumber(parsing: member.value.string ?? ""), "\(member.key)")
        }
        #expect(run.controlTotals.members?.count == 15)
    }

    @Test func `no activity gives a header, no row and totals of zero`() async throws {
        let bench = try Bench(Tables.empty())
        for period in ["2026-10-15", "2026-W42", "2026-10"] {
            let run = try await bench.ensure(period)
            #expect(run.rowCount == 0)
            let csv = try bench.service.document(of: run, .csv)
            #expect(csv == Array((try Repository.template("T16").columns.map(\.name).joined(separator: ",") + "\r\n").utf8))
            #expect(run.controlTotals["ggr"]?.string == "0.00" && run.controlTotals["rounds"]?.string == "0")
            #expect(try schema().issues(in: csv) == [])
            #expect(try xsd().issues(in: bench.service.document(of: run, .xml)) == [])
        }
    }

    /// Ways to damage a file and what the schema must then say.
    @Test(arguments: [
        ("stake_cash,stake_bonus", "stake_bonus,stake_cash", TableIssue.Code.header), ("gaming_day,", "day,", .header),
        ("2026-10-15,Northwind Casino", "2026-10-15,", .required), ("GBP,SLOTS", "gbp,SLOTS", .pattern),
        ("GBP,SLOTS", "GBP,BETTING", .value),
        ("2026-10-15,", "15.10.2026,", .type), ("\r\n", "\n", .lineEnding),
    ])
    func `a damaged table is refused`(part: String, replacement: String, code: TableIssue.Code) async throws {
        let (_, csv, _) = try await october()
        let text = String(decoding: csv, as: UTF8.self)
        #expect(text.contains(part))
        let issues = try schema().issues(in: Array(text.replacing(part, with: replacement).utf8))
        #expect(issues.contains { $0.code == code }, "\(issues.prefix(3))")
    }

    @Test(arguments: [("stake_cash", 5), ("ggr", 1), ("ngr", -1), ("hold_pct", 1), ("win_cash", 1), ("jackpot_contrib", 1)])
    func `an amount that does not add up is refused`(column: String, change: Int) async throws {
        let (_, csv, _) = try await october()
        var records = try CSVReader.read(csv).map(\.fields)
        let position = try #require(records[0].firstIndex(of: column))
        let row = try #require(records.firstIndex { $0[3] == "SLOTS" })
        let hundredths = try #require(Int64(records[row][position].replacing(".", with: "")))
        records[row][position] = ReportValue.hundredths(hundredths + Int64(change)).written
        var writer = CSVWriter()
        for record in records { writer.append(record) }
        #expect(try schema().issues(in: writer.bytes).contains { $0.code == .rule })
    }

    @Test func `a repeated row, a missing column and a negative stake are refused`() async throws {
        let (_, csv, _) = try await october()
        let records = try CSVReader.read(csv).map(\.fields)
        func issues(_ records: [[String]]) throws -> [TableIssue.Code] {
            var writer = CSVWriter()
            for record in records { writer.append(record) }
            return try schema().issues(in: writer.bytes).map(\.code)
        }
        #expect(try issues(records + [records[1]]).contains(.unique))
        #expect(try issues(records.map { Array($0.dropLast()) }).contains(.header))
        var negative = records
        negative[1][8] = "-0.01"
        #expect(try issues(negative).contains(.range))
    }

    @Test(arguments: [
        ("urn:assay:report:x-gar-d:1", "urn:assay:report:x-gar-d:2"), ("<template_id>T16<", "<template_id>T17<"),
        ("<regulator>UKGC<", "<regulator>OFCOM<"), ("<currency>GBP<", "<currency>pounds<"), ("</rows>", "<row/></rows>"),
        ("<gaming_day>2026-10-15<", "<gaming_day>2026-10-32<"), ("<vertical>SLOTS<", "<vertical>slots<"),
    ])
    func `a damaged document is refused`(part: String, replacement: String) async throws {
        let (_, _, xml) = try await october()
        let text = String(decoding: xml, as: UTF8.self)
        #expect(text.contains(part))
        #expect(try !xsd().issues(in: Array(text.replacing(part, with: replacement).utf8)).isEmpty)
    }

    @Test func `each element of a row is needed, but for game, supplier and hold`() async throws {
        let (_, _, xml) = try await october()
        let text = String(decoding: xml, as: UTF8.self)
        let optional: Set = ["supplier", "game_id", "hold_pct"]
        for column in try Repository.template("T16").columns.map(\.name) {
            let without = text.replacing(try Regex("\n *<\(column)>[^<]*</\(column)>"), with: "")
            #expect(without != text)
            #expect(try xsd().issues(in: Array(without.utf8)).isEmpty == optional.contains(column), "\(column)")
        }
    }

    @Test func `amounts are written with sign, point and two digits`() {
        #expect(
            [0, 5, -5, 99, 100, -100, 123_456, Int64.min].map { ReportValue.hundredths($0).written } == [
                "0.00", "0.05", "-0.05", "0.99", "1.00", "-1.00", "1234.56", "-92233720368547758.08",
            ])
    }
}
