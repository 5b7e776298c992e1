import Documents
import Foundation
import GRDB
import TestSupport
import Testing

@testable import SourceData

@Suite struct RecordTests {
    private static let ukgc = RecordSelection.Span(licence: "UKGC-000123")

    private func selection(
        _ spans: [RecordSelection.Span] = [RecordTests.ukgc], player: String? = nil, game: String? = nil,
        restricted: RestrictedColumns = .shown
    ) -> RecordSelection {
        RecordSelection(spans: spans, player: player, game: game, restricted: restricted)
    }

    private func all(_ log: RecordLog, _ selection: RecordSelection, in database: Database, step: Int = 10_000) throws -> [SourceRecord] {
        var records: [SourceRecord] = []
        while true {
            let page = try SourceDatabase.records(of: log, selection, after: records.last?.position, limit: step, in: database)
            records += page
            if page.count < step { return records }
        }
    }

    /// One login, which the generator does not make.
    private func data() throws -> DatabaseQueue {
        let queue = try SourceFixture.copy(of: SourceFixture.small.get())
        try queue.write { database in
            let session = try #require(try Row.fetchOne(database, sql: "SELECT * FROM game_session ORDER BY started_at LIMIT 1"))
            try database.execute(
                sql: "INSERT INTO login_session VALUES ('L-1', 'UKGC-000123', ?, ?, NULL, NULL, '192.0.2.1', 'WEB', 'GB', 1)",
                arguments: [session["player_id"] as String, session["started_at"] as Int64])
        }
        return queue
    }

    @Test(arguments: RecordLog.all.map(\.name))
    func `pages of every size give each row of the tables once, in order`(name: String) throws {
        let log = try #require(RecordLog.named(name))
        try data().read { database in
            let whole = try all(log, selection(), in: database)
            let count = try log.sources.reduce(0) { sum, source in
                try sum + (Int.fetchOne(database, sql: "SELECT COUNT(*) FROM \(source.table) WHERE licence_id = 'UKGC-000123'") ?? 0)
            }
            #expect(whole.count == count && count > 0)
            #expect(zip(whole, whole.dropFirst()).allSatisfy { $0.position < $1.position })
            for step in [1, 3, 7] {
                let some = Array(whole.prefix(40))
                var paged: [SourceRecord] = []
                while paged.count < some.count {
                    let page = try SourceDatabase.records(
                        of: log, selection(), after: paged.last?.position, limit: min(step, some.count - paged.count), in: database)
                    guard !page.isEmpty else { break }
                    paged += page
                }
                #expect(paged == some)
            }
        }
    }

    @Test func `a position leads on to the same row after rows were added before and behind it`() throws {
        let log = try #require(RecordLog.named("changes"))
        try data().write { database in
            let before = try all(log, selection(), in: database)
            let position = try #require(before.first?.position)
            for (id, at) in [("00", position.at.milliseconds - 1), ("zz", position.at.milliseconds + 1)] {
                try database.execute(
                    sql: "INSERT INTO change_record VALUES (?, 'UKGC-000123', ?, 'c', 'GAME', NULL, 'plain text', 'a', 't', 1)",
                    arguments: [id, at])
            }
            let after = try SourceDatabase.records(of: log, selection(), after: position, limit: 10, in: database)
            #expect(after.map(\.position.key) == ["zz"] + before.dropFirst().map(\.position.key))
            #expect(after.first?.members.first { $0.name == "new_value" }?.cell == .text("plain text"))
        }
    }

    @Test func `spans are half-open and of their own licence`() throws {
        let log = try #require(RecordLog.named("transactions"))
        try data().read { database in
            let whole = try all(log, selection(), in: database)
            let (first, last) = (whole[10].position.at, whole[20].position.at)
            let span = RecordSelection.Span(licence: "UKGC-000123", from: first, to: last)
            #expect(try all(log, selection([span]), in: database) == whole.filter { $0.position.at >= first && $0.position.at < last })
            #expect(try all(log, selection([.init(licence: "another")]), in: database).isEmpty)
            #expect(try all(log, selection([]), in: database).isEmpty)
        }
    }

    @Test func `a player and a game narrow what is shown`() throws {
        try data().read { database in
            let rounds = try #require(RecordLog.named("game-rounds"))
            let whole = try all(rounds, selection(), in: database)
            let player = try #require(try String.fetchOne(database, sql: "SELECT player_id FROM game_round LIMIT 1"))
            let game = try #require(
                try String.fetchOne(database, sql: "SELECT game_id FROM game_round JOIN game_version USING (game_version_id) LIMIT 1"))
            let ofPlayer = try all(rounds, selection(player: player), in: database)
            #expect(ofPlayer == whole.filter { $0.members.contains(.init("player_id", .text(player))) } && !ofPlayer.isEmpty)
            let ofGame = try all(rounds, selection(game: game), in: database)
            let versions = try String.fetchSet(
                database, sql: "SELECT game_version_id FROM game_version WHERE game_id = ?", arguments: [game])
            #expect(
                ofGame
                    == whole.filter { record in
                        versions.contains { record.members.contains(.init("game_version_id", .text($0))) }
                    })
            let sessions = try #require(RecordLog.named("sessions"))
            #expect(try all(sessions, selection(), in: database).contains { $0.kind == "login_session" })
            #expect(try !all(sessions, selection(game: game), in: database).contains { $0.kind == "login_session" })
        }
    }

    @Test func `money, instants, flags and documents are shown as what they are`() throws {
        try data().read { database in
            let rounds = try #require(RecordLog.named("game-rounds"))
            let round = try #require(all(rounds, selection(), in: database).first)
            #expect(round.node["stake_cash"]?["currency"] == "GBP")
            #expect(round.node["jackpot_contrib"]?["amount"]?.string?.split(separator: ".").last?.count == 10)
            #expect(round.node["outcome_json"]?.members != nil)
            #expect(round.node["started_at"]?.string == round.position.at.description)
            let columns = rounds.tableColumns(restricted: .shown)
            let fields = round.fields(under: columns)
            #expect(fields.count == columns.count && fields[0] == "game_round")
        }
        #expect(RecordCell.money(units: -5, places: 2, currency: "EUR").field == "-0.05")
        #expect(RecordCell.money(units: .min, places: 2, currency: "EUR").field == "-92233720368547758.08")
        #expect(RecordCell.money(units: 12, places: 0, currency: "JPY").field == "12")
        #expect(RecordCell.number(.infinity).node.isNull && RecordCell.flag(true).field == "true" && RecordCell.null.field.isEmpty)
    }

    @Test func `what could tell of a suspicion is withheld in every form`() throws {
        let log = try #require(RecordLog.named("kyc"))
        #expect(log.tableColumns(restricted: .shown).contains("trigger"))
        #expect(!log.tableColumns(restricted: .withheld).contains("trigger"))
        try data().read { database in
            let records = try all(log, selection(restricted: .withheld), in: database)
            #expect(!records.isEmpty && records.allSatisfy { $0.node["trigger"] == nil })
        }
    }

    @Test(arguments: (RecordLog.all + RecordLog.dossier).map(\.name), [nil, "019fb40c-6a6e-7000-afa3-cfd3e603a69d"])
    func `no page scans a table or sorts it`(name: String, player: String?) throws {
        let log = try #require(RecordLog.named(name) ?? RecordLog.part(name))
        // Parts of a dossier are of a player; logs are of a licence, and of a player where they have one.
        guard player == nil ? RecordLog.named(name) != nil : log.hasPlayers else { return }
        try data().read { database in
            for (number, source) in log.sources.enumerated() where player == nil || source.ofPlayer != nil {
                let span = RecordSelection.Span(
                    licence: "UKGC-000123", from: Timestamp(milliseconds: 1), to: Timestamp(milliseconds: 1_795_428_000_000))
                let statement = RecordStatement(source: source, number: number, selection: selection([span], player: player))
                let position = RecordPosition(at: Timestamp(milliseconds: 2), source: number, key: "a")
                let plan = try statement.plan(span, after: position, in: database)
                #expect(plan.allSatisfy { !$0.hasPrefix("SCAN t") }, "\(plan)")
                // Few rows belong to one player, so that these may be sorted.
                if player == nil { #expect(plan.allSatisfy { !$0.contains("TEMP B-TREE") }, "\(plan)") }
            }
        }
    }

    @Test func `every part of a dossier of five years is there in far less than thirty seconds`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/source.sqlite"
        _ = try SourceDataGenerator(SourceFixture.configuration(players: 1, licences: [Licence.northwind[0]])).generate(at: path)
        let source = try SourceDatabase(path: path)
        let player = try await source.write { database -> String in
            let round = try #require(try Row.fetchOne(database, sql: "SELECT * FROM game_round LIMIT 1"))
            let player: String = round["player_id"]
            // About 33 rounds and movements on each day of five years before the month that was generated.
            try database.execute(
                sql: """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
                    INSERT INTO game_round SELECT 'old-' || i, licence_id, session_id, player_id, game_version_id,
                        started_at - 2628000 * i, settled_at - 2628000 * i, state, currency, stake_cash, stake_bonus, win_cash, win_bonus,
                        jackpot_contrib, jackpot_win, channel, outcome_code, outcome_json, rng_id, draw_first, draw_count
                    FROM n, game_round WHERE round_id = ?;
                    """, arguments: [round["round_id"] as String])
            let tx = try #require(
                try Row.fetchOne(database, sql: "SELECT * FROM wallet_tx WHERE player_id = ? ORDER BY seq LIMIT 1", arguments: [player]))
            try database.execute(
                sql: """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
                    INSERT INTO wallet_tx SELECT 'old-' || i, licence_id, wallet_id, player_id, -i, occurred_at - 2628000 * i,
                        posted_at - 2628000 * i, type, amount, sign, balance_before, balance_after, NULL, NULL, NULL, NULL, NULL, NULL,
                        NULL, 'old-' || i
                    FROM n, wallet_tx WHERE tx_id = ?
                    """, arguments: [tx["tx_id"] as String])
            return player
        }
        let clock = ContinuousClock()
        let started = clock.now
        let subject = try #require(try await source.dossierSubject(player, among: ["UKGC-000123"]))
        var rows = 0
        for part in RecordLog.dossier {
            rows += try await source.records(
                of: part, selection([.init(licence: subject.licence)], player: player), after: nil, limit: 1000
            )
            .count
        }
        #expect(rows > 2000)
        #expect(clock.now - started < .seconds(30))
        try source.close()
    }

    @Test func `a file of the second version gets the indexes of this one`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/second.sqlite"
        let second = try DatabaseQueue(path: path)
        try await second.write { database in
            try database.execute(sql: "PRAGMA application_id = \(SourceSchema.applicationID); PRAGMA user_version = 2")
            try database.execute(sql: SourceSchema.tables + SourceSchema.indexes.dropLast(SourceSchema.lookupIndexes.count))
        }
        try second.close()
        let source = try SourceDatabase(path: path)
        let indexes = try await source.read { try String.fetchSet($0, sql: "SELECT name FROM sqlite_schema WHERE type = 'index'") }
        #expect(indexes.contains("rng_draw_by_time") && indexes.contains("complaint_by_player"))
        #expect(try await source.read { try Int32.fetchOne($0, sql: "PRAGMA user_version") } == SourceSchema.version)
    }
}
