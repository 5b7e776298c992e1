import Testing

@testable import Documents

@Suite struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-23T10:01:07.112Z", 1_795_428_067_112),
            ("2026-11-23T11:01:07.1125+01:00", 1_795_428_067_112),
            ("1969-12-31T23:59:59.999Z", -1), ("2024-02-29t12:00:00z", 1_709_208_000_000), ("1990-12-31T15:59:60-08:00", 662_688_000_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000), ("9999-12-31T23:59:59.9999Z", 253_402_300_799_999),
            ("2026-01-01T00:30:00.5+23:59", 1_767_141_060_500),
        ] as [(String, Int64)])
    func `RFC 3339 is read`(text: String, milliseconds: Int64) throws {
        #expect(try Timestamp(parsing: text).milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23 10:01:07Z", "2026-11-23T10:01:07", "2026-11-23T10:01Z", "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-10T00:00:00Z",
        "2026-11-31T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T10:60:00Z", "2026-11-23T10:00:61Z", "2026-11-23T10:00:60Z",
        "2026-11-23T10:00:00.Z",
        "2026-11-23T10:00:00+1:00", "2026-11-23T10:00:00+24:00", "2026-11-23T10:00:00+01:60", "2026-11-23T10:00:00ZZ",
        "12026-11-23T10:00:00Z", "٢٠٢٦-11-23T10:00:00Z",
    ])
    func `anything else is refused`(text: String) {
        #expect(throws: DocumentError(.timestamp, "")) { try Timestamp(parsing: text) }
    }

    @Test(arguments: [
        "0000-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z", "2000-02-29T23:59:59.001Z", "2026-11-23T10:01:07.112Z",
        "9999-12-31T23:59:59.999Z",
    ])
    func `description is read back`(text: String) throws {
        #expect(try Timestamp(parsing: text).description == text)
    }

    @Test func `HTTP dates`() throws {
        #expect(try Timestamp(parsing: "1994-11-06T08:49:37Z").httpDate == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(try Timestamp(parsing: "2026-11-23T23:59:59.999Z").httpDate == "Mon, 23 Nov 2026 23:59:59 GMT")
        #expect(try Timestamp(parsing: "1969-12-31T23:59:59.5Z").httpDate == "Wed, 31 Dec 1969 23:59:59 GMT")
    }

    @Test func `arithmetic stays within the years 0000 to 9999`() {
        let start = Timestamp(milliseconds: 1_500)
        #expect(start.advanced(by: .seconds(-2)).milliseconds == -500)
        #expect(start.advanced(by: .seconds(-2)).seconds == -1)
        #expect(start.advanced(by: .milliseconds(1)) - start == .milliseconds(1))
        #expect(start.advanced(by: .seconds(Int64.max)).description == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp(seconds: .min).description == "0000-01-01T00:00:00.000Z")
        #expect(Timestamp(seconds: 2) > start)
    }
}
