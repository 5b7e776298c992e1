import Documents
import Foundation
import SourceData
import Tables
import TestSupport
import Testing

@testable import Reporting

@Suite struct TemplateReaderTests {
    private static let good = """
        schema_version: 1
        id: T99
        name: X-NEW-D
        title: Something new
        version: 2
        regulators: [UKGC, CGA]
        cadences: [day, half]
        formats: [csv]
        deadline: { days: 1, hour: 6 }
        feeds: [rng]
        grace_hours: 3
        model: x_new_d
        rows: [day, period]
        key: [what]
        xml: { root: new_report, namespace: "urn:assay:report:x-new-d:2" }
        columns:
          - { name: what, kind: text }
          - { name: amount, kind: money, total: false, optional: true }
          - { name: times, kind: count, total: true }

        """

    private func read(_ text: String) throws -> ReportTemplate { try TemplateReader(file: "x.template.yaml").template(Array(text.utf8)) }

    @Test func `a template is read as it stands`() throws {
        let template = try read(Self.good)
        #expect(template.id == "T99" && template.name == "X-NEW-D" && template.version == 2 && template.regulators == ["UKGC", "CGA"])
        #expect(template.cadences == [.day, .half] && template.formats == [.csv] && template.deadline == .days(1, hour: 6))
        #expect(template.feeds == [.rng] && template.graceHours == 3 && template.units == [.day, .period] && template.key == ["what"])
        #expect(template.columns.map(\.name) == ["what", "amount", "times"])
        #expect(template.columns.map(\.isTotalled) == [false, false, true] && template.columns.map(\.isOptional) == [false, true, false])
    }

    /// A change and the line at which it must be refused.
    @Test(arguments: [
        ("schema_version: 1", "schema_version: 2", 1), ("id: T99", "id: T999", 2), ("name: X-NEW-D", "name: x new", 3),
        ("title: Something new", "title: ''", 4), ("version: 2\nreg", "version: 0\nreg", 5), ("[UKGC, CGA]", "[UKGC, DGOJ]", 6),
        ("[UKGC, CGA]", "[UKGC, UKGC]", 6), ("[day, half]", "[day, year]", 7), ("[day, half]", "[]", 7), ("[csv]", "[csv, docx]", 8),
        ("[csv]", "csv", 8), ("hour: 6", "hour: 24", 9), ("days: 1", "days: -1", 9), ("hour: 6", "minute: 6", 9),
        ("{ days: 1, hour: 6 }", "{ day_of_month: 31 }", 9), ("{ days: 1, hour: 6 }", "{ day_of_month: 20, hour: 6 }", 9),
        ("[rng]", "[gossip]", 10), ("grace_hours: 3", "grace_hours: soon", 11), ("model: x_new_d", "model: ../x", 12),
        ("[day, period]", "[week]", 13), ("key: [what]", "key: [who]", 14), (":x-new-d:2", ":x-new-d:1", 15),
        ("root: new_report", "root: New Report", 15), ("kind: text", "kind: prose", 17), ("name: what, kind", "name: What, kind", 17),
        ("kind: text", "kind: text, total: true", 17), ("total: false", "total: perhaps", 18), ("name: amount", "name: what", 18),
        ("optional: true", "optional: true, width: 7", 18), ("grace_hours: 3", "grace_hours: 3\ncolour: red", 12),
    ])
    func `anything else is refused at its place`(part: String, replacement: String, line: Int) throws {
        #expect(Self.good.contains(part))
        do {
            _ = try read(Self.good.replacing(part, with: replacement, maxReplacements: 1))
            Issue.record("`\(replacement)` was taken")
        } catch let error as ReportingError {
            #expect(error.code == .invalidTemplate)
            #expect(error.message.hasPrefix("x.template.yaml:\(line):"), "\(error.message)")
        }
    }

    @Test(arguments: [
        "id", "name", "title", "version", "regulators", "cadences", "formats", "deadline", "feeds", "grace_hours", "model", "rows", "key",
        "xml",
    ])
    func `every key is needed`(key: String) throws {
        let without = Self.good.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix(key + ":") }
        #expect(throws: ReportingError(.invalidTemplate, "")) { try self.read(without.joined(separator: "\n")) }
    }

    @Test(arguments: ["", "[]", "- a", "id: [", "a: 1\na: 2", "\u{0}"]) func `other documents are refused`(text: String) {
        #expect(throws: ReportingError(.invalidTemplate, "")) { try self.read(text) }
    }

    @Test func `an empty folder, a missing one and two templates of one name are errors`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: ReportingError(.invalidTemplate, "")) { try TemplateCatalogue(directory: folder.path) }
        #expect(throws: ReportingError(.invalidTemplate, "")) { try TemplateCatalogue(directory: "/nonexistent") }
        try Data(Self.good.utf8).write(to: URL(fileURLWithPath: folder.path + "/a.template.yaml"))
        #expect(try TemplateCatalogue(directory: folder.path).templates.count == 1)
        try Data(Self.good.replacing("T99", with: "T98").utf8).write(to: URL(fileURLWithPath: folder.path + "/b.template.yaml"))
        #expect(throws: ReportingError(.invalidTemplate, "")) { try TemplateCatalogue(directory: folder.path) }
    }

    @Test func `each regulator has a daily, a weekly and a monthly report`() throws {
        let templates = try TemplateCatalogue(directory: Repository.templates).templates
        #expect(templates.map(\.id) == ["T01", "T05", "T14", "T16"])
        for regulator in ["UKGC", "MGA", "CGA"] {
            let cadences = Set(templates.filter { $0.regulators.contains(regulator) }.flatMap(\.cadences))
            #expect(cadences.isSuperset(of: [.day, .week, .month]), "\(regulator)")
        }
    }

    @Test(arguments: [
        ("T01", "remote-casino-return"), ("T05", "player-funds"), ("T14", "operations-and-funds"), ("T16", "gaming-activity"),
    ])
    func `the schemas name the template's columns in order`(id: String, file: String) throws {
        let template = try Repository.template(id)
        let columns = template.columns.map(\.name)
        let table = try TableSchema(YAMLReader.read(Repository.bytes("Contracts/schemas/tables/\(file).table.yaml")))
        #expect(table.columnNames == columns)
        let text = String(decoding: try Repository.bytes("Contracts/schemas/xsd/\(file).xsd"), as: UTF8.self)
        #expect(text.contains("targetNamespace=\"\(template.namespace)\"") && text.contains("element name=\"\(template.rootElement)\""))
        let row = try #require(text.split(separator: "<xs:complexType name=\"Row\">").last?.split(separator: "</xs:sequence>").first)
        #expect(row.matches(of: /element name="([a-z0-9_]+)"/).map { String($0.output.1) } == columns)
    }

    @Test func `a new report needs its files only`() async throws {
        let folder = try TemporaryFolder()
        let files = FileManager.default
        try files.createDirectory(atPath: folder.path + "/dbt", withIntermediateDirectories: true)
        try files.copyItem(atPath: Repository.models, toPath: folder.path + "/dbt/models")
        try files.copyItem(atPath: Repository.templates, toPath: folder.path + "/templates")
        try Data(Self.good.replacing("[csv]", with: "[csv, xml]").utf8).write(
            to: URL(fileURLWithPath: folder.path + "/templates/new.template.yaml"))
        let sql = """
            select '{{ var("unit") }}' as what, null as amount, count(*) as times, max(posted_at) as latest_posted_at
            from {{ ref('stg_wallet_tx') }} as t

            """
        try Data(sql.utf8).write(to: URL(fileURLWithPath: folder.path + "/dbt/models/marts/x_new_d.sql"))
        let bench = try Bench(Tables.october.get())
        let service = try ReportService(
            store: bench.store, source: bench.source, trail: bench.trail,
            configuration: .init(
                vaultDirectory: folder.path + "/vault", modelsDirectory: folder.path + "/dbt/models", wrappingKeys: try TestKeys.wrapping()),
            now: { bench.clock.now })
        let run = try await service.ensure(template: "X-NEW-D", licence: "UKGC-000123", period: Period(parsing: "2026-10-15"))
        let lines = String(decoding: try service.document(of: run, .csv), as: UTF8.self).split(separator: "\r\n")
        #expect(lines.count == 3 && lines[1].hasPrefix("day,,") && lines[2] == "period" + lines[1].dropFirst(3))
        let times = try #require(lines[1].split(separator: ",").last)
        #expect(run.controlTotals["times"]?.string == String(times))
    }
}

@Suite struct DeadlineTests {
    @Test(arguments: [
        ("T01", "2026-Q1", "Europe/London", "2026-04-28T23:00:00.000Z"), ("T01", "2026-Q4", "Europe/London", "2027-01-29T00:00:00.000Z"),
        ("T05", "2026-10", "Europe/Malta", "2026-11-20T23:00:00.000Z"), ("T05", "2026-12", "Europe/Malta", "2027-01-20T23:00:00.000Z"),
        ("T05", "2026-06", "Europe/Malta", "2026-07-20T22:00:00.000Z"),
        ("T14", "2026-10", "America/Curacao", "2026-11-16T04:00:00.000Z"), ("T16", "2026-10", "Europe/London", "2026-11-01T06:00:00.000Z"),
        // The clocks are put forward at 01:00 on 29 March 2026 and back at 02:00 on 25 October.
        ("T16", "2026-03-28", "Europe/London", "2026-03-29T05:00:00.000Z"),
        ("T16", "2026-03-27", "Europe/London", "2026-03-28T06:00:00.000Z"),
        ("T16", "2026-10-24", "Europe/London", "2026-10-25T06:00:00.000Z"),
        ("T16", "2026-10-23", "Europe/London", "2026-10-24T05:00:00.000Z"),
    ])
    func `a deadline is an instant of the licence's clocks`(template: String, period: String, zone: String, instant: String) throws {
        let deadline = try Repository.template(template).deadline
        #expect(try deadline.instant(after: Period(parsing: period), in: GamingZone(zone)).description == instant)
    }

    @Test func `a day of a later month is counted from the period's last`() throws {
        let deadline = ReportDeadline.dayOfMonth(7, months: 3)
        #expect(try deadline.instant(after: Period(parsing: "2026-H1"), in: GamingZone("UTC")).description == "2026-09-08T00:00:00.000Z")
    }
}
