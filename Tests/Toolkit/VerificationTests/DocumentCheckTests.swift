import Documents
import Foundation
import Results
import TestSupport
import Testing

@testable import Contracts
@testable import Verification

@Suite struct DocumentCheckTests {
    private static let header =
        "gaming_day,brand,currency,vertical,supplier,game_id,rounds,players,stake_cash,stake_bonus,refunds,win_cash,win_bonus,"
        + "jackpot_contrib,jackpot_won,fees,ggr,ngr,hold_pct,deposits,withdrawals,bonus_granted,bonus_converted\r\n"
    private static let slots =
        "2026-10-15,Northwind,GBP,SLOTS,Acme,g1,10,3,100.00,0.00,0.00,90.00,0.00,1.00,0.00,0.00,10.00,9.00,10.00,0.00,0.00,0.00,0.00\r\n"
    private static let other =
        "2026-10-15,Northwind,EUR,OTHER,,,0,0,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,,50.10,20.00,0.00,0.00\r\n"

    private let library = ContractLibrary.load(paths: [], content: PeerData.repository.path).library

    private func activity() throws -> DocumentCheck {
        let template = try #require(DocumentTemplate.all(in: library).first { $0.isNamed("T16") })
        return try #require(DocumentCheck(template, as: .csv, library: library))
    }

    /// A library of one contract with an XML Schema, a JSON Schema and an assertion.
    private func books() throws -> ContractLibrary {
        let folder = FileManager.default.temporaryDirectory.appending(path: "assay-books-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = [
            "book.xsd": """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="book"><xs:complexType><xs:sequence>
            <xs:element name="page" type="xs:integer" maxOccurs="9"/><xs:element name="total" type="xs:integer"/>
            </xs:sequence></xs:complexType></xs:element></xs:schema>
            """,
            "book.schema.json": #"{"title": "A book (B7)", "type": "object", "required": ["total"]}"#,
            "books.contract.yaml": """
            schema_version: 1
            id: own.books
            title: Books
            pack: core
            interactions:
              - id: a-book
                title: A book
                as: reader
                request: GET /book
                response:
                  status: 200
                  body:
                    application/xml: { xsd: book.xsd, xpath: { that: ["sum(/book/page) = /book/total"] } }
                    application/json: { schema: book.schema.json }

            """,
        ]
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        let (library, findings) = ContractLibrary.load(paths: [folder.path], content: folder.path)
        try #require(findings.isEmpty, "\(findings)")
        return library
    }

    private func judged(_ text: String, as format: DocumentFormat) throws -> DocumentJudgement {
        let library = try books()
        let template = try #require(DocumentTemplate.all(in: library).first)
        return try #require(DocumentCheck(template, as: format, library: library)).judgement(of: Array(text.utf8), file: "a")
    }

    @Test func `a template is known by its files, its id and the capital words of its title`() throws {
        let templates = DocumentTemplate.all(in: library)
        for word in ["gaming-activity", "x-gar-d-1", "T16", "t16", "X-GAR-D"] {
            #expect(templates.first { $0.isNamed(word) }?.name == "gaming-activity", "\(word)")
        }
        #expect(!templates.contains { $0.isNamed("T99") || $0.isNamed("") })
        let activity = try #require(templates.first { $0.name == "gaming-activity" })
        #expect(Set(activity.paths.keys) == [.csv, .xml])
        #expect(DocumentCheck(activity, as: .json, library: library) == nil)
    }

    @Test func `a good table passes, with its rows and the sums of each currency`() throws {
        let judgement = try activity().judgement(of: Array((Self.header + Self.slots + Self.other).utf8), file: "a.csv")
        #expect(judgement.isSatisfied, "\(judgement.findings)")
        #expect(judgement.rows == 2)
        #expect(judgement.totals.contains(.init(column: "stake_cash", currency: "GBP", amount: "100.00")))
        #expect(judgement.totals.contains(.init(column: "deposits", currency: "EUR", amount: "50.10")))
        #expect(!judgement.totals.contains { $0.column == "hold_pct" })
    }

    @Test func `a broken cell, formula, key or header is found with its row and column`() throws {
        let cases = [
            (Self.slots.replacing(",3,100.00", with: ",3,100.0"), "stake_cash"), (Self.slots.replacing("GBP", with: "gbp"), "currency"),
            (Self.slots.replacing(",10.00,9.00,", with: ",11.00,9.00,"), "row 1"), (Self.slots + Self.slots, "row 2"),
            (Self.slots.replacing("\r\n", with: ",x\r\n"), "row 1"),
        ]
        for (rows, place) in cases {
            let judgement = try activity().judgement(of: Array((Self.header + rows).utf8), file: "a.csv")
            #expect(!judgement.isSatisfied && judgement.totals.isEmpty)
            #expect(
                judgement.findings.contains { $0.code == "document.table" && $0.place?.contains(place) == true }, "\(judgement.findings)")
            #expect(judgement.findings.allSatisfy { $0.source?.file == "a.csv" && !$0.remedy.isEmpty })
        }
        let header = try activity().judgement(of: Array((Self.header.replacing("brand", with: "Brand") + Self.slots).utf8), file: "a.csv")
        #expect(header.findings.contains { $0.message.contains("table.header") })
    }

    @Test func `an empty file and one that is no table are no good documents`() throws {
        #expect(try activity().judgement(of: [], file: "a.csv").findings.map(\.code) == ["document.empty"])
        let noise = try activity().judgement(of: [0xff, 0xfe, 0x00, 0x22], file: "a.csv")
        #expect(!noise.isSatisfied && noise.findings.first?.code == "document.table")
    }

    @Test func `XML is held against schema and assertions, and must be XML`() throws {
        let good = try judged("<book><page>2</page><page>3</page><total>5</total></book>", as: .xml)
        #expect(good.isSatisfied && good.checks.map(\.check) == ["document.xsd", "document.assertion"], "\(good)")
        #expect(
            try judged("<book><page>2</page>\n<total>x</total></book>", as: .xml).findings.first { $0.code == "document.xsd" }?.source?.line
                == 2)
        #expect(try judged("<book><page>2</page><total>3</total></book>", as: .xml).findings.map(\.code) == ["document.assertion"])
        #expect(try judged("<book>\n<page>2</book>", as: .xml).findings.first?.code == "document.malformed")
        #expect(try judged("<!DOCTYPE book><book/>", as: .xml).findings.first?.code == "document.malformed")
    }

    @Test func `JSON is held against its schema, and must be JSON`() throws {
        #expect(try judged(#"{"total": 5}"#, as: .json).isSatisfied)
        #expect(try judged("{\n}", as: .json).findings.map(\.code) == ["document.schema"])
        #expect(try judged("{\"total\":\n5", as: .json).findings.map(\.code) == ["document.malformed"])
    }

    @Test func `what cannot be checked is not satisfied`() throws {
        let schema = ContractLibrary.SchemaFile(path: "x.xsd", kind: .xsd, bytes: Array("<nothing/>".utf8), document: nil)
        let library = ContractLibrary(schemas: ["x.xsd": schema])
        let template = try #require(DocumentTemplate.all(in: library).first)
        let check = try #require(DocumentCheck(template, as: .xml, library: library))
        #expect(check.problem?.code == "contract.bad-schema")
        let judgement = check.judgement(of: Array("<book/>".utf8), file: "a.xml")
        #expect(!judgement.isSatisfied && judgement.checks.map(\.outcome) == [.skipped])
    }

    @Test func `the result for machines says what the text says`() throws {
        let judgement = try activity().judgement(of: Array((Self.header + Self.slots.replacing("GBP", with: "gbp")).utf8), file: "a.csv")
        let node = judgement.node(file: "a.csv", template: "gaming-activity", format: .csv)
        #expect(node["satisfied"] == .bool(false) && node["rows"]?.integer == 1)
        #expect(node["checks"]?.array?.first?["findings"]?.array?.first?["line"]?.integer == 2)
    }
}
