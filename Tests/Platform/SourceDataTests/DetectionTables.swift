import Documents
import GRDB

@testable import SourceData

/// Tables with licences and players, into which a test puts what a detector is to find or to leave alone.
final class DetectionTables {
    static let licence = Licence.northwind[0]
    /// 2026-10-14 23:00 UTC: midnight in London.
    static let midnight: Int64 = 1_792_018_800_000
    /// Of the day that begins at `midnight`.
    static let day = Timestamp(milliseconds: midnight)..<Timestamp(milliseconds: midnight + 86_400_000)

    let queue: DatabaseQueue
    private var rows: Int64 = 0
    private var balance: Int64 = 0

    /// - Parameter currency: of the one player, `p1`, whose cash wallet is `w1`.
    init(currency: String = "GBP", isTest: Bool = false) throws {
        queue = try DatabaseQueue()
        try queue.write { database in
            try database.execute(sql: SourceSchema.tables + SourceSchema.indexes)
            for licence in Licence.northwind { try licence.insert(into: database) }
            try database.execute(
                sql: """
                    INSERT INTO player VALUES (
                        'p1', ?, 'P1', 0, '1980-01-01', 'GB', 'GB', 'ACTIVE', 0, 'LOW', ?, ?, 0, NULL, NULL, NULL, NULL);
                    """, arguments: [Self.licence.id, currency, isTest])
            try database.execute(sql: "INSERT INTO wallet VALUES ('w1', ?, 'p1', 'CASH', ?)", arguments: [Self.licence.id, currency])
        }
    }

    /// Milliseconds after `midnight`.
    static func at(_ offset: Int64) -> Int64 { midnight + offset }

    func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
        try queue.write { try $0.execute(sql: sql, arguments: arguments) }
    }

    /// A movement of the cash wallet, so many milliseconds after `midnight`.
    func move(_ type: String, _ amount: Int64, at offset: Int64, replacing replaced: String? = nil) throws {
        rows += 1
        let sign: Int64 = type == "DEPOSIT" ? 1 : -1
        try execute(
            "INSERT INTO wallet_tx VALUES (?, ?, 'w1', 'p1', ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, ?, NULL, NULL, ?)",
            [
                "t\(rows)", Self.licence.id, rows, Self.at(offset), Self.at(offset), type, amount, sign, balance, balance + sign * amount,
                replaced, "k\(rows)",
            ])
        balance += sign * amount
    }

    func logIn(at offset: Int64) throws {
        rows += 1
        try execute(
            "INSERT INTO login_session VALUES (?, ?, 'p1', ?, NULL, NULL, '192.0.2.1', 'WEB', 'GB', 1)",
            ["l\(rows)", Self.licence.id, Self.at(offset)])
    }

    func grant(at offset: Int64) throws {
        rows += 1
        try execute(
            "INSERT INTO bonus VALUES (?, ?, 'p1', 'Come back', ?, 100, 0, 0, 'ACTIVE', NULL)",
            ["b\(rows)", Self.licence.id, Self.at(offset)])
    }

    func exclude(_ id: String = "e1", kind: String = "SELF", from start: Int64, to end: Int64? = nil) throws {
        try execute(
            "INSERT INTO exclusion VALUES (?, ?, 'p1', ?, 'NONE', ?, ?, ?, ?, NULL, 0)",
            [id, Self.licence.id, kind, Self.at(start), Self.at(start), Self.at(start + 15_811_200_000), end.map(Self.at)])
    }

    /// A bank account's statement.
    func state(_ account: String, _ balance: Int64, on day: String, kind: String = "PLAYER_BANK", currency: String = "GBP") throws {
        try execute(
            "INSERT INTO funds_account VALUES (?, ?, ?, 'Bank', ?, '****0001') ON CONFLICT DO NOTHING",
            [account, Self.licence.id, kind, currency])
        try execute("INSERT INTO funds_balance VALUES (?, ?, ?, '')", [account, day, balance])
    }
}
