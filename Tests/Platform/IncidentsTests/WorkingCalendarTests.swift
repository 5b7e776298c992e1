import Documents
import Foundation
import SourceData
import TestSupport
import Testing

@testable import Incidents

/// The rules of the project, as they lie in the tree.
enum Rules {
    static let directory = PeerData.repository.appending(path: "Pipelines/incidents").path

    static func catalogue() throws -> IncidentCatalogue { try IncidentCatalogue(directory: directory) }

    static func calendar(_ authority: String) throws -> WorkingCalendar {
        try #require(try catalogue().authorities.first { $0.id == authority }).calendar
    }

    static func day(_ text: String) throws -> GamingDay { try #require(GamingDay(parsing: text)) }
}

@Suite struct WorkingCalendarTests {
    @Test(
        arguments: [
            (1818, "1818-03-22"), (1943, "1943-04-25"), (1954, "1954-04-18"), (1961, "1961-04-02"), (1981, "1981-04-19"),
            (2000, "2000-04-23"), (2008, "2008-03-23"), (2011, "2011-04-24"), (2019, "2019-04-21"), (2024, "2024-03-31"),
            (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25"), (2049, "2049-04-18"),
            (2076, "2076-04-19"), (2285, "2285-03-22"),
        ])
    func `Easter falls where the tables have it, at its borders too`(year: Int, day: String) {
        #expect(Easter.sunday(in: year)?.description == day)
    }

    @Test func `years before the Gregorian calendar have no Easter here`() {
        #expect(Easter.sunday(in: 1582) == nil)
        #expect(Easter.sunday(in: 10_000) == nil)
    }

    @Test(
        arguments: [
            (
                "UKGC", 2026,
                [
                    "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-26",
                    "2026-12-28",
                ]
            ),
            (
                "UKGC", 2027,
                [
                    "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30", "2027-12-25", "2027-12-26",
                    "2027-12-27", "2027-12-28",
                ]
            ),
            (
                "MGA", 2026,
                [
                    "2026-01-01", "2026-02-10", "2026-03-19", "2026-03-31", "2026-04-03", "2026-05-01", "2026-06-07", "2026-06-29",
                    "2026-08-15", "2026-09-08", "2026-09-21", "2026-12-08", "2026-12-13", "2026-12-25",
                ]
            ),
            (
                "CGA", 2025,
                [
                    "2025-01-01", "2025-03-03", "2025-04-18", "2025-04-21", "2025-04-26", "2025-05-01", "2025-05-29", "2025-07-02",
                    "2025-10-10", "2025-12-25", "2025-12-26",
                ]
            ),
        ])
    func `the free days of a year are those of the authority's country`(authority: String, year: Int, days: [String]) throws {
        #expect(try Rules.calendar(authority).freeDays(in: year).sorted().map(\.description) == days)
    }

    @Test func `a holiday on a Sunday is kept on the Monday after, or the Saturday before, where the rule says so`() throws {
        let curacao = try Rules.calendar("CGA")
        #expect(curacao.freeDays(in: 2022).contains(try Rules.day("2022-05-02")))
        #expect(!curacao.freeDays(in: 2022).contains(try Rules.day("2022-05-01")))
    }

    @Test(
        arguments: [
            // Over Christmas 2026: 25th Friday, 28th in place of Saturday the 26th, 1 January.
            ("UKGC", "2026-12-23", 1, "2026-12-24"), ("UKGC", "2026-12-23", 5, "2027-01-04"), ("UKGC", "2026-12-24", 1, "2026-12-29"),
            // Over Easter 2026.
            ("UKGC", "2026-04-01", 5, "2026-04-10"), ("UKGC", "2026-04-03", 1, "2026-04-07"), ("MGA", "2026-04-01", 3, "2026-04-07"),
            // Malta works on Easter Monday, and moves nothing from a weekend.
            ("MGA", "2026-04-02", 1, "2026-04-06"), ("MGA", "2026-12-11", 1, "2026-12-14"), ("MGA", "2026-12-07", 1, "2026-12-09"),
            // A plain week, and a start on a weekend.
            ("UKGC", "2026-11-09", 5, "2026-11-16"), ("UKGC", "2026-11-14", 1, "2026-11-16"),
        ])
    func `working days are counted over weekends and holidays`(authority: String, start: String, count: Int, end: String) throws {
        #expect(try Rules.calendar(authority).workingDay(count, after: Rules.day(start)).description == end)
    }

    @Test(
        arguments: [
            // Clocks go forward on 29 March 2026 and back on 25 October 2026.
            ("2026-03-26T12:00:00.000Z", 1, "2026-03-27T23:59:59.999Z"), ("2026-03-27T12:00:00.000Z", 1, "2026-03-30T22:59:59.999Z"),
            ("2026-10-22T12:00:00.000Z", 1, "2026-10-23T22:59:59.999Z"), ("2026-10-23T12:00:00.000Z", 1, "2026-10-26T23:59:59.999Z"),
            // 23:30 UTC is the next day in London's summer.
            ("2026-07-06T22:30:00.000Z", 1, "2026-07-07T22:59:59.999Z"), ("2026-07-06T23:30:00.000Z", 1, "2026-07-08T22:59:59.999Z"),
        ])
    func `a term ends with the authority's own day, whatever its clocks do`(aware: String, count: Int, due: String) throws {
        let end = try Rules.calendar("UKGC").end(ofWorkingDay: count, after: Timestamp(parsing: aware))
        #expect(end.description == due)
    }

    @Test func `a week without a working day is no calendar`() throws {
        #expect(WorkingCalendar(zone: try GamingZone("Europe/London"), weekend: Set(1...7), holidays: []) == nil)
        #expect(WorkingCalendar(zone: try GamingZone("Europe/London"), weekend: [0], holidays: []) == nil)
    }
}
