import Documents
import Foundation
import GRDB
import SourceData
import Tables
import Testing

@testable import Reporting

/// T16's rows against figures that were worked out by hand or by another route.
@Suite struct GamingActivityTests {
    private func rows(of day: String, in queue: DatabaseQueue) async throws -> [[String: String]] {
        let bench = try Bench(queue)
        let run = try await bench.ensure(day)
        return try table(bench.service.document(of: run, .csv))
    }

    private func table(_ bytes: [UInt8]) throws -> [[String: String]] {
        let records = try CSVReader.read(bytes)
        return records.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(records[0].fields, $0.fields)) }
    }

    private let noon = "2026-10-15T11:00:00Z"

    @Test func `each type of transaction goes where the formulas say`() async throws {
        let queue = try Tables.empty()
        try queue.addRound("r1", at: noon, contribution: 123_456_789)
        try queue.addRound("r2", of: "ben", at: noon, contribution: 26_543_211)
        try queue.addTransaction("t1", "STAKE", 1000, at: noon, round: "r1")
        try queue.addTransaction("t2", "WIN", 300, sign: 1, at: noon, round: "r1")
        try queue.addTransaction("t3", "JACKPOT_WIN", 50, sign: 1, at: noon, round: "r1")
        try queue.addTransaction("t4", "STAKE", 500, of: "ben", at: noon, round: "r2")
        try queue.addTransaction("t5", "STAKE_REFUND", 200, of: "ben", sign: 1, at: noon, round: "r2")
        try queue.addTransaction("t6", "STAKE_BONUS", 70, of: "ben", wallet: "bonus", at: noon, round: "r2")
        try queue.addTransaction("t7", "STAKE_REFUND", 7, of: "ben", wallet: "bonus", sign: 1, at: noon, round: "r2")
        try queue.addTransaction("t8", "WIN_BONUS", 40, of: "ben", wallet: "bonus", sign: 1, at: noon, round: "r2")
        try queue.addTransaction("t9", "FEE", 25, of: "ben", at: noon, round: "r2")
        try queue.addTransaction("a1", "DEPOSIT", 5000, sign: 1, at: noon)
        try queue.addTransaction("a2", "DEPOSIT_REVERSAL", 1000, at: noon)
        try queue.addTransaction("a3", "WITHDRAWAL_HOLD", 900, at: noon)
        try queue.addTransaction("a4", "WITHDRAWAL_PAID", 800, sign: 0, at: noon)
        try queue.addTransaction("a5", "WITHDRAWAL_RELEASE", 100, sign: 1, at: noon)
        try queue.addTransaction("a6", "BONUS_GRANT", 333, wallet: "bonus", sign: 1, at: noon)
        try queue.addTransaction("a7", "BONUS_CONVERT", 111, wallet: "bonus", at: noon)
        try queue.addTransaction("a8", "BONUS_CONVERT", 111, sign: 1, at: noon)
        try queue.addTransaction("a9", "BONUS_EXPIRE", 11, wallet: "bonus", at: noon)
        try queue.addTransaction("b1", "ADJ_CREDIT", 9, sign: 1, at: noon)
        let rows = try await rows(of: "2026-10-15", in: queue)
        #expect(rows.count == 2)
        let account = [
            "gaming_day": "2026-10-15", "brand": "Northwind Casino", "currency": "GBP", "vertical": "OTHER", "supplier": "", "game_id": "",
            "rounds": "0", "players": "0", "stake_cash": "0.00", "stake_bonus": "0.00", "refunds": "0.00", "win_cash": "0.00",
            "win_bonus": "0.00", "jackpot_contrib": "0.00", "jackpot_won": "0.00", "fees": "0.00", "ggr": "0.00", "ngr": "-1.11",
            "hold_pct": "", "deposits": "40.00", "withdrawals": "8.00", "bonus_granted": "3.33", "bonus_converted": "1.11",
        ]
        // ggr 15.00 − 2.00 + 0.25 − 3.00 − 0.50; contributions 0.0123456789 + 0.0026543211 = 0.0150000000, half up.
        let game = [
            "gaming_day": "2026-10-15", "brand": "Northwind Casino", "currency": "GBP", "vertical": "SLOTS", "supplier": "aurora",
            "game_id": "G1", "rounds": "2", "players": "2", "stake_cash": "15.00", "stake_bonus": "0.70", "refunds": "2.00",
            "win_cash": "3.00", "win_bonus": "0.40", "jackpot_contrib": "0.02", "jackpot_won": "0.50", "fees": "0.25", "ggr": "9.75",
            "ngr": "9.73", "hold_pct": "75.00", "deposits": "0.00", "withdrawals": "0.00", "bonus_granted": "0.00",
            "bonus_converted": "0.00",
        ]
        #expect(rows == [account, game])
    }

    @Test(arguments: [
        (3000, 2000, "33.33"), (3000, 1000, "66.67"), (3000, 4000, "-33.33"), (3000, 5000, "-66.67"), (80_000, 79_996, "0.01"),
        (80_000, 80_004, "-0.01"), (100, 0, "100.00"), (80_000, 79_997, "0.00"),
    ])
    func `the hold is rounded half away from zero`(stake: Int, win: Int, hold: String) async throws {
        let queue = try Tables.empty()
        try queue.addRound("r1", at: noon)
        try queue.addTransaction("t1", "STAKE", stake, at: noon, round: "r1")
        try queue.addTransaction("t2", "WIN", win, sign: 1, at: noon, round: "r1")
        #expect(try await rows(of: "2026-10-15", in: queue).map { $0["hold_pct"] } == [hold])
    }

    @Test func `test accounts do not count`() async throws {
        let queue = try Tables.empty()
        try queue.addRound("r1", of: "tester", at: noon)
        try queue.addTransaction("t1", "STAKE", 1000, of: "tester", at: noon, round: "r1")
        try queue.addTransaction("t2", "DEPOSIT", 1000, of: "tester", sign: 1, at: noon)
        #expect(try await rows(of: "2026-10-15", in: queue).isEmpty)
    }

    @Test func `voided and open rounds are no rounds, and only settled ones feed the jackpot`() async throws {
        let queue = try Tables.empty()
        try queue.addRound("r1", at: noon, state: "VOIDED", contribution: 1_000_000_000)
        try queue.addRound("r2", at: noon, state: "OPEN", contribution: 1_000_000_000)
        try queue.addTransaction("t1", "STAKE", 1000, at: noon, round: "r1")
        try queue.addTransaction("t2", "STAKE_REFUND", 1000, sign: 1, at: noon, round: "r1")
        let rows = try await rows(of: "2026-10-15", in: queue)
        #expect(rows.map { [$0["rounds"], $0["jackpot_contrib"], $0["ggr"], $0["hold_pct"]] } == [["0", "0.00", "0.00", ""]])
    }

    @Test func `a transaction that another replaces does not count, the other does`() async throws {
        let queue = try Tables.empty()
        try queue.addRound("r1", at: noon)
        try queue.addTransaction("t1", "STAKE", 1000, at: noon, round: "r1")
        try queue.addTransaction("t2", "WIN", 900, sign: 1, at: noon, round: "r1")
        try queue.addTransaction("t3", "WIN", 90, sign: 1, at: noon, round: "r1", replaces: "t2")
        #expect(try await rows(of: "2026-10-15", in: queue).map { $0["win_cash"] } == ["0.90"])
    }

    @Test func `currencies are kept apart, in rows and in control totals`() async throws {
        let queue = try Tables.empty()
        try queue.addTransaction("t1", "DEPOSIT", 1000, sign: 1, at: noon)
        try queue.addTransaction("t2", "DEPOSIT", 2000, of: "cleo", sign: 1, at: noon)
        let bench = try Bench(queue)
        let run = try await bench.ensure("2026-10-15")
        #expect(
            try table(bench.service.document(of: run, .csv)).map { [$0["currency"], $0["deposits"]] } == [
                ["EUR", "20.00"], ["GBP", "10.00"],
            ])
        #expect(run.controlTotals["deposits.EUR"]?.string == "20.00")
        #expect(run.controlTotals["deposits.GBP"]?.string == "10.00")
        #expect(run.controlTotals["deposits"] == nil)
        #expect(run.controlTotals["rounds"]?.string == "0")
    }

    @Test func `a day with the change of clocks has its 25 hours, each instant in one day only`() async throws {
        let queue = try Tables.empty()
        // London: Sunday 25 October lasts from 23:00Z on Saturday to 00:00Z on Monday.
        for (id, instant) in [
            ("a", "2026-10-24T22:59:59.999Z"), ("b", "2026-10-24T23:00:00.000Z"), ("c", "2026-10-25T00:30:00Z"),
            ("d", "2026-10-25T01:30:00Z"),
            ("e", "2026-10-25T23:59:59.999Z"), ("f", "2026-10-26T00:00:00.000Z"),
        ] {
            try queue.addTransaction(id, "DEPOSIT", 100, sign: 1, at: instant)
        }
        let bench = try Bench(queue)
        var deposits: [String?] = []
        for day in ["2026-10-24", "2026-10-25", "2026-10-26"] {
            let run = try await bench.ensure(day)
            deposits.append(try table(bench.service.document(of: run, .csv)).first?["deposits"])
        }
        #expect(deposits == ["1.00", "4.00", "1.00"])
        let week = try await bench.ensure("2026-W43")
        #expect(week.controlTotals["deposits"]?.string == "5.00")
    }

    @Test func `a round over midnight stakes on one day and wins on the next`() async throws {
        let queue = try Tables.empty()
        try queue.addRound("r1", at: "2026-10-15T23:00:30Z")
        try queue.addTransaction("t1", "STAKE", 100, at: "2026-10-15T22:59:30Z", round: "r1")
        try queue.addTransaction("t2", "WIN", 250, sign: 1, at: "2026-10-15T23:00:30Z", round: "r1")
        let before = try await rows(of: "2026-10-15", in: queue)
        let after = try await rows(of: "2026-10-16", in: queue)
        #expect(before.map { [$0["rounds"], $0["ggr"], $0["hold_pct"]] } == [["0", "1.00", "100.00"]])
        #expect(after.map { [$0["rounds"], $0["ggr"], $0["hold_pct"]] } == [["1", "-2.50", ""]])
    }

    @Test func `a licence without an active domain is reported under its operator's name`() async throws {
        let queue = try Tables.empty()
        try queue.change("UPDATE domain SET status = 'SUSPENDED'")
        try queue.addTransaction("t1", "DEPOSIT", 100, sign: 1, at: noon)
        #expect(try await rows(of: "2026-10-15", in: queue).map { $0["brand"] } == ["Northwind Gaming Ltd"])
    }

    /// Sums made in Swift from single rows of the tables, by transaction.
    private func recomputed(_ licence: Licence, _ day: String, in source: SourceDatabase) async throws -> [String: [String: Int64]] {
        let zone = try GamingZone(licence.gamingDayZone)
        let wanted = try #require(GamingDay(parsing: day))
        return try await source.read { database in
            let tests = Set(try String.fetchAll(database, sql: "SELECT player_id FROM player WHERE is_test = 1"))
            let games = try Dictionary(
                uniqueKeysWithValues: Row.fetchAll(database, sql: "SELECT game_version_id, game_id FROM game_version").map {
                    ($0["game_version_id"] as String, $0["game_id"] as String)
                })
            var gameOfRound: [String: String] = [:]
            var sums: [String: [String: Int64]] = [:]
            let rounds = try Row.fetchCursor(database, sql: "SELECT * FROM game_round WHERE licence_id = ?", arguments: [licence.id])
            while let row = try rounds.next() {
                let game = games[row["game_version_id"]] ?? ""
                gameOfRound[row["round_id"]] = game
                guard !tests.contains(row["player_id"]), row["state"] == "SETTLED",
                    zone.day(of: Timestamp(milliseconds: row["settled_at"])) == wanted
                else { continue }
                sums[game, default: [:]]["rounds", default: 0] += 1
                sums[game, default: [:]]["contribution", default: 0] += row["jackpot_contrib"] as Int64
            }
            let columns = [
                "STAKE": "stake_cash", "STAKE_BONUS": "stake_bonus", "STAKE_REFUND": "refunds", "WIN": "win_cash", "WIN_BONUS": "win_bonus",
                "JACKPOT_WIN": "jackpot_won", "DEPOSIT": "deposits", "WITHDRAWAL_PAID": "withdrawals", "BONUS_GRANT": "bonus_granted",
                "BONUS_CONVERT": "bonus_converted",
            ]
            var players: [String: Set<String>] = [:]
            let transactions = try Row.fetchCursor(database, sql: "SELECT * FROM wallet_tx WHERE licence_id = ?", arguments: [licence.id])
            while let row = try transactions.next() {
                let type: String = row["type"]
                guard !tests.contains(row["player_id"]), let column = columns[type],
                    zone.day(of: Timestamp(milliseconds: row["occurred_at"])) == wanted, type != "BONUS_CONVERT" || row["sign"] == 1
                else { continue }
                let game = (row["round_id"] as String?).flatMap { gameOfRound[$0] } ?? ""
                sums[game, default: [:]][column, default: 0] += row["amount"] as Int64
                if type.hasPrefix("STAKE"), type != "STAKE_REFUND" { players[game, default: []].insert(row["player_id"]) }
            }
            for (game, ids) in players { sums[game, default: [:]]["players"] = Int64(ids.count) }
            return sums
        }
    }

    @Test(arguments: [
        ("UKGC-000123", "2026-10-01"), ("UKGC-000123", "2026-10-25"), ("MGA-B2C-456-2019", "2026-10-15"),
        ("CGA-OGL-2024-789", "2026-10-31"),
        ("UKGC-000123", "2026-10-15"),
    ])
    func `generated data give the same sums when added up in Swift`(licence: String, day: String) async throws {
        let source = try Tables.october.get()
        let expected = try await recomputed(#require(Licence.northwind.first { $0.id == licence }), day, in: source)
        let bench = try Bench(source)
        let rows = try table(bench.service.document(of: await bench.ensure(day, licence: licence), .csv))
        #expect(!expected.isEmpty)
        #expect(Set(rows.map { $0["game_id"] ?? "?" }) == Set(expected.keys))
        for row in rows {
            let sums = try #require(expected[row["game_id"] ?? "?"])
            func cents(_ column: String) throws -> Int64 { try #require(Int64((row[column] ?? "").replacing(".", with: ""))) }
            for column in [
                "stake_cash", "stake_bonus", "refunds", "win_cash", "win_bonus", "jackpot_won", "deposits", "withdrawals", "bonus_granted",
                "bonus_converted", "fees", "rounds", "players",
            ] {
                #expect(try cents(column) == sums[column] ?? 0, "\(column) of \(row["game_id"] ?? "")")
            }
            let contribution = ((sums["contribution"] ?? 0) + 50_000_000) / 100_000_000
            let net = (sums["stake_cash"] ?? 0) - (sums["refunds"] ?? 0)
            let ggr = net - (sums["win_cash"] ?? 0) - (sums["jackpot_won"] ?? 0)
            #expect(try cents("ggr") == ggr)
            #expect(try cents("ngr") == ggr - (sums["bonus_converted"] ?? 0) - contribution)
            if net > 0 {
                let percent = try #require(Double(row["hold_pct"] ?? ""))
                #expect(abs(percent - 100 * Double(ggr) / Double(net)) <= 0.005_000_1)
            }
        }
    }
}
