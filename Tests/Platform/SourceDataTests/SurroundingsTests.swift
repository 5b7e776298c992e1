import Documents
import Foundation
import GRDB
import TestSupport
import Testing

@testable import SourceData

@Suite struct SurroundingsTests {
    private static let tables = [
        "fx_rate", "funds_account", "funds_balance", "funds_transit", "jackpot", "jackpot_event", "player_key", "player_pii",
        "player_status_event", "login_session", "kyc_check", "cdd_state", "aml_alert", "rg_limit", "interaction", "complaint",
        "register_check", "game_certificate", "rng_event", "rtp_measurement", "integrity_test", "incident", "incident_notice",
        "change_record", "feed_watermark",
    ]

    private func count(_ sql: String, in queue: DatabaseQueue) throws -> Int {
        try #require(try queue.read { try Int.fetchOne($0, sql: sql) })
    }

    @Test(arguments: tables) func `every table of the data model has rows`(table: String) throws {
        #expect(try count("SELECT COUNT(*) FROM \(table)", in: SourceFixture.october.get()) > 0)
    }

    @Test func `the columns are those of the data model`() throws {
        let columns = try SourceFixture.october.get().read { database in
            try ["kyc_check", "complaint", "exclusion", "rng_event", "funds_transit", "operator"].map { table in
                try database.columns(in: table).map(\.name).filter { $0 != "licence_id" }
            }
        }
        #expect(
            columns == [
                [
                    "check_id", "player_id", "kind", "trigger", "provider", "requested_at", "completed_at", "outcome", "expires_on",
                    "doc_sha256",
                ],
                [
                    "complaint_id", "player_id", "received_at", "channel", "category", "state", "first_stage_resolved", "acknowledged_at",
                    "extended_until", "decided_at", "outcome", "amount_claimed", "amount_awarded", "adr_provider", "adr_opened_at",
                    "adr_decided_at", "adr_outcome",
                ],
                [
                    "exclusion_id", "player_id", "kind", "register", "requested_at", "started_at", "min_end_at", "ended_at",
                    "reinstated_at", "balance_returned",
                ],
                [
                    "rng_id", "event_id", "at", "kind", "entropy_source", "entropy_bits", "seed_commitment", "draws_since_seed",
                    "test_code", "statistic", "p_value", "actor", "prev_hash", "hash",
                ],
                ["transit_id", "account_id", "direction", "amount", "currency", "initiated_at", "settled_at"],
                ["operator_id", "legal_name", "country", "mlro_name", "rentity_id"],
            ])
    }

    @Test func `each game session has its login, and the login surrounds it`() throws {
        let queue = try SourceFixture.october.get()
        let sessions = try count("SELECT COUNT(*) FROM game_session", in: queue)
        let fitting = try count(
            """
            SELECT COUNT(*) FROM game_session g JOIN login_session l ON l.login_id = g.login_id AND l.player_id = g.player_id
            WHERE l.started_at < g.started_at AND l.ended_at > g.ended_at
            """, in: queue)
        #expect(sessions > 0 && fitting == sessions)
    }

    @Test func `the jackpot's contributions and wins are those of the rounds`() throws {
        let queue = try SourceFixture.october.get()
        let differences = try count(
            """
            SELECT ABS((SELECT SUM(jackpot_contrib) FROM game_round)
                    - (SELECT SUM(amount) FROM jackpot_event WHERE kind = 'CONTRIBUTION_DAY'))
                + ABS((SELECT SUM(jackpot_win) FROM game_round) * 100000000
                    - (SELECT COALESCE(SUM(amount), 0) FROM jackpot_event WHERE kind = 'WIN'))
            """, in: queue)
        #expect(differences == 0)
        #expect(try count("SELECT COUNT(*) FROM jackpot_event WHERE kind = 'WIN'", in: queue) > 0)
    }

    @Test func `player money is covered at the end of every day`() throws {
        let queue = try SourceFixture.october.get()
        let days = try #require(DataMonth(parsing: "2026-10")).days
        let zone = try GamingZone("Europe/London")
        for day in days {
            let end = zone.bounds(of: day).upperBound.milliseconds
            let surplus = try queue.read { database in
                try Int64.fetchOne(
                    database,
                    sql: """
                        SELECT (SELECT SUM(balance) FROM funds_balance WHERE as_of = :day)
                            + (SELECT COALESCE(SUM(amount), 0) FROM funds_transit WHERE initiated_at < :end AND settled_at >= :end)
                            - (SELECT SUM(t.sign * t.amount) FROM wallet_tx t JOIN wallet w ON w.wallet_id = t.wallet_id
                                WHERE w.kind = 'CASH' AND t.occurred_at < :end)
                        """, arguments: ["day": day.description, "end": end])
            }
            #expect(try #require(surplus) > 0, "\(day)")
        }
    }

    @Test func `events of the random number generator are chained`() throws {
        let rows = try SourceFixture.october.get().read { try Row.fetchAll($0, sql: "SELECT * FROM rng_event ORDER BY event_id") }
        var chain = RNGEventChain(rngID: "RNG-UKGC-000123")
        #expect(rows.count == 33)
        for row in rows {
            let next = chain.next(
                row["kind"], drawsSinceSeed: row["draws_since_seed"], commitment: row["seed_commitment"], at: row["at"])
            #expect(next.number == row["event_id"] as Int64 && next.previous == row["prev_hash"] && next.hash == row["hash"])
        }
    }

    @Test func `what must happen so often does, over many players`() throws {
        var generator = SeededGenerator(seed: 1, stream: "test")
        let draws = (0..<20_000).map { _ in Surroundings.count(expecting: 1.25, &generator) }
        #expect(abs(Double(draws.reduce(0, +)) / 20_000 - 1.25) < 0.02)
        #expect(Surroundings.count(expecting: 0, atLeast: 2, &generator) == 2)
    }

    @Test func `newcomers have not played, and the others are checked before they do`() throws {
        let queue = try SourceFixture.october.get()
        #expect(
            try count(
                """
                SELECT COUNT(*) FROM player p WHERE registered_at >= (SELECT MIN(starts_at) FROM feed_watermark)
                    AND registered_at >= 1790809200000 AND EXISTS (SELECT 1 FROM wallet_tx t WHERE t.player_id = p.player_id)
                """, in: queue) == 0)
        #expect(
            try count(
                """
                SELECT COUNT(*) FROM player p WHERE NOT is_test AND NOT EXISTS (
                    SELECT 1 FROM kyc_check k WHERE k.player_id = p.player_id AND k.kind = 'AGE' AND k.outcome = 'PASS')
                """, in: queue) == 0)
    }
}

@Suite struct PersonalDataTests {
    private func database() throws -> (SourceDatabase, TemporaryFolder) {
        let folder = try TemporaryFolder()
        let path = folder.path + "/source.sqlite"
        _ = try SourceDataGenerator(SourceFixture.configuration(players: 1, licences: [Licence.northwind[0]])).generate(at: path)
        return (try SourceDatabase(path: path), folder)
    }

    private func somebody(_ source: SourceDatabase) async throws -> String {
        try #require(try await source.read { try String.fetchOne($0, sql: "SELECT player_id FROM player ORDER BY player_ref") })
    }

    @Test func `personal data are read with the player's key and lie nowhere in clear text`() async throws {
        let (source, folder) = try database()
        let player = try await somebody(source)
        let data = try #require(try await source.personalData(of: player))
        #expect(data.email.hasSuffix("@mail.example") && !data.lastName.isEmpty)
        #expect(try await source.personalData(of: "nobody") == nil)
        let file = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/source.sqlite"))
        for value in [data.email, data.phone, data.nationalID, data.addressLines] { #expect(file.range(of: Data(value.utf8)) == nil) }
    }

    @Test func `a destroyed key erases the data, leaves a tombstone and no trace of itself in the files`() async throws {
        let (source, folder) = try database()
        let player = try await somebody(source)
        let key = try #require(
            try await source.read { try Data.fetchOne($0, sql: "SELECT key FROM player_key WHERE player_id = ?", arguments: [player]) })
        let before = try await source.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM wallet_tx") }
        #expect(try await source.erasePersonalData(of: player, at: .init(milliseconds: 5)))
        #expect(try await !source.erasePersonalData(of: player, at: .init(milliseconds: 6)))
        #expect(try await source.personalData(of: player) == nil)
        let tombstone = try await source.read {
            try Int64.fetchOne($0, sql: "SELECT destroyed_at FROM player_key WHERE player_id = ?", arguments: [player])
        }
        #expect(tombstone == 5)
        #expect(try await source.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM wallet_tx") } == before)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name))
            #expect(bytes.range(of: key) == nil, "\(name)")
        }
    }

    @Test func `a sealed value cannot be moved to another player or column`() throws {
        let key = PlayerKey(bytes: Data(repeating: 7, count: 32))
        let sealed = try key.sealed("Alice", player: "a", column: "first_name", nonce: Data(repeating: 1, count: 12))
        #expect(try key.opened(sealed, player: "a", column: "first_name") == "Alice")
        #expect(throws: (any Error).self) { try key.opened(sealed, player: "b", column: "first_name") }
        #expect(throws: (any Error).self) { try key.opened(sealed, player: "a", column: "last_name") }
        var changed = sealed
        changed[14] ^= 1
        #expect(throws: (any Error).self) { try key.opened(changed, player: "a", column: "first_name") }
    }

    @Test func `values that another player's key sealed are reported, without their content`() async throws {
        let (source, folder) = try database()
        defer { withExtendedLifetime(folder) {} }
        let player = try await somebody(source)
        try await source.write {
            try $0.execute(sql: "UPDATE player_pii SET email = phone WHERE player_id = ?", arguments: [player])
        }
        await #expect(throws: SourceDataError(.unavailable, "")) { try await source.personalData(of: player) }
    }

    @Test func `a file of the first version is brought to this one`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/old.sqlite"
        let first = String(SourceSchema.tables.dropLast(SourceSchema.additions.count))
        let indexes = String(SourceSchema.indexes.dropLast(SourceSchema.addedIndexes.count))
        let old = try DatabaseQueue(path: path)
        try await old.write { database in
            try database.execute(sql: "PRAGMA application_id = \(SourceSchema.applicationID); PRAGMA user_version = 1")
            try database.execute(sql: first + indexes)
            try database.execute(sql: "INSERT INTO operator VALUES ('o', 'Old', 'MT')")
        }
        try old.close()
        let source = try SourceDatabase(path: path)
        #expect(try await source.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM complaint") } == 0)
        #expect(try await source.read { try String.fetchOne($0, sql: "SELECT legal_name FROM operator WHERE mlro_name IS NULL") } == "Old")
        #expect(try await source.read { try Int32.fetchOne($0, sql: "PRAGMA user_version") } == SourceSchema.version)
    }
}
