import Documents
import Testing

@testable import SourceData

@Suite struct GamingDayTests {
    @Test func `days are written as they are read, through leap years and ages`() throws {
        for text in ["2026-10-15", "2028-02-29", "2000-02-29", "1970-01-01", "1969-12-31", "0001-01-01", "9999-12-31"] {
            #expect(try #require(GamingDay(parsing: text)).description == text)
        }
        for ordinal in stride(from: -200_000, through: 200_000, by: 37) {
            let (year, month, day) = GamingDay(ordinal: ordinal).components
            #expect(GamingDay(year: year, month: month, day: day)?.ordinal == ordinal)
        }
    }

    @Test(arguments: [
        "", "2026-10-5", "2026-13-01", "2026-00-10", "2026-02-29", "2100-02-29", "2026-04-31", "2026/10/15", "+026-10-15", "2026-10-15 ",
    ])
    func `what is no day is refused`(text: String) {
        #expect(GamingDay(parsing: text) == nil)
    }

    @Test func `weekdays are counted from Monday`() throws {
        #expect(try #require(GamingDay(parsing: "2026-10-15")).isoWeekday == 4)
        #expect(try #require(GamingDay(parsing: "1969-12-29")).isoWeekday == 1)
        #expect(try #require(GamingDay(parsing: "1970-01-01")).isoWeekday == 4)
    }
}

@Suite struct GamingZoneTests {
    private func hours(_ day: String, in zone: String) throws -> Double {
        let bounds = try GamingZone(zone).bounds(of: #require(GamingDay(parsing: day)))
        return Double(bounds.upperBound.milliseconds - bounds.lowerBound.milliseconds) / 3_600_000
    }

    @Test func `days of clock changes have 23 or 25 hours where there is summer time`() throws {
        #expect(try hours("2026-10-25", in: "Europe/London") == 25)
        #expect(try hours("2026-03-29", in: "Europe/London") == 23)
        #expect(try hours("2026-10-25", in: "Europe/Malta") == 25)
        #expect(try hours("2026-10-25", in: "America/Curacao") == 24)
        #expect(try hours("2026-10-24", in: "Europe/London") == 24)
        #expect(try hours("2026-04-05", in: "Australia/Lord_Howe") == 24.5)
    }

    @Test func `a day begins at local midnight`() throws {
        let day = try #require(GamingDay(parsing: "2026-10-25"))
        #expect(try GamingZone("Europe/London").start(of: day).description == "2026-10-24T23:00:00.000Z")
        #expect(try GamingZone("Europe/London").start(of: day.advanced(by: 1)).description == "2026-10-26T00:00:00.000Z")
        #expect(try GamingZone("America/Curacao").start(of: day).description == "2026-10-25T04:00:00.000Z")
    }

    @Test func `where midnight is skipped the day begins with its first instant`() throws {
        // Cuba puts its clocks forward at midnight: 2026-03-08 begins at 01:00 CDT.
        let day = try #require(GamingDay(parsing: "2026-03-08"))
        let zone = try GamingZone("America/Havana")
        #expect(zone.start(of: day).description == "2026-03-08T05:00:00.000Z")
        #expect(zone.day(of: zone.start(of: day)) == day)
        #expect(zone.day(of: Timestamp(milliseconds: zone.start(of: day).milliseconds - 1)) == day.advanced(by: -1))
    }

    @Test func `an hour shown twice is the earlier one, a skipped one the next that exists`() throws {
        let zone = try GamingZone("Europe/London")
        let autumn = try #require(GamingDay(parsing: "2026-10-25"))
        #expect(zone.instant(autumn, hour: 1).description == "2026-10-25T00:00:00.000Z")
        #expect(zone.instant(autumn, hour: 6).description == "2026-10-25T06:00:00.000Z")
        let spring = try #require(GamingDay(parsing: "2026-03-29"))
        #expect(zone.instant(spring, hour: 1).description == "2026-03-29T01:00:00.000Z")
        #expect(zone.instant(spring, hour: 2).description == "2026-03-29T01:00:00.000Z")
    }

    @Test func `every instant of a year belongs to exactly the day whose bounds hold it`() throws {
        for name in ["Europe/London", "America/Curacao", "Pacific/Apia", "America/Havana", "UTC"] {
            let zone = try GamingZone(name)
            let first = try #require(GamingDay(parsing: "2026-01-01"))
            for offset in 0..<365 {
                let day = first.advanced(by: offset)
                let bounds = zone.bounds(of: day)
                #expect(zone.day(of: bounds.lowerBound) == day)
                #expect(zone.day(of: Timestamp(milliseconds: bounds.upperBound.milliseconds - 1)) == day)
            }
        }
    }

    @Test(arguments: ["", "Europe/Atlantis", "BST", "GMT+1", "europe"]) func `names that are no place are refused`(name: String) {
        #expect(throws: SourceDataError(.unknownZone, "")) { try GamingZone(name) }
    }
}
