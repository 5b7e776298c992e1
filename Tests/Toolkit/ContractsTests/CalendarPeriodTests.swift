import Foundation
import Testing

@testable import Contracts

@Suite struct CalendarPeriodTests {
    @Test(arguments: [
        ("2026-11-22", "2026-11-22", "2026-11-22"), ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2026-W47", "2026-11-16", "2026-11-22"), ("2026-W01", "2025-12-29", "2026-01-04"), ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2021-W01", "2021-01-04", "2021-01-10"), ("2020-W53", "2020-12-28", "2021-01-03"),
        ("2026-11", "2026-11-01", "2026-11-30"), ("2024-02", "2024-02-01", "2024-02-29"), ("1900-02", "1900-02-01", "1900-02-28"),
        ("2026-Q1", "2026-01-01", "2026-03-31"), ("2026-Q4", "2026-10-01", "2026-12-31"), ("2026-H2", "2026-07-01", "2026-12-31"),
        ("0001-01", "0001-01-01", "0001-01-31"), ("9999-H2", "9999-07-01", "9999-12-31"),
    ])
    func `a period has its first and its last day`(name: String, first: String, last: String) throws {
        let period = try #require(CalendarPeriod(name))
        #expect(period.days == first...last)
        #expect(period.contains(first) && period.contains(last))
    }

    @Test(arguments: [
        "", "2026", "2026-13", "2026-00", "2026-02-30", "2023-02-29", "2025-W53", "2026-W00", "2026-W54", "2026-Q5", "2026-Q0", "2026-H3",
        "2026-11-1", "26-11-01", "2026-1", "2026-w47", "+026-11", "2026-11-22T00:00:00Z", "0000-01", "2026-11-22-", "-2026-11", "２０２６-11",
    ])
    func `what is none is none`(name: String) { #expect(CalendarPeriod(name) == nil) }

    @Test func `days before, after and none are not of it`() throws {
        let week = try #require(CalendarPeriod("2026-W47"))
        for text in ["2026-11-15", "2026-11-23", "2026-11", "2026-11-17T00:00:00Z", "2026-11-1７", "", "2026-W47", "2026-Q1-01"] {
            #expect(!week.contains(text), "\(text)")
        }
    }

    @Test func `weeks are those of Foundation's ISO calendar`() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withFullDate]
        for year in [1970, 1999, 2000, 2004, 2009, 2015, 2020, 2024, 2026, 2032, 2100] {
            for week in 1...53 {
                let name = "\(year)-W" + (week < 10 ? "0" : "") + "\(week)"
                let monday = try #require(calendar.date(from: DateComponents(weekday: 2, weekOfYear: week, yearForWeekOfYear: year)))
                let exists = calendar.component(.yearForWeekOfYear, from: monday) == year
                #expect(CalendarPeriod(name)?.days.lowerBound == (exists ? formatter.string(from: monday) : nil), "\(name)")
            }
        }
    }
}
