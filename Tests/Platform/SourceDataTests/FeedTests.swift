import Crypto
import Documents
import Foundation
import GRDB
import TestSupport
import Testing

@testable import SourceData

/// An inbox over a month of one licence.
private struct Inbox {
    let folder: TemporaryFolder
    let source: SourceDatabase
    let inbox: FeedInbox
    static let now = Timestamp(milliseconds: 1_793_700_000_000)
    static let licence = "UKGC-000123"

    init() throws {
        folder = try TemporaryFolder()
        let path = folder.path + "/source.sqlite"
        _ = try SourceDataGenerator(SourceFixture.configuration(players: 1, licences: [Licence.northwind[0]])).generate(at: path)
        source = try SourceDatabase(path: path)
        inbox = FeedInbox(directory: folder.path + "/inbox", source: source)
        try FileManager.default.createDirectory(atPath: inbox.directory, withIntermediateDirectories: true)
    }

    func put(
        _ name: String, table: String, _ content: String, rows: Int, feed: Feed = .checks, format: String = "ndjson",
        until: String = "2026-11-02T00:00:00Z", licence: String = Inbox.licence, change: (inout String) -> Void = { _ in }
    ) throws {
        let file = name + "." + format
        try Data(content.utf8).write(to: URL(fileURLWithPath: inbox.directory + "/" + file))
        let hash = Digest.hex(SHA256.hash(data: Data(content.utf8)))
        var manifest = """
            {"schema_version":1,"feed":"\(feed.rawValue)","licence":"\(licence)","complete_until":"\(until)",
            "files":[{"name":"\(file)","table":"\(table)","format":"\(format)","rows":\(rows),"sha256":"\(hash)"}]}
            """
        change(&manifest)
        try Data(manifest.utf8).write(to: URL(fileURLWithPath: inbox.directory + "/" + name + ".drop.json"))
    }

    func player() async throws -> String {
        try #require(try await source.read { try String.fetchOne($0, sql: "SELECT player_id FROM player ORDER BY player_ref") })
    }

    func count(_ sql: String) async throws -> Int { try #require(try await source.read { try Int.fetchOne($0, sql: sql) }) }

    static func counts(_ receipt: FeedReceipt?) -> FeedReceipt.Counts? {
        guard case .taken(let counts, _) = receipt?.outcome else { return nil }
        return counts
    }
}

@Suite struct FeedTests {
    private func interaction(_ id: String, _ player: String, at: String = "2026-11-01T10:00:00Z", licence: String = Inbox.licence) -> String
    {
        """
        {"interaction_id":"\(id)","licence_id":"\(licence)","player_id":"\(player)","at":"\(at)","marker":"CHASING","channel":"CHAT",
        """.trimmingCharacters(in: .newlines) + #""automated":false,"action":"INFORM"}"# + "\n"
    }

    @Test func `rows are taken, each once, and the watermark moves`() async throws {
        let bench = try Inbox()
        let player = try await bench.player()
        let before = try await bench.count("SELECT COUNT(*) FROM interaction")
        try bench.put("a", table: "interaction", interaction("i1", player) + interaction("i2", player), rows: 2)
        let receipts = try await bench.inbox.takeIn(now: Inbox.now)
        let counts = try #require(Inbox.counts(receipts.first))
        #expect(receipts.count == 1 && counts.accepted == 2 && counts.rejected == 0 && counts.late == 0 && counts.isReconciled)
        #expect(try await bench.count("SELECT COUNT(*) FROM interaction") == before + 2)
        let mark = try #require(try await bench.source.watermarks(of: Inbox.licence).first { $0.feed == .checks })
        #expect(mark.completeUntil.description == "2026-11-02T00:00:00.000Z")
        #expect(try await bench.inbox.takeIn(now: Inbox.now).isEmpty)
        #expect(FileManager.default.fileExists(atPath: bench.inbox.directory + "/taken/a.drop.json"))

        // The same manifest again, as after a crash before the move; then the same rows in another drop that says less.
        try bench.put("a", table: "interaction", interaction("i1", player) + interaction("i2", player), rows: 2)
        #expect(try await bench.inbox.takeIn(now: Inbox.now).map(\.outcome) == [.known])
        try bench.put("b", table: "interaction", interaction("i1", player), rows: 1, until: "2026-10-01T00:00:00Z")
        let again = try await bench.inbox.takeIn(now: Inbox.now)
        #expect(Inbox.counts(again.first)?.duplicates == 1 && Inbox.counts(again.first)?.isReconciled == true)
        #expect(try await bench.count("SELECT COUNT(*) FROM interaction") == before + 2)
        let after = try await bench.source.watermarks(of: Inbox.licence).first { $0.feed == .checks }
        #expect(after?.completeUntil == mark.completeUntil)
    }

    @Test func `rows from before the watermark are taken and known as late`() async throws {
        let bench = try Inbox()
        let player = try await bench.player()
        try bench.put(
            "late", table: "interaction",
            interaction("i1", player, at: "2026-10-15T10:00:00Z") + interaction("i2", player, at: "2026-10-17T10:00:00Z")
                + interaction("i3", player), rows: 3)
        let receipt = try #require(try await bench.inbox.takeIn(now: Inbox.now).first)
        #expect(Inbox.counts(receipt)?.late == 2 && Inbox.counts(receipt)?.accepted == 3)
        #expect(receipt.late?.lowerBound.description == "2026-10-15T10:00:00.000Z")
        #expect(receipt.late?.upperBound.description == "2026-10-17T10:00:00.000Z")
    }

    @Test func `a row that does not fit is kept with its reason, and the others are taken`() async throws {
        let bench = try Inbox()
        let player = try await bench.player()
        let rows = [
            interaction("good", player), "not json\n", "[1]\n", interaction("other", player, licence: "MGA-B2C-456-2019"),
            interaction("orphan", "nobody"), interaction("column", player).replacing("marker", with: "marque"),
            interaction("type", player).replacing("2026-11-01T10:00:00Z", with: "yesterday"),
            interaction("null", player).replacing(#""CHASING""#, with: "null"), interaction("flag", player).replacing("false", with: "7"),
            interaction("good", player).replacing("CHAT", with: "PHONE"),
        ]
        try bench.put("mixed", table: "interaction", rows.joined(), rows: rows.count)
        let counts = try #require(Inbox.counts(try await bench.inbox.takeIn(now: Inbox.now).first))
        #expect(counts.accepted == 1 && counts.rejected == 9 && counts.isReconciled)
        let reasons = try await bench.source.read { try String.fetchAll($0, sql: "SELECT reason FROM feed_rejection ORDER BY line") }
        let words = [
            "not JSON", "not an object", "another licence", "player_id refers to nothing", "no column marque", "at is not of the type",
            "does not take it", "does not take it", "another row of this key",
        ]
        #expect(reasons.count == words.count)
        for (reason, word) in zip(reasons, words) { #expect(reason.contains(word), "\(reason)") }
    }

    @Test func `a newer state of a case replaces the older one, a transaction is never replaced`() async throws {
        let bench = try Inbox()
        let complaint = try #require(
            try await bench.source.read { try String.fetchOne($0, sql: "SELECT complaint_id FROM complaint ORDER BY complaint_id") })
        try bench.put(
            "state", table: "complaint",
            "complaint_id,licence_id,state,decided_at\r\n\(complaint),\(Inbox.licence),CLOSED,2026-11-01T09:00:00Z\r\n",
            rows: 1, format: "csv")
        #expect(Inbox.counts(try await bench.inbox.takeIn(now: Inbox.now).first)?.accepted == 1)
        #expect(try await bench.count("SELECT COUNT(*) FROM complaint WHERE state = 'CLOSED' AND decided_at = 1793523600000") == 1)
        let tx = try #require(try await bench.source.read { try String.fetchOne($0, sql: "SELECT tx_id FROM wallet_tx LIMIT 1") })
        try bench.put(
            "tx", table: "wallet_tx", "tx_id,licence_id,amount\n\(tx),\(Inbox.licence),1\n", rows: 1, feed: .transactions, format: "csv")
        let refused = try await bench.inbox.takeIn(now: Inbox.now)
        #expect(Inbox.counts(refused.first)?.rejected == 1)
    }

    @Test(arguments: [
        ("sha256", "0000"), ("\"rows\":1", "\"rows\":2"), ("\"rows\":1", "\"rows\":-1"),
        ("UKGC-000123\",\"complete", "NOBODY-1\",\"complete"),
        ("interaction\",", "wallet_tx\","), ("ndjson\",\"rows", "xlsx\",\"rows"), ("kyc_aml", "gossip"), ("2026-11-02T00:00:00Z", "soon"),
        ("\"schema_version\":1", "\"schema_version\":2"), ("{\"schema_version", "{\"more\":1,\"schema_version"),
        ("\"name\":\"a", "\"name\":\"../a"), ("\"name\":\"a", "\"name\":\"b"), ("}]}", "}]"),
    ])
    func `a drop whose manifest is wrong is refused as a whole`(part: String, replacement: String) async throws {
        let bench = try Inbox()
        let player = try await bench.player()
        let before = try await bench.count("SELECT COUNT(*) FROM interaction")
        try bench.put("a", table: "interaction", interaction("i1", player), rows: 1) { manifest in
            if part == "sha256" {
                manifest.replace(/"sha256":"[0-9a-f]+"/, with: #""sha256":"\#(String(repeating: "0", count: 64))""#)
            } else {
                #expect(manifest.contains(part))
                manifest = manifest.replacing(part, with: replacement, maxReplacements: 1)
            }
        }
        let receipt = try #require(try await bench.inbox.takeIn(now: Inbox.now).first)
        guard case .refused(let reason) = receipt.outcome else {
            Issue.record("taken: \(receipt)")
            return
        }
        #expect(!reason.isEmpty)
        #expect(try await bench.count("SELECT COUNT(*) FROM interaction") == before)
        #expect(FileManager.default.fileExists(atPath: bench.inbox.directory + "/refused/a.drop.json"))
    }

    @Test func `without a folder there is nothing to take, and files without a manifest wait`() async throws {
        let bench = try Inbox()
        let none = FeedInbox(directory: bench.folder.path + "/none", source: bench.source)
        #expect(try await none.takeIn(now: Inbox.now).isEmpty)
        try Data("x".utf8).write(to: URL(fileURLWithPath: bench.inbox.directory + "/waiting.csv"))
        #expect(try await bench.inbox.takeIn(now: Inbox.now).isEmpty)
        #expect(FileManager.default.fileExists(atPath: bench.inbox.directory + "/waiting.csv"))
    }
}
