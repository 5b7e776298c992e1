import Documents
import Foundation
import GRDB
import SourceData
import Store
import TestSupport

@testable import Incidents

/// A desk, empty tables of the operator, and what is put into them: a player `p1` with a wallet, and feeds that are complete until told
/// otherwise.
final class DetectionScene: Sendable {
    static let licence = DeskScene.licences[0]
    /// Four weeks before the desk's time.
    static let begin = DeskScene.start.advanced(by: .seconds(-28 * 86_400))

    let scene: DeskScene
    let source: SourceDatabase
    let rules: DetectionRules

    init(begin: Timestamp = DetectionScene.begin) async throws {
        scene = try DeskScene()
        source = try SourceDatabase.makeEmpty(at: scene.folder.path + "/source.sqlite", licences: DeskScene.licences)
        rules = try DetectionRules(directory: PeerData.repository.appending(path: "Pipelines/incidents").path)
        try await execute(
            """
            INSERT INTO player VALUES (
                'p1', '\(Self.licence.id)', 'P1', 0, '1980-01-01', 'GB', 'GB', 'ACTIVE', 0, 'LOW', 'GBP', 0, 0, NULL, NULL, NULL, NULL);
            INSERT INTO wallet VALUES ('w1', '\(Self.licence.id)', 'p1', 'CASH', 'GBP')
            """)
        for feed in Feed.allCases {
            try await execute(
                """
                INSERT INTO feed_watermark VALUES (
                    '\(feed.rawValue)', '\(Self.licence.id)', \(begin.milliseconds), \(DeskScene.start.milliseconds), 0)
                """)
        }
    }

    /// A driver as a new process would make it.
    func driver(
        tables: String = "", isAsleep: @escaping @Sendable (Detector) -> Bool = { _ in false }
    ) -> DetectionDriver {
        DetectionDriver(source: source, store: scene.store, desk: scene.desk, rules: rules, tables: tables, isAsleep: isAsleep)
    }

    func execute(_ sql: String) async throws {
        try await source.write { try $0.execute(sql: sql) }
    }

    func complete(until instant: Timestamp) async throws {
        try await execute("UPDATE feed_watermark SET complete_until = \(instant.milliseconds)")
    }

    func exclude(at instant: Timestamp, id: String = "e1") async throws {
        try await execute(
            """
            INSERT INTO exclusion VALUES (
                '\(id)', '\(Self.licence.id)', 'p1', 'SELF', 'NONE', \(instant.milliseconds), \(instant.milliseconds),
                \(instant.milliseconds) + 15811200000, NULL, NULL, 0)
            """)
    }

    /// A stake, the `number`th transaction.
    func stake(at instant: Timestamp, number: Int = 1) async throws {
        try await execute(
            """
            INSERT INTO wallet_tx VALUES (
                't\(number)', '\(Self.licence.id)', 'w1', 'p1', \(number), \(instant.milliseconds), \(instant.milliseconds), 'STAKE', 100,
                -1, 0, -100, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'k\(number)')
            """)
    }

    /// Notes a drop that brought a late row.
    func noteLate(_ id: String, row instant: Timestamp, received: Timestamp = DeskScene.start) async throws {
        try await execute(
            """
            INSERT INTO feed_drop VALUES (
                '\(id)', 'transactions', '\(Self.licence.id)', \(received.milliseconds), \(DeskScene.start.milliseconds), 1, 1, 0, 0, 1,
                \(instant.milliseconds), \(instant.milliseconds), NULL)
            """)
    }

    /// So many rounds of one pound from an instant on, a second apart, of which the first `winners` won two; of a game that states 95 %.
    func rounds(_ count: Int, winners: Int, from instant: Timestamp, prefix: String) async throws {
        try await execute(
            """
            INSERT INTO game VALUES ('G', 's', 'G', 'ROULETTE', 'TYPE1', 'ROULETTE', 0.95, 1, 2) ON CONFLICT DO NOTHING;
            INSERT INTO game_version VALUES ('G-1', 'G', '1', '', 'MAJOR', 0, NULL) ON CONFLICT DO NOTHING;
            INSERT INTO game_session VALUES ('s', '\(Self.licence.id)', NULL, 'p1', 'G-1', 0, NULL, NULL, 0, 0, NULL) ON CONFLICT DO NOTHING;
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < \(count - 1))
            INSERT INTO game_round SELECT
                '\(prefix)-' || i, '\(Self.licence.id)', 's', 'p1', 'G-1', \(instant.milliseconds) + i * 1000,
                \(instant.milliseconds) + i * 1000 + 500, 'SETTLED', 'GBP', 100, 0, CASE WHEN i < \(winners) THEN 200 ELSE 0 END, 0, 0, 0,
                'WEB', NULL, NULL, NULL, NULL, 0
            FROM n
            """)
    }

    /// Turns until nothing is left; at most fifty.
    func work(_ driver: DetectionDriver, now: Timestamp = DeskScene.start) async throws -> [EventReceipt] {
        var receipts: [EventReceipt] = []
        for _ in 0..<50 {
            let turn = try await driver.turn(now: now)
            guard turn.failures.isEmpty else { throw Failed(reasons: turn.failures) }
            receipts += turn.receipts
            if turn.isComplete { return receipts }
        }
        throw Failed(reasons: ["it never ends"])
    }

    struct Failed: Error { let reasons: [String] }

    /// All incidents that there are, for the operator's people.
    func incidents() async throws -> [Node] {
        let reader = IncidentReader(regulator: nil, seesConfidential: true)
        let lines = try await scene.desk.incidents(
            reader.query(operatorID: "northwind"), for: reader, after: 0, limit: 100, now: DeskScene.start
        ).lines
        var documents: [Node] = []
        for line in lines { documents.append(try await scene.read(line["incident_id"]?.string ?? "")) }
        return documents
    }
}
