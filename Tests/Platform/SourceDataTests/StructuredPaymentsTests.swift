import Documents
import GRDB
import Testing

@testable import SourceData

@Suite struct StructuredPaymentsTests {
    /// Three payments of £1,600 to £1,999.99 within a day.
    static let rule = StructuringRule(threshold: 200_000, currency: "GBP", fromPercent: 80, payments: 3, windowHours: 24)
    private static let hour: Int64 = 3_600_000

    private static func found(
        in tables: DetectionTables, _ span: Range<Timestamp> = DetectionTables.day, rule: StructuringRule = rule, limit: Int = 10
    ) throws -> [StructuredPayments] {
        try tables.queue.read { try StructuredPayments.all(of: DetectionTables.licence, span, rule: rule, limit: limit, in: $0) }
    }

    private static func tables(_ amounts: [Int64], currency: String = "GBP") throws -> DetectionTables {
        let tables = try DetectionTables(currency: currency)
        for (position, amount) in amounts.enumerated() { try tables.move("DEPOSIT", amount, at: Int64(position) * hour) }
        return tables
    }

    @Test func `three payments just under the threshold are found, with what they are`() throws {
        let found = try Self.found(in: Self.tables([199_999, 160_000, 175_000]))
        #expect(found.count == 1)
        let payments = try #require(found.first)
        #expect(payments.playerID == "p1" && payments.kind == "DEPOSIT" && payments.count == 3)
        #expect(payments.day.description == "2026-10-15")
        #expect(payments.firstAt.milliseconds == DetectionTables.at(0) && payments.lastAt.milliseconds == DetectionTables.at(2 * Self.hour))
    }

    @Test(
        arguments: [
            // Exactly the threshold is looked at by itself; a minor unit below the share is not just under it.
            ([199_999, 199_999, 200_000], false), ([199_999, 199_999, 199_999], true), ([160_000, 160_000, 159_999], false),
            ([160_000, 160_000, 160_000], true), ([199_999, 199_999], false), ([500_000, 500_000, 500_000], false),
        ] as [([Int64], Bool)])
    func `the limits of an amount are where the rule says`(amounts: [Int64], isFound: Bool) throws {
        #expect(try Self.found(in: Self.tables(amounts)).isEmpty == !isFound)
    }

    @Test(arguments: [(24 * 3_600_000, false), (24 * 3_600_000 - 1, true)] as [(Int64, Bool)])
    func `payments as far apart as the window is long are not within it`(last: Int64, isFound: Bool) throws {
        let tables = try DetectionTables()
        for offset in [0, Self.hour, last] { try tables.move("DEPOSIT", 190_000, at: offset) }
        let span = DetectionTables.day.lowerBound..<DetectionTables.day.upperBound.advanced(by: .seconds(1))
        #expect(try Self.found(in: tables, span).isEmpty == !isFound)
    }

    @Test func `payments before the span count, but the last of them lies in it`() throws {
        let tables = try DetectionTables()
        for offset in [-2 * Self.hour, -Self.hour, 0] { try tables.move("DEPOSIT", 190_000, at: offset) }
        #expect(try Self.found(in: tables).count == 1)
        let later = DetectionTables.day.lowerBound.advanced(by: .milliseconds(1))..<DetectionTables.day.upperBound
        #expect(try Self.found(in: tables, later).isEmpty)
    }

    @Test func `many payments of a day are one find, whatever the span begins with`() throws {
        let tables = try DetectionTables()
        for offset in 0..<8 { try tables.move("DEPOSIT", 190_000, at: Int64(offset) * Self.hour) }
        let found = try Self.found(in: tables)
        #expect(found.map(\.day.description) == ["2026-10-15"] && found.map(\.count) == [3])
        let half = DetectionTables.day.lowerBound.advanced(by: .seconds(4 * 3600))..<DetectionTables.day.upperBound
        #expect(try Self.found(in: tables, half).map(\.day) == found.map(\.day))
    }

    @Test func `deposits and withdrawals are counted apart, and what a later row replaces is not`() throws {
        let mixed = try DetectionTables()
        for type in ["DEPOSIT", "WITHDRAWAL_PAID", "DEPOSIT", "WITHDRAWAL_PAID", "STAKE", "STAKE"] {
            try mixed.move(type, 190_000, at: Self.hour)
        }
        #expect(try Self.found(in: mixed).isEmpty)
        try mixed.move("WITHDRAWAL_PAID", 190_000, at: 2 * Self.hour)
        #expect(try Self.found(in: mixed).map(\.kind) == ["WITHDRAWAL_PAID"])

        let corrected = try Self.tables([190_000, 190_000, 190_000])
        try corrected.move("DEPOSIT", 10_000, at: 3 * Self.hour, replacing: "t2")
        #expect(try Self.found(in: corrected).isEmpty)
        #expect(try Self.found(in: Self.tables([190_000, 190_000, 190_000]), limit: 0).isEmpty)
    }

    @Test func `other currencies are converted by the rate of their day, and not judged without one`() throws {
        let euros = StructuringRule(threshold: 200_000, currency: "EUR", fromPercent: 80, payments: 3, windowHours: 24)
        let tables = try Self.tables([170_000, 170_000, 170_000])
        #expect(try Self.found(in: tables, rule: euros).isEmpty)
        // £1,700 are €1,955 by the latest rate on or before the day; by that of the next day they would be far less.
        for (day, rate) in [("2026-10-01", 100_000_000), ("2026-10-14", 115_000_000), ("2026-10-16", 10_000_000)] {
            try tables.execute("INSERT INTO fx_rate VALUES ('GBP', 'EUR', ?, ?, 'ECB')", [day, rate])
        }
        #expect(try Self.found(in: tables, rule: euros).count == 1)
    }

    @Test func `a generated month has none`() throws {
        let all = Timestamp(milliseconds: 0)..<Timestamp(milliseconds: 2_000_000_000_000)
        let euros = StructuringRule(threshold: 200_000, currency: "EUR", fromPercent: 80, payments: 3, windowHours: 24)
        let found = try SourceFixture.october.get().read {
            try StructuredPayments.all(of: DetectionTables.licence, all, rule: euros, limit: 10, in: $0)
        }
        #expect(found.isEmpty, "\(found)")
    }
}
