import Documents
import GRDB
import Testing

@testable import SourceData

@Suite struct ExclusionBreachTests {
    private static func breaches(
        in tables: DetectionTables, _ span: Range<Timestamp> = DetectionTables.day, limit: Int = 10
    ) throws -> [ExclusionBreach] {
        try tables.queue.read { try ExclusionBreach.all(of: DetectionTables.licence.id, span, limit: limit, in: $0) }
    }

    /// An act, as the tables hold it.
    private static func put(_ act: ExclusionBreach.Act, at offset: Int64, in tables: DetectionTables) throws {
        switch act {
        case .play: try tables.move("STAKE", 100, at: offset)
        case .deposit: try tables.move("DEPOSIT", 100, at: offset)
        case .login: try tables.logIn(at: offset)
        case .marketing: try tables.grant(at: offset)
        }
    }

    @Test(arguments: ExclusionBreach.Act.allCases)
    func `an act counts from the instant at which the exclusion is effective, not a millisecond before`(act: ExclusionBreach.Act) throws {
        let before = try DetectionTables()
        try before.exclude(from: 1000)
        try Self.put(act, at: 999, in: before)
        #expect(try Self.breaches(in: before).isEmpty)

        let at = try DetectionTables()
        try at.exclude(from: 1000)
        try Self.put(act, at: 1000, in: at)
        let breach = try #require(try Self.breaches(in: at).first)
        #expect(breach.counts == [act: 1] && breach.exclusionID == "e1" && breach.playerID == "p1" && breach.kind == "SELF")
        #expect(breach.effectiveAt.milliseconds == DetectionTables.at(1000) && breach.firstAt == breach.effectiveAt)
    }

    @Test(arguments: ExclusionBreach.Act.allCases)
    func `an act counts until the last millisecond of the exclusion, not at its end`(act: ExclusionBreach.Act) throws {
        let after = try DetectionTables()
        try after.exclude(from: 1000, to: 5000)
        try Self.put(act, at: 5000, in: after)
        #expect(try Self.breaches(in: after).isEmpty)

        let within = try DetectionTables()
        try within.exclude(from: 1000, to: 5000)
        try Self.put(act, at: 4999, in: within)
        #expect(try Self.breaches(in: within).map(\.counts) == [[act: 1]])
    }

    @Test func `a login during a time-out is none, play is`() throws {
        let tables = try DetectionTables()
        try tables.exclude(kind: "TIME_OUT", from: 1000)
        try tables.logIn(at: 2000)
        #expect(try Self.breaches(in: tables).isEmpty)
        try tables.move("STAKE_BONUS", 100, at: 3000)
        #expect(try Self.breaches(in: tables).map(\.counts) == [[.play: 1]])
    }

    @Test func `wins, withdrawals and test accounts are no breach`() throws {
        let tables = try DetectionTables()
        try tables.exclude(from: 1000)
        for type in ["WIN", "WITHDRAWAL_PAID", "STAKE_REFUND"] { try tables.move(type, 100, at: 2000) }
        #expect(try Self.breaches(in: tables).isEmpty)
        let test = try DetectionTables(isTest: true)
        try test.exclude(from: 1000)
        try test.move("STAKE", 100, at: 2000)
        #expect(try Self.breaches(in: test).isEmpty)
    }

    @Test func `a span has what happened in it, of exclusions that began long before too`() throws {
        let tables = try DetectionTables()
        try tables.exclude("e1", from: -40 * 86_400_000)
        try tables.exclude("e2", from: -20 * 86_400_000, to: 5000)
        for offset in [-1, 0, 4000, 5000, 86_399_999, 86_400_000] as [Int64] { try tables.move("STAKE", 100, at: offset) }
        try tables.logIn(at: 4500)
        let breaches = try Self.breaches(in: tables)
        #expect(breaches.map(\.exclusionID) == ["e1", "e2"])
        #expect(breaches.map(\.counts) == [[.play: 4, .login: 1], [.play: 2, .login: 1]])
        #expect(breaches.map(\.firstAt.milliseconds) == [DetectionTables.at(0), DetectionTables.at(0)])
        #expect(try Self.breaches(in: tables, limit: 1).map(\.exclusionID) == ["e1"])
    }

    @Test func `a generated month has none`() throws {
        let all = Timestamp(milliseconds: 0)..<Timestamp(milliseconds: 2_000_000_000_000)
        let found = try SourceFixture.october.get().read { try ExclusionBreach.all(of: "UKGC-000123", all, limit: 10, in: $0) }
        #expect(found.isEmpty, "\(found)")
    }
}
