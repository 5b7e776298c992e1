import Documents
import Foundation
import GRDB
import SourceData
import Tables
import TestSupport
import Testing
import XMLDocuments

@testable import Reporting

/// T01, T05 and T14 against figures worked out by hand, by SQL that shares nothing with the models, and against their schemas.
@Suite struct ReturnsTests {
    /// The only row, or that of a condition, by column.
    private func row(
        _ bench: Bench, _ run: ReportRun, where condition: ([String: String]) -> Bool = { _ in true }
    ) throws -> [String: String] {
        let records = try CSVReader.read(bench.service.document(of: run, .csv))
        let rows = records.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(records[0].fields, $0.fields)) }
        let fitting = rows.first { condition($0) }
        return try #require(fitting)
    }

    private func number(_ sql: String) async throws -> Int64 {
        let value = try await Tables.october.get().read { try Int64.fetchOne($0, sql: sql) }
        return try #require(value)
    }

    private static func cents(_ text: String?) -> Int64? { text.flatMap { Int64($0.replacing(".", with: "")) } }

    @Test(arguments: [
        ("T01", "remote-casino-return", "UKGC-000123", "2026-Q4"), ("T01", "remote-casino-return", "UKGC-000123", "2026-Q3"),
        ("T05", "player-funds", "MGA-B2C-456-2019", "2026-10"), ("T05", "player-funds", "MGA-B2C-456-2019", "2026-09"),
        ("T14", "operations-and-funds", "CGA-OGL-2024-789", "2026-10"), ("T14", "operations-and-funds", "CGA-OGL-2024-789", "2026-09"),
    ])
    func `both files are what their published schemas say`(template: String, file: String, licence: String, period: String) async throws {
        let bench = try Bench(Tables.october.get(), now: "2027-01-05T09:00:00Z")
        let run = try await bench.ensure(period, licence: licence, template: template)
        let table = try TableSchema(YAMLReader.read(Repository.bytes("Contracts/schemas/tables/\(file).table.yaml")))
        let xsd = try XMLSchema(xsd: Repository.bytes("Contracts/schemas/xsd/\(file).xsd"), named: file + ".xsd")
        let (csv, xml) = (try bench.service.document(of: run, .csv), try bench.service.document(of: run, .xml))
        #expect(table.issues(in: csv) == [])
        #expect(xsd.issues(in: xml) == [])
        #expect(run.isDataComplete)
        // The same again, on another platform at another time.
        let other = try Bench(Tables.october.get(), now: "2027-06-01T09:00:00Z")
        let twin = try await other.ensure(period, licence: licence, template: template)
        #expect(try other.service.document(of: twin, .csv) == csv)
        #expect(try other.service.document(of: twin, .xml) == xml)
        // And spoilt: a number that the rules or types do not allow.
        let text = String(decoding: csv, as: UTF8.self)
        let broken = text.replacing(/\r\n([^\r]*?)([0-9]+\.[0-9]{2}),/, maxReplacements: 1) { "\r\n\($0.output.1)x," }
        #expect(broken != text)
        #expect(table.issues(in: Array(broken.utf8)) != [])
        let damaged = String(decoding: xml, as: UTF8.self).replacing("<regulator>", with: "<regulator>X")
        #expect(!xsd.issues(in: Array(damaged.utf8)).isEmpty)
    }

    @Test func `the same seed twice gives the same bytes of every report`() async throws {
        let month = try #require(DataMonth(parsing: "2026-10"))
        var files: [[String]] = []
        for _ in 0..<2 {
            let folder = try TemporaryFolder()
            let path = folder.path + "/source.sqlite"
            _ = try SourceDataGenerator(.init(seed: 77, month: month, playersPerLicence: 2)).generate(at: path)
            let bench = try Bench(SourceDatabase(path: path), in: folder, now: "2027-01-05T09:00:00Z")
            var hashes: [String] = []
            for (template, licence, period) in [
                ("T01", "UKGC-000123", "2026-Q4"), ("T05", "MGA-B2C-456-2019", "2026-10"), ("T14", "CGA-OGL-2024-789", "2026-10"),
                ("T16", "UKGC-000123", "2026-10"),
            ] {
                hashes += try await bench.ensure(period, licence: licence, template: template).files.map(\.sha256)
            }
            files.append(hashes)
        }
        #expect(files[0] == files[1] && Set(files[0]).count == 12)
    }

    @Test(arguments: ["UKGC-000123", "MGA-B2C-456-2019", "CGA-OGL-2024-789"])
    func `T16 totals of a month are those of a query of its own`(licence: String) async throws {
        let bench = try Bench(Tables.october.get())
        let run = try await bench.ensure("2026-10", licence: licence)
        func sum(_ types: String, _ more: String = "") async throws -> Int64 {
            try await number(
                """
                SELECT COALESCE(SUM(amount), 0) FROM wallet_tx WHERE licence_id = '\(licence)' AND type IN (\(types)) \(more)
                    AND player_id IN (SELECT player_id FROM player WHERE is_test = 0)
                """)
        }
        let cash = "AND wallet_id IN (SELECT wallet_id FROM wallet WHERE kind = 'CASH')"
        let stake = try await sum("'STAKE'")
        let refunds = try await sum("'STAKE_REFUND'", cash)
        let win = try await sum("'WIN'")
        let jackpot = try await sum("'JACKPOT_WIN'")
        func total(_ column: String) -> Int64? { Self.cents(run.controlTotals[column]?.string) }
        #expect(stake > 0 && total("stake_cash") == stake && total("refunds") == refunds && total("win_cash") == win)
        #expect(total("ggr") == stake - refunds - win - jackpot)
        #expect(try await total("deposits") == sum("'DEPOSIT'"))
        #expect(try await total("bonus_converted") == sum("'BONUS_CONVERT'", cash))
        let rounds = try await number(
            """
            SELECT COUNT(*) FROM game_round WHERE licence_id = '\(licence)' AND state = 'SETTLED'
                AND player_id NOT IN (SELECT player_id FROM player WHERE is_test = 1)
            """)
        #expect(run.controlTotals["rounds"]?.string == String(rounds))
    }

    @Test func `the quarter's yield is the sum of the daily revenue less what was paid out of bonuses`() async throws {
        let bench = try Bench(Tables.october.get(), now: "2027-01-05T09:00:00Z")
        let quarter = try await row(bench, bench.ensure("2026-Q4", template: "T01"))
        let month = try await bench.ensure("2026-10")
        let revenue = try #require(Self.cents(month.controlTotals["ggr"]?.string))
        let converted = try #require(Self.cents(month.controlTotals["bonus_converted"]?.string))
        #expect(Self.cents(quarter["ggy_total"]) == revenue - converted)
        // A figure of its own query: slots of players in Great Britain.
        let slots = try await number(
            """
            SELECT SUM(CASE t.type WHEN 'STAKE' THEN t.amount WHEN 'STAKE_REFUND' THEN CASE t.wallet_id LIKE '%' WHEN 1 THEN
                    (SELECT CASE kind WHEN 'CASH' THEN -t.amount ELSE 0 END FROM wallet w WHERE w.wallet_id = t.wallet_id) END ELSE 0 END)
            FROM wallet_tx t JOIN game_round r ON r.round_id = t.round_id JOIN player p ON p.player_id = t.player_id
            WHERE t.licence_id = 'UKGC-000123' AND p.region = 'GB' AND p.is_test = 0 AND r.game_version_id LIKE 'SL-%'
            """)
        #expect(Self.cents(quarter["turnover_slots_gb"]) == slots && slots > 0)
        #expect(quarter["calc_correct"] == "Y" && quarter["user_ggy_gb"] == "" && quarter["difference_reason"] == "")
    }

    @Test func `T05 agrees with the wallets and statements`() async throws {
        let bench = try Bench(Tables.october.get())
        let run = try await bench.ensure("2026-10", licence: "MGA-B2C-456-2019", template: "T05")
        let funds = try row(bench, run)
        let balances = try await number(
            """
            SELECT SUM(sign * amount) FROM wallet_tx WHERE wallet_id IN (SELECT w.wallet_id FROM wallet w JOIN player p USING (player_id)
                WHERE w.kind = 'CASH' AND p.is_test = 0 AND w.licence_id = 'MGA-B2C-456-2019')
            """)
        #expect(Self.cents(funds["player_balances"]) == balances && balances > 0)
        let pending = try await number(
            "SELECT COALESCE(SUM(amount), 0) FROM payment WHERE licence_id = 'MGA-B2C-456-2019' AND status = 'PENDING'")
        #expect(Self.cents(funds["pending_withdrawals"]) == pending)
        let bank = try await number("SELECT balance FROM funds_balance WHERE as_of = '2026-10-31' AND account_id = 'MGA-B2C-456-2019-BANK'")
        #expect(Self.cents(funds["bank_balances"]) == bank)
        #expect(funds["fx_rate_eur"] == "1.00000000" && (Self.cents(funds["surplus_shortfall"]) ?? -1) > 0)
        #expect(funds["evidence_sha256"]?.split(separator: " ").count == 2)
        #expect(run.controlTotals["player_balances"]?.string == funds["player_balances"])
        #expect(run.dueAt.description == "2026-11-20T23:00:00.000Z")
    }

    @Test func `T14's total is the sum of its days, its players counted once`() async throws {
        let bench = try Bench(Tables.october.get())
        let run = try await bench.ensure("2026-10", licence: "CGA-OGL-2024-789", template: "T14")
        let total = try row(bench, run) { $0["row_type"] == "TOTAL" }
        #expect(run.rowCount == 32 && total["gaming_days"] == "31" && total["gaming_day"] == "")
        for column in ["deposits", "withdrawals", "stakes", "winnings", "ggr", "bonus_cost", "registrations", "unusual_tx_reported"] {
            #expect(run.controlTotals[column]?.string == total[column], "\(column)")
        }
        let players = try await number(
            """
            SELECT COUNT(DISTINCT player_id) FROM wallet_tx WHERE licence_id = 'CGA-OGL-2024-789' AND type LIKE 'STAKE%'
                AND type <> 'STAKE_REFUND' AND player_id IN (SELECT player_id FROM player WHERE is_test = 0)
            """)
        #expect(total["active"] == String(players))
        let last = try row(bench, run) { $0["gaming_day"] == "2026-10-31" }
        for column in ["player_liability", "jackpot_liability", "segregated_funds", "coverage_ratio", "complaints_open"] {
            #expect(last[column] == total[column], "\(column)")
        }
        #expect(run.controlTotals["player_liability"] == nil)
    }

    @Test func `a quarter without activity is a row of zeros`() async throws {
        let bench = try Bench(Tables.empty())
        try bench.clock.set("2027-01-05T09:00:00Z")
        let run = try await bench.ensure("2026-Q4", template: "T01")
        let zero = try row(bench, run)
        #expect(run.rowCount == 1)
        for column in try Repository.template("T01").columns where column.kind == .money && !column.isOptional {
            #expect(zero[column.name] == "0.00", "\(column.name)")
        }
        for column in try Repository.template("T01").columns where column.kind == .count { #expect(zero[column.name] == "0") }
    }

    @Test func `T01 by hand: regions, categories, refunds, bonuses, complaints, exclusions, other currencies`() async throws {
        let queue = try Tables.empty()
        try queue.change("UPDATE player SET region = 'NI' WHERE player_id = 'ben'")
        try queue.addRound("r1", at: "2026-10-15T10:01:00Z")
        try queue.addRound("r2", version: "V2", at: "2026-10-15T10:02:00Z")
        for (id, type, amount, wallet, round) in [
            ("a1", "STAKE", 1000, "cash", "r1"), ("a2", "WIN", 300, "cash", "r1"), ("a3", "STAKE", 500, "cash", "r2"),
            ("a4", "STAKE_REFUND", 200, "cash", "r2"), ("a5", "STAKE_BONUS", 9999, "bonus", "r1"), ("a6", "WIN_BONUS", 8888, "bonus", "r1"),
            ("a7", "STAKE_REFUND", 7777, "bonus", "r1"), ("a8", "JACKPOT_WIN", 50, "cash", "r1"),
        ] { try queue.addTransaction(id, type, amount, wallet: wallet, at: "2026-10-15T10:00:00Z", round: round) }
        try queue.addTransaction("a9", "BONUS_CONVERT", 70, sign: 1, at: "2026-10-15T10:00:00Z")
        try queue.addTransaction("b0", "FEE", 25, at: "2026-10-15T10:00:00Z")
        try queue.addTransaction("c1", "STAKE", 400, of: "ben", at: "2026-10-15T10:00:00Z")
        try queue.addTransaction("c2", "STAKE", 1000, of: "cleo", at: "2026-10-15T10:00:00Z")
        try queue.addTransaction("c3", "STAKE", 123_456, of: "tester", at: "2026-10-15T10:00:00Z")
        try queue.addTransaction("c4", "STAKE", 1, at: "2027-01-01T00:00:00Z")
        try queue.change(
            """
            INSERT INTO fx_rate VALUES ('EUR', 'GBP', '2026-12-30', 87654321, 'ECB'), ('EUR', 'GBP', '2027-01-01', 1, 'ECB');
            INSERT INTO complaint (complaint_id, licence_id, player_id, received_at, channel, category, state, first_stage_resolved,
                adr_opened_at) SELECT x.id, 'UKGC-000123', x.who, x.at, 'CHAT', 'KYC', 'RECEIVED', x.settled, x.adr FROM (
                SELECT 'k1' AS id, 'anna' AS who, 1792058400000 AS at, 0 AS settled, 1792058400001 AS adr
                UNION ALL SELECT 'k2', 'anna', 1792058400000, 1, NULL UNION ALL SELECT 'k3', 'ben', 1792058400000, 0, NULL
                UNION ALL SELECT 'k4', 'tester', 1792058400000, 0, NULL) x;
            INSERT INTO exclusion VALUES ('x1', 'UKGC-000123', 'anna', 'SELF', 'NONE', 1792000000000, 1792000000000, 1, NULL, NULL, 0),
                ('x2', 'UKGC-000123', 'cleo', 'TIME_OUT', 'NONE', 1, 1, 2, 1792000000000, NULL, 0);
            INSERT INTO interaction VALUES ('i1', 'UKGC-000123', 'anna', 1792058400000, 'M', 'CHAT', 0, 'INFORM', NULL, NULL),
                ('i2', 'UKGC-000123', 'anna', 1792058400000, 'M', 'IN_PRODUCT', 1, 'INFORM', NULL, NULL);
            UPDATE wallet_tx SET balance_after = 4321 WHERE tx_id = 'b0';
            INSERT INTO player_status_event VALUES ('s1', 'UKGC-000123', 'cleo', 5, 'ACTIVE', 'SUSPENDED', 'R', 'system');
            """)
        let bench = try Bench(queue)
        try bench.clock.set("2027-01-05T09:00:00Z")
        let run = try await bench.ensure("2026-Q4", template: "T01")
        let found = try row(bench, run)
        let expected = [
            "turnover_slots_gb": "10.00", "winnings_slots_gb": "3.50", "ggy_slots_gb": "6.50", "turnover_roulette_gb": "3.00",
            "ggy_roulette_gb": "3.00", "turnover_other_gb": "8.77", "fees_other_gb": "0.25", "winnings_other_gb": "0.70",
            "ggy_other_gb": "8.32", "ggy_gb": "17.82", "ggy_non_gb": "4.00", "ggy_total": "21.82", "complaints_logged_gb": "1",
            "disputes_to_adr_gb": "1", "self_exclusions_made_gb": "1", "exclusion_breaches_gb": "1", "customer_interactions_gb": "2",
            "interactions_automated_gb": "1", "interactions_manual_gb": "1", "active_accounts_gb": "1", "new_registrations_gb": "0",
        ]
        for (column, value) in expected { #expect(found[column] == value, "\(column)") }

        // A person corrects the yield: both figures and the reason are in a run that replaces the first.
        try await bench.source.write {
            try $0.execute(
                sql:
                    "INSERT INTO return_override VALUES ('UKGC-000123', 'T01', '2026-Q4', 1800, 400, 2200, 'rounding of a supplier', 'o-17', 1)"
            )
        }
        let corrected = try await bench.ensure("2026-Q4", template: "T01")
        let user = try row(bench, corrected)
        #expect(corrected.replaces == run.runID && user["ggy_gb"] == "17.82" && user["calc_correct"] == "N")
        #expect(
            user["user_ggy_gb"] == "18.00" && user["user_ggy_total"] == "22.00" && user["difference_reason"] == "rounding of a supplier")
    }

    @Test func `without a rate for a currency the return is not made`() async throws {
        let queue = try Tables.empty()
        try queue.addTransaction("c2", "STAKE", 1000, of: "cleo", at: "2026-10-15T10:00:00Z")
        let bench = try Bench(queue)
        try bench.clock.set("2027-01-05T09:00:00Z")
        await #expect(throws: ReportingError(.unexpectedRows, "")) { try await bench.ensure("2026-Q4", template: "T01") }
    }

    @Test func `T05 by hand: open bets, pending withdrawals, jackpots, transit, a shortfall`() async throws {
        let queue = try Tables.empty()
        try queue.change(
            """
            UPDATE licence SET regulator = 'MGA', gaming_day_tz = 'Europe/Malta', base_ccy = 'EUR';
            INSERT INTO payment VALUES ('p1', 'UKGC-000123', 'cleo', 'WITHDRAWAL', 'BANK_TRANSFER', 't', 'MT', 'psp', 500, 'EUR', 'PENDING', 1,
                NULL, NULL);
            INSERT INTO jackpot VALUES ('j', 'UKGC-000123', 'Pot', 'PROGRESSIVE', 'STANDALONE', 'EUR', 1, 0.01, '2026-01-01', NULL, NULL);
            INSERT INTO jackpot_event VALUES ('e1', 'j', 1, 'SEED', 12350000000, NULL, 12350000000, NULL),
                ('e2', 'j', 1893456000000, 'SEED', 1, NULL, 999900000000, NULL);
            INSERT INTO funds_account VALUES ('b', 'UKGC-000123', 'PLAYER_BANK', 'Bank', 'EUR', '*'), ('e', 'UKGC-000123', 'EMI', 'Emi', 'EUR', '*'),
                ('r', 'UKGC-000123', 'RESERVE', 'Own', 'EUR', '*');
            INSERT INTO funds_balance VALUES ('b', '2026-10-30', 1000, '\(String(repeating: "a", count: 64))'), ('b', '2026-11-01', 9999, 'x'),
                ('e', '2026-10-31', 200, '\(String(repeating: "b", count: 64))'), ('r', '2026-10-31', 77777, 'y');
            INSERT INTO funds_transit VALUES ('t1', 'b', 'IN', 60, 'EUR', 1, NULL), ('t2', 'b', 'OUT', 10, 'EUR', 1, NULL),
                ('t3', 'b', 'IN', 5000, 'EUR', 1, 2);
            INSERT INTO fx_rate VALUES ('EUR', 'GBP', '2026-10-29', 87654321, 'ECB');
            """)
        try queue.addTransaction("w1", "DEPOSIT", 1500, of: "cleo", sign: 1, at: "2026-10-10T10:00:00Z")
        try queue.addTransaction("w2", "WITHDRAWAL_HOLD", 500, of: "cleo", at: "2026-10-11T10:00:00Z")
        try queue.change(
            "UPDATE wallet_tx SET balance_after = 1500 WHERE tx_id = 'w1'; UPDATE wallet_tx SET balance_after = 1000, payment_id = 'p1' WHERE tx_id = 'w2'"
        )
        try queue.addRound("open", of: "cleo", at: "2026-10-31T23:00:30Z")
        try queue.change("UPDATE game_round SET stake_cash = 30, state = 'SETTLED'")
        let bench = try Bench(queue)
        let run = try await bench.ensure("2026-10", template: "T05")
        let euros = try row(bench, run) { $0["currency"] == "EUR" }
        let expected = [
            "player_balances": "10.00", "pending_withdrawals": "5.00", "open_bets": "0.30", "jackpot_funds": "1.24",
            "bank_balances": "10.00",
            "psp_balances": "2.00", "transit_in": "0.60", "transit_out": "0.10", "surplus_shortfall": "-4.04", "coverage_ratio": "0.7557",
            "evidence_sha256": String(repeating: "a", count: 64) + " " + String(repeating: "b", count: 64),
        ]
        for (column, value) in expected { #expect(euros[column] == value, "\(column)") }
        let pounds = try row(bench, run) { $0["currency"] == "GBP" }
        #expect(pounds["fx_rate_eur"] == "0.87654321" && pounds["coverage_ratio"] == "" && pounds["player_balances"] == "0.00")
        #expect(run.controlTotals["surplus_shortfall.EUR"]?.string == "-4.04")
    }
}
