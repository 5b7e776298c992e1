import Documents
import SourceData
import Testing

@testable import Reporting

@Suite struct PeriodTests {
    @Test(arguments: [
        ("2026-10-15", "2026-10-15", "2026-10-15"), ("2026-W42", "2026-10-12", "2026-10-18"), ("2026-10", "2026-10-01", "2026-10-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"), ("2026-Q1", "2026-01-01", "2026-03-31"), ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026-H1", "2026-01-01", "2026-06-30"), ("2028-02", "2028-02-01", "2028-02-29"), ("2026-W01", "2025-12-29", "2026-01-04"),
        ("2026-W53", "2026-12-28", "2027-01-03"), ("2024-W52", "2024-12-23", "2024-12-29"),
    ])
    func `every form is read, bounded and written`(text: String, first: String, last: String) throws {
        let period = try Period(parsing: text)
        #expect(period.firstDay.description == first)
        #expect(period.lastDay.description == last)
        #expect(period.description == text)
        #expect(period.days.count == period.lastDay.ordinal - period.firstDay.ordinal + 1)
        #expect(period.days.allSatisfy { Period(period.kind, containing: $0) == period })
        #expect(period.next.firstDay == period.lastDay.advanced(by: 1))
    }

    @Test(arguments: [
        "", "2026", "2026-1", "2026-13", "2026-00", "2026-10-32", "2026-02-29", "2025-W53", "2026-W00", "2026-W54", "2026-W1", "2026-w42",
        "2026-Q0", "2026-Q5", "2026-H3", "2026-q4", "26-10", "2026-10-15T00:00:00Z", " 2026-10", "2026-10 ", "2026-Q44", "0000-10",
        "２０２６-10", "2026--1", "-026-10", "2026-10-15/2026-10-16", "last-week",
    ])
    func `anything else is no period`(text: String) {
        #expect(throws: ReportingError(.unknownPeriod, "")) { try Period(parsing: text) }
    }

    @Test func `the year of a week is that of its Thursday, for 30 years`() throws {
        var period = try Period(parsing: "2010-W01")
        var weeks = 0
        while period.firstDay < (GamingDay(year: 2040, month: 1, day: 1) ?? period.firstDay) {
            #expect(try Period(parsing: period.description) == period)
            period = period.next
            weeks += 1
        }
        #expect(weeks == 1565)
    }

    @Test func `bounds follow the licence's zone through the change of clocks`() throws {
        let london = try GamingZone("Europe/London")
        func bounds(_ text: String, _ zone: GamingZone) throws -> [String] {
            let range = try Period(parsing: text).bounds(in: zone)
            return [range.lowerBound.description, range.upperBound.description]
        }
        #expect(try bounds("2026-10-25", london) == ["2026-10-24T23:00:00.000Z", "2026-10-26T00:00:00.000Z"])
        #expect(try bounds("2026-W43", london) == ["2026-10-18T23:00:00.000Z", "2026-10-26T00:00:00.000Z"])
        #expect(try bounds("2026-10", london) == ["2026-09-30T23:00:00.000Z", "2026-11-01T00:00:00.000Z"])
        #expect(try bounds("2026-10-25", GamingZone("America/Curacao")) == ["2026-10-25T04:00:00.000Z", "2026-10-26T04:00:00.000Z"])
    }

    @Test func `the deadline is six in the morning after the last day, by the licence's clocks`() throws {
        let deadline = try Repository.template("T16").deadline
        let london = try GamingZone("Europe/London")
        #expect(deadline.instant(after: try Period(parsing: "2026-10-24"), in: london).description == "2026-10-25T06:00:00.000Z")
        #expect(deadline.instant(after: try Period(parsing: "2026-10-23"), in: london).description == "2026-10-24T05:00:00.000Z")
        #expect(
            deadline.instant(after: try Period(parsing: "2026-10"), in: try GamingZone("America/Curacao")).description
                == "2026-11-01T10:00:00.000Z")
    }
}
