import Documents
import GRDB
import Testing

@testable import SourceData

@Suite struct FundsShortfallTests {
    private static let dayLength: Int64 = 86_400_000
    /// The span at whose end 2026-10-15 ends.
    private static let span =
        Timestamp(
            milliseconds: DetectionTables.midnight)..<Timestamp(
            milliseconds: DetectionTables.midnight + dayLength)

    private static func shortfalls(
        in tables: DetectionTables, _ span: Range<Timestamp> = span, limit: Int = 10
    ) throws -> [FundsShortfall] {
        try tables.queue.read { try FundsShortfall.all(of: DetectionTables.licence, span, limit: limit, in: $0) }
    }

    /// A player who is owed £100 at the end of 2026-10-15.
    private static func owing() throws -> DetectionTables {
        let tables = try DetectionTables()
        try tables.move("DEPOSIT", 10_000, at: 1000)
        return tables
    }

    @Test(arguments: [(10_000, true), (10_001, true), (9999, false)] as [(Int64, Bool)])
    func `what is owed exactly is enough, a minor unit less is not`(held: Int64, isCovered: Bool) throws {
        let tables = try Self.owing()
        try tables.state("bank", held, on: "2026-10-15")
        let found = try Self.shortfalls(in: tables)
        #expect(found.isEmpty == isCovered)
        if !isCovered {
            #expect(
                found == [
                    FundsShortfall(
                        day: try #require(GamingDay(parsing: "2026-10-15")), currency: "GBP", owed: 10_000, covered: 9999,
                        at: Self.span.upperBound)
                ])
        }
    }

    @Test func `accounts are taken together with what is on its way, reserves are not`() throws {
        let tables = try Self.owing()
        try tables.state("bank", 5000, on: "2026-10-15")
        try tables.state("psp", 3000, on: "2026-10-14", kind: "PSP")
        try tables.state("reserve", 90_000, on: "2026-10-15", kind: "RESERVE")
        #expect(try Self.shortfalls(in: tables).map(\.covered) == [8000])
        try tables.execute(
            "INSERT INTO funds_transit VALUES ('in', 'psp', 'IN', 3000, 'GBP', ?, NULL)", [DetectionTables.at(1000)])
        #expect(try Self.shortfalls(in: tables).isEmpty)
        try tables.execute(
            "INSERT INTO funds_transit VALUES ('out', 'psp', 'OUT', 1001, 'GBP', ?, ?)",
            [DetectionTables.at(1000), DetectionTables.at(Self.dayLength)])
        #expect(try Self.shortfalls(in: tables).map(\.covered) == [9999])
        // What arrived before the day's end is in the balances.
        try tables.execute("UPDATE funds_transit SET settled_at = ? WHERE transit_id = 'out'", [DetectionTables.at(Self.dayLength - 1)])
        #expect(try Self.shortfalls(in: tables).isEmpty)
    }

    @Test func `open stakes, withdrawals that are not paid, and jackpots are owed too`() throws {
        let tables = try Self.owing()
        try tables.state("bank", 10_000, on: "2026-10-15")
        try tables.execute(
            """
            INSERT INTO game VALUES ('G', 's', 'G', 'SLOTS', 'TYPE1', 'SLOTS', 0.95, 1, 2);
            INSERT INTO game_version VALUES ('G-1', 'G', '1', '', 'MAJOR', 0, NULL);
            INSERT INTO game_session VALUES ('s', 'UKGC-000123', NULL, 'p1', 'G-1', 0, NULL, NULL, 0, 0, NULL)
            """)
        func round(_ id: String, settled: Int64?) throws {
            try tables.execute(
                """
                INSERT INTO game_round VALUES (
                    ?, 'UKGC-000123', 's', 'p1', 'G-1', ?, ?, 'OPEN', 'GBP', 10, 0, 0, 0, 0, 0, 'WEB', NULL, NULL, NULL, NULL, 0)
                """, [id, DetectionTables.at(1000), settled.map(DetectionTables.at)])
        }
        try round("settled", settled: Self.dayLength - 1)
        #expect(try Self.shortfalls(in: tables).isEmpty)
        try round("later", settled: Self.dayLength)
        #expect(try Self.shortfalls(in: tables).map(\.owed) == [10_010])
        try round("open", settled: nil)
        #expect(try Self.shortfalls(in: tables).map(\.owed) == [10_020])
        try tables.execute(
            "INSERT INTO jackpot VALUES ('J', 'UKGC-000123', 'J', 'PROGRESSIVE', 'SHARED', 'GBP', 0, 0, '2026-01-01', NULL, NULL)")
        try tables.execute(
            "INSERT INTO jackpot_event VALUES ('j1', 'J', ?, 'SEED', 700000000, NULL, 700000000, NULL)", [DetectionTables.at(500)])
        #expect(try Self.shortfalls(in: tables).map(\.owed) == [10_027])
        // Held money leaves the balance and is owed until it is paid.
        try tables.execute(
            "INSERT INTO payment VALUES ('pay', 'UKGC-000123', 'p1', 'WITHDRAWAL', 'CARD', 'x', 'GB', 'psp', 4000, 'GBP', 'PENDING', 0, NULL, NULL)"
        )
        try tables.move("WITHDRAWAL_HOLD", 4000, at: 2000)
        try tables.execute("UPDATE wallet_tx SET payment_id = 'pay' WHERE type = 'WITHDRAWAL_HOLD'")
        #expect(try Self.shortfalls(in: tables).map(\.owed) == [10_027])
    }

    @Test func `a shortfall that lasts is found on its first day only, and again after it was made up`() throws {
        let tables = try Self.owing()
        for (day, held) in [("2026-10-15", 9000), ("2026-10-16", 9500), ("2026-10-17", 10_000), ("2026-10-18", 9000)] as [(String, Int64)] {
            try tables.state("bank", held, on: day)
        }
        let week = Self.span.lowerBound..<Self.span.lowerBound.advanced(by: .seconds(7 * 86_400))
        #expect(try Self.shortfalls(in: tables, week).map(\.day.description) == ["2026-10-15", "2026-10-18"])
        // The day before is looked at when the span begins after it.
        let second = Self.span.upperBound..<Self.span.upperBound.advanced(by: .seconds(86_400))
        #expect(try Self.shortfalls(in: tables, second).isEmpty)
        #expect(try Self.shortfalls(in: tables, week, limit: 1).count == 1)
    }

    @Test func `a day without any statement is not judged, nor one that ends beyond the span`() throws {
        let tables = try Self.owing()
        try tables.state("bank", 0, on: "2026-10-14")
        // Nothing was owed at the end of the 14th.
        let days = Self.span.lowerBound.advanced(by: .seconds(-86_400))..<Self.span.upperBound
        #expect(try Self.shortfalls(in: tables, days).isEmpty)
        try tables.state("bank", 0, on: "2026-10-15")
        let short = Self.span.lowerBound..<Self.span.upperBound.advanced(by: .milliseconds(-1))
        #expect(try Self.shortfalls(in: tables, short).isEmpty)
        #expect(try Self.shortfalls(in: tables).count == 1)
    }

    @Test func `money of one currency does not cover another`() throws {
        let tables = try Self.owing()
        try tables.state("euros", 90_000, on: "2026-10-15", currency: "EUR")
        #expect(try Self.shortfalls(in: tables).map(\.currency) == ["GBP"])
    }

    @Test func `a generated month has none`() throws {
        let all = Timestamp(milliseconds: 1_790_000_000_000)..<Timestamp(milliseconds: 1_795_000_000_000)
        let found = try SourceFixture.october.get().read { try FundsShortfall.all(of: DetectionTables.licence, all, limit: 10, in: $0) }
        #expect(found.isEmpty, "\(found)")
        // It has statements for every day, so that there was something to judge.
        let days = try SourceFixture.october.get().read { try Int.fetchOne($0, sql: "SELECT COUNT(DISTINCT as_of) FROM funds_balance") }
        #expect(days == 31)
    }
}
