import Documents
import GRDB
import SourceData
import Store
import Testing

@testable import Incidents

@Suite struct DetectionDriverTests {
    private static let excluded = DeskScene.start.advanced(by: .seconds(-5 * 86_400))
    private static let played = DeskScene.start.advanced(by: .seconds(-3 * 86_400))

    private static func breach() async throws -> DetectionScene {
        let scene = try await DetectionScene()
        try await scene.exclude(at: excluded)
        try await scene.stake(at: played)
        return scene
    }

    @Test func `what the tables hold becomes one incident, with its notices, that names nobody`() async throws {
        let scene = try await Self.breach()
        let receipts = try await scene.work(scene.driver())
        #expect(receipts.count == 1 && receipts.allSatisfy(\.isNew))
        let incident = try #require(try await scene.incidents().first)
        #expect(incident["incident_id"]?.string == receipts.first?.incidentID)
        #expect(incident["type"]?.string == "RG-EXCL" && incident["severity"]?.string == "P1")
        #expect(incident["licences"] == ["UKGC-000123"] && incident["players_affected"]?.integer == 1)
        #expect(incident["occurred_at"]?.string == Self.played.description && incident["aware_at"]?.string == DeskScene.start.description)
        #expect(incident["notices"]?.array?.map { $0["authority"]?.string } == ["UKGC"])
        #expect(incident["details"]?["acts"] == ["PLAY": 1])
        #expect(!String(decoding: incident.compactBytes(), as: UTF8.self).contains("p1"))
        // The operator's people find the player in the event.
        let kept = try await scene.scene.store.read { try $0.operatorEvent(receipts[0].eventID) }
        let document = try JSONReader.read(try #require(kept).value)
        #expect(document["details"]?["player_id"] == "p1" && document["event_id"]?.string == receipts[0].eventID)
    }

    @Test func `the same find is no second incident, by the same process, a new one, or one that has forgotten how far it was`()
        async throws
    {
        let scene = try await Self.breach()
        _ = try await scene.work(scene.driver())
        let again = try await scene.driver().turn(now: DeskScene.start)
        #expect(again == DetectionDriver.Turn())
        try await scene.scene.store.write { try $0.database.execute(sql: "DELETE FROM counter WHERE name LIKE 'detection/%'") }
        let forgotten = try await scene.driver().turn(now: DeskScene.start.advanced(by: .seconds(60)))
        #expect(forgotten.spans > 0 && forgotten.receipts.isEmpty && forgotten.failures.isEmpty)
        #expect(try await scene.incidents().count == 1)
        // More of the same exclusion belongs to it, in figures that come later too.
        try await scene.stake(at: DeskScene.start, number: 2)
        try await scene.complete(until: DeskScene.start.advanced(by: .seconds(1)))
        #expect(try await scene.work(scene.driver(), now: DeskScene.start.advanced(by: .seconds(60))).isEmpty)
        #expect(try await scene.incidents().count == 1)
        // In other tables it is another find.
        #expect(
            try await scene.driver(tables: "samples").look(
                .exclusions, at: DetectionScene.licence, DetectionScene.begin..<DeskScene.start, now: DeskScene.start
            ).map(\.isNew) == [true])
    }

    @Test func `what happens again in another month is another incident, also when the first one was closed`() async throws {
        let scene = try await Self.breach()
        #expect(try await scene.work(scene.driver()).count == 1)
        try await scene.scene.store.write { try $0.database.execute(sql: "UPDATE incident SET state = 'CLOSED'") }
        let later = DeskScene.start.advanced(by: .seconds(31 * 86_400))
        try await scene.stake(at: later, number: 2)
        try await scene.stake(at: later.advanced(by: .seconds(60)), number: 3)
        try await scene.complete(until: later.advanced(by: .seconds(120)))
        let found = try await scene.work(scene.driver(), now: later.advanced(by: .seconds(180)))
        #expect(found.count == 1 && found.allSatisfy(\.isNew))
        let states = try await scene.scene.store.read {
            try String.fetchAll($0.database, sql: "SELECT state FROM incident ORDER BY number")
        }
        #expect(states == ["CLOSED", "OPEN"])
    }

    @Test func `acts of two months in one span are two breaches, however the span is cut`() async throws {
        let scene = try await DetectionScene()
        let start = try Timestamp(parsing: "2026-09-25T00:00:00Z")
        try await scene.exclude(at: start)
        let acts = ["2026-09-30T23:59:59Z", "2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z"]
        for (number, act) in acts.enumerated() { try await scene.stake(at: try Timestamp(parsing: act), number: number + 1) }
        let whole = start..<start.advanced(by: .seconds(14 * 86_400))
        let breaches = try await scene.source.exclusionBreaches(of: DetectionScene.licence, whole, limit: 10)
        #expect(breaches.map(\.month) == ["2026-09", "2026-10"] && breaches.map { $0.counts[.play] } == [1, 2])
        let cut = try Timestamp(parsing: acts[2])
        let rest = try await scene.source.exclusionBreaches(of: DetectionScene.licence, cut..<whole.upperBound, limit: 10)
        #expect(rest.map(\.month) == ["2026-10"])
    }

    @Test func `a generator of two licences has gaps only where no licence has the draw`() async throws {
        let scene = try await DetectionScene()
        let other = DeskScene.licences[1].id
        let monday = try GamingZone(DetectionScene.licence.gamingDayZone).start(of: GamingDay(ordinal: 4 + 7 * 2961))
        try await scene.execute(
            """
            INSERT INTO rng VALUES ('BOTH', 'SOFTWARE', 'x', NULL, 'ACTIVE');
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 599)
            INSERT INTO rng_draw SELECT
                'BOTH', i + 1, CASE i % 2 WHEN 0 THEN '\(DetectionScene.licence.id)' ELSE '\(other)' END, 'r',
                \(monday.milliseconds) + i * 1000, 0, 36, 1, '[' || ((31 * i * i + 17 * i) % 1009 % 37) || ']', '', '', ''
            FROM n;
            INSERT INTO feed_watermark VALUES ('rng', '\(other)', \(DetectionScene.begin.milliseconds), \(monday.milliseconds), 0)
            """)
        let week = monday..<monday.advanced(by: .seconds(7 * 86_400))
        let samples = try await scene.source.draws(of: DetectionScene.licence, week, most: 100_000)
        #expect(samples.map(\.draws) == [300] && samples.map(\.missing) == [0])
        // A draw that no licence has is a gap of both.
        try await scene.execute("DELETE FROM rng_draw WHERE draw_no IN (300, 301)")
        #expect(try await scene.source.draws(of: DetectionScene.licence, week, most: 100_000).map(\.missing) == [2])
        // While the other licence's draws may still come, nobody says that they are missing.
        func gaps() async throws -> Int {
            try await scene.incidents().count { ($0["details"]?["missing"]?.integer ?? 0) > 0 }
        }
        _ = try await scene.work(scene.driver())
        #expect(try await gaps() == 0)
        try await scene.complete(until: DeskScene.start)
        _ = try await scene.work(scene.driver())
        #expect(try await gaps() == 2)
    }

    @Test func `nothing is looked at beyond what the feeds say is complete, nor beyond the present`() async throws {
        let scene = try await Self.breach()
        try await scene.complete(until: Self.played)
        #expect(try await scene.work(scene.driver()).isEmpty)
        try await scene.complete(until: Self.played.advanced(by: .milliseconds(1)))
        #expect(try await scene.work(scene.driver(), now: Self.played).isEmpty)
        #expect(try await scene.work(scene.driver()).count == 1)
    }

    @Test func `without a word of a feed that it needs, a detector waits`() async throws {
        let scene = try await Self.breach()
        try await scene.execute("DELETE FROM feed_watermark WHERE feed = 'kyc_aml'")
        #expect(try await scene.work(scene.driver()).isEmpty)
        try await scene.execute(
            """
            INSERT INTO feed_watermark VALUES (
                'kyc_aml', 'UKGC-000123', \(DetectionScene.begin.milliseconds), \(DeskScene.start.milliseconds), 0)
            """)
        #expect(try await scene.work(scene.driver()).count == 1)
    }

    @Test func `rows that come late are found once, also by a drop of the same millisecond`() async throws {
        let scene = try await DetectionScene()
        try await scene.exclude(at: Self.excluded)
        #expect(try await scene.work(scene.driver()).isEmpty)
        try await scene.stake(at: Self.played)
        // Nobody has said that anything came late.
        #expect(try await scene.work(scene.driver()).isEmpty)
        try await scene.noteLate("d1", row: Self.played)
        #expect(try await scene.work(scene.driver()).count == 1)
        #expect(try await scene.driver().turn(now: DeskScene.start).spans == 0)
        try await scene.execute("UPDATE exclusion SET ended_at = \(Self.played.milliseconds)")
        try await scene.exclude(at: Self.played, id: "e2")
        try await scene.noteLate("d2", row: Self.played)
        #expect(try await scene.work(scene.driver()).count == 1)
        #expect(try await scene.driver().turn(now: DeskScene.start).spans == 0)
    }

    @Test func `a statement that comes after its day was complete is judged when it comes, once`() async throws {
        let scene = try await DetectionScene()
        try await scene.execute(
            """
            INSERT INTO wallet_tx VALUES (
                't1', 'UKGC-000123', 'w1', 'p1', 1, \(Self.excluded.milliseconds), \(Self.excluded.milliseconds), 'DEPOSIT', 500, 1, 0, 500,
                NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'k1');
            INSERT INTO funds_account VALUES ('bank', 'UKGC-000123', 'PLAYER_BANK', 'Bank', 'GBP', '****0001')
            """)
        #expect(try await scene.work(scene.driver()).isEmpty)
        let day = try GamingZone(DetectionScene.licence.gamingDayZone).day(of: Self.played)
        try await scene.execute("INSERT INTO funds_balance VALUES ('bank', '\(day)', 499, '')")
        #expect(try await scene.work(scene.driver()).count == 1)
        let incident = try #require(try await scene.incidents().first)
        #expect(
            incident["type"]?.string == "FND-SHRT" && incident["details"]?["owed"] == "5.00" && incident["details"]?["covered"] == "4.99")
        try await scene.execute("INSERT INTO funds_balance VALUES ('bank', '\(day.advanced(by: 1))', 499, '')")
        #expect(try await scene.work(scene.driver()).isEmpty)
    }

    @Test func `a detector that sleeps goes on from where it was`() async throws {
        let scene = try await Self.breach()
        #expect(try await scene.work(scene.driver { $0 == .exclusions }).isEmpty)
        #expect(
            try await scene.driver { $0 == .exclusions }.look(
                .exclusions, at: DetectionScene.licence, DetectionScene.begin..<DeskScene.start, now: DeskScene.start
            ).isEmpty)
        #expect(try await scene.work(scene.driver()).count == 1)
    }

    @Test func `a turn has a bound, and the next goes on`() async throws {
        let scene = try await DetectionScene(begin: DeskScene.start.advanced(by: .seconds(-1000 * 86_400)))
        try await scene.exclude(at: Self.excluded)
        try await scene.stake(at: Self.played)
        let first = try await scene.driver().turn(now: DeskScene.start)
        #expect(first.spans == DetectionDriver.mostSpans && !first.isComplete && first.receipts.isEmpty)
        #expect(try await scene.work(scene.driver()).count == 1)
    }

    @Test func `what one detector cannot do keeps no other from its work`() async throws {
        let scene = try await Self.breach()
        try await scene.execute("PRAGMA foreign_keys = OFF; ALTER TABLE game_round RENAME TO lost")
        let turn = try await scene.driver().turn(now: DeskScene.start)
        #expect(turn.receipts.count == 1)
        #expect(turn.failures.count == 1 && turn.failures.allSatisfy { $0.hasPrefix("returns of UKGC-000123") }, "\(turn.failures)")
    }

    /// The first day of the `number`th window of thirty days.
    private static func window(_ number: Int) throws -> Timestamp {
        try GamingZone(DetectionScene.licence.gamingDayZone).start(of: GamingDay(ordinal: 4 + 30 * number))
    }

    @Test func `a return that is watched in two windows in a row is an incident, each window is judged once`() async throws {
        let (first, second, third) = (try Self.window(688), try Self.window(689), try Self.window(690))
        let scene = try await DetectionScene(begin: first)
        // 97.8 % of ten thousand rounds where 95 % are stated: z = 2.8.
        try await scene.rounds(10_000, winners: 4890, from: first, prefix: "a")
        try await scene.complete(until: second)
        #expect(try await scene.work(scene.driver()).isEmpty)
        try await scene.rounds(10_000, winners: 4890, from: second, prefix: "b")
        try await scene.complete(until: third.advanced(by: .milliseconds(-1)))
        #expect(try await scene.work(scene.driver()).isEmpty)
        try await scene.complete(until: third)
        #expect(try await scene.work(scene.driver()).count == 1)
        let incident = try #require(try await scene.incidents().first)
        #expect(incident["type"]?.string == "GAM-RTP" && incident["details"]?["z"] == "2.80")
        #expect(incident["details"]?["rtp_actual"] == "0.97800" && incident["occurred_at"]?.string == second.description)
        #expect(PersonalText.isSuspicious(incident["summary"]?.string ?? "") == false)
        let verdicts = try await scene.source.read {
            try String.fetchAll($0, sql: "SELECT verdict FROM rtp_measurement ORDER BY window_from")
        }
        #expect(verdicts == ["WATCH", "OUT"])

        // A late row brings detectors back that may look again, not this one.
        try await scene.rounds(5000, winners: 5000, from: first.advanced(by: .seconds(86_400)), prefix: "c")
        try await scene.noteLate("d1", row: first.advanced(by: .seconds(86_400)))
        #expect(try await scene.work(scene.driver()).isEmpty)
        #expect(try await scene.source.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM rtp_measurement") } == 2)
    }

    @Test func `when feeds are closed the last window is judged although it is shorter`() async throws {
        let first = try Self.window(688)
        let scene = try await DetectionScene(begin: first)
        try await scene.rounds(2000, winners: 1400, from: first, prefix: "a")
        try await scene.complete(until: first.advanced(by: .seconds(86_400)))
        #expect(try await scene.work(scene.driver()).isEmpty)
        try await scene.execute("UPDATE feed_watermark SET closed = 1")
        #expect(try await scene.work(scene.driver()).count == 1)
        #expect(try await scene.incidents().map { $0["type"]?.string } == ["GAM-RTP"])
        #expect(try await scene.work(scene.driver()).isEmpty)
    }

    @Test func `uneven and missing draws are incidents with the words of an operator's event`() async throws {
        let scene = try await DetectionScene()
        let monday = try GamingZone(DetectionScene.licence.gamingDayZone).start(of: GamingDay(ordinal: 4 + 7 * 2961))
        try await scene.execute(
            """
            INSERT INTO rng VALUES ('EVEN', 'SOFTWARE', 'x', NULL, 'ACTIVE'), ('GAP', 'SOFTWARE', 'x', NULL, 'ACTIVE'),
                ('ODD', 'SOFTWARE', 'x', NULL, 'ACTIVE');
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 599)
            INSERT INTO rng_draw SELECT
                g.rng_id, i + 1, 'UKGC-000123', 'r', \(monday.milliseconds) + i * 1000, 0, 36, 1,
                '[' || ((31 * i * i + 17 * i) % 1009 % CASE g.rng_id WHEN 'ODD' THEN 30 ELSE 37 END) || ']', '', '', ''
            FROM n CROSS JOIN rng g;
            DELETE FROM rng_draw WHERE rng_id = 'GAP' AND draw_no = 300
            """)
        #expect(try await scene.work(scene.driver()).count == 2)
        let details = try await scene.incidents().map { $0["details"] }
        #expect(try await scene.incidents().allSatisfy { $0["type"]?.string == "GAM-RNG" })
        #expect(details.map { $0?["generator_id"]?.string } == ["GAP", "ODD"])
        #expect(details.map { $0?["finding"]?.string } == ["DRAW_GAP", "HEALTH_FAILURE"])
        #expect(details[0]?["missing"]?.integer == 1 && details[1]?["tests"]?.array?.contains("CHI2") == true)
        let failed = try await scene.source.read {
            try String.fetchAll($0, sql: "SELECT DISTINCT scope_id FROM integrity_test WHERE verdict = 'FAIL'")
        }
        #expect(failed == ["ODD"])
        #expect(try await scene.source.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM integrity_test") } == 9)
    }

    @Test func `a feed of draws that went silent does not keep the draws of others from being tested, and its own are no gaps`()
        async throws
    {
        let scene = try await DetectionScene()
        let monday = try GamingZone(DetectionScene.licence.gamingDayZone).start(of: GamingDay(ordinal: 4 + 7 * 2961))
        let other = DeskScene.licences[1].id
        try await scene.execute(
            """
            INSERT INTO rng VALUES ('GAP', 'SOFTWARE', 'x', NULL, 'ACTIVE'), ('ODD', 'SOFTWARE', 'x', NULL, 'ACTIVE');
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 599)
            INSERT INTO rng_draw SELECT
                g.rng_id, i + 1, 'UKGC-000123', 'r', \(monday.milliseconds) + i * 1000, 0, 36, 1,
                '[' || ((31 * i * i + 17 * i) % 1009 % CASE g.rng_id WHEN 'ODD' THEN 30 ELSE 37 END) || ']', '', '', ''
            FROM n CROSS JOIN rng g;
            DELETE FROM rng_draw WHERE rng_id = 'GAP' AND draw_no = 300;
            INSERT INTO feed_watermark VALUES ('rng', '\(other)', \(DetectionScene.begin.milliseconds), \(monday.milliseconds), 0)
            """)
        let driver = scene.driver()
        // Nine days behind: its draws may still come.
        let waiting = try await driver.turn(now: DeskScene.start)
        #expect(waiting.receipts.isEmpty && waiting.silent.isEmpty)
        let late = DeskScene.start.advanced(by: .seconds(6 * 86_400))
        let turn = try await driver.turn(now: late)
        #expect(turn.silent == [SilentFeed(licence: other, completeUntil: monday)])
        #expect(turn.receipts.count == 1)
        let incident = try #require(try await scene.incidents().first)
        #expect(incident["details"]?["generator_id"]?.string == "ODD" && incident["details"]?["missing"]?.integer == 0)
        // Told once.
        #expect(try await driver.turn(now: late).silent.isEmpty)
    }
}
