import Documents
import Foundation
import GRDB
import Logging
import Store
import TestSupport
import Testing
import TransparencyLog

@testable import AuditTrail

/// A stopped platform's data, as they were left and with something wrong in them.
@Suite struct LogExaminationTests {
    private let folder: TemporaryFolder
    private var database: String { folder.path("platform.sqlite") }
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// 600 events of which 593 are published, 300 of them at first.
    init() async throws {
        folder = try TemporaryFolder()
        let store = try PlatformStore(.init(directory: folder.path))
        let trail = AuditTrail(store: store, keys: try SubjectKeys.passing())
        let sequencer = try await Sequencer(
            store: store, tiles: DirectoryTileStore(directory: folder.path("log")), signer: Sample.signer(), logger: logger)
        for count in [300, 293, 7] {
            try await store.write { transaction in
                for number in 0..<count { _ = try trail.record(in: transaction, Sample.entry(number, before: nil, after: [1])) }
            }
            if count != 7 { try await sequencer.publish() }
        }
        try store.close()
    }

    private func examined(_ limit: Int = 1000) throws -> (extent: LogExamination.Extent, faults: [LogFault]) {
        var examination = LogExamination(
            store: try StoppedStore(directory: folder.path), tiles: DirectoryTileStore(directory: folder.path("log")),
            policy: LogPolicy(log: try Sample.signer().verifier), limit: limit)
        return try examination.run()
    }

    private func found() throws -> [String] { try examined().faults.map { "\($0.code.text) at \($0.place)" } }

    /// Somebody at work on the database who does not ask its triggers.
    private func change(_ statements: String...) throws {
        let queue = try DatabaseQueue(path: database)
        try queue.write { database in
            for trigger in ["audit_event_is_final", "audit_event_stays"] { try database.execute(sql: "DROP TRIGGER \(trigger)") }
            for statement in statements { try database.execute(sql: statement) }
        }
        try queue.close()
    }

    private func flip(_ path: String, at offset: Int? = nil) throws {
        let file = folder.path("log/" + path)
        var bytes = try Data(contentsOf: URL(filePath: file))
        bytes[offset ?? bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: file))
    }

    @Test func `what a platform leaves behind is found right, and nothing is written beside it`() throws {
        let before = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
        let (extent, faults) = try examined()
        #expect(faults.isEmpty, "\(faults)")
        #expect(extent == .init(events: 600, published: 593))
        #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() == before)
    }

    @Test func `a platform that has published nothing yet has nothing wrong`() throws {
        let other = try TemporaryFolder()
        try PlatformStore(.init(directory: other.path)).close()
        var examination = LogExamination(
            store: try StoppedStore(directory: other.path), tiles: DirectoryTileStore(directory: other.path("log")),
            policy: LogPolicy(log: try Sample.signer().verifier))
        let (extent, faults) = try examination.run()
        #expect(faults.isEmpty && extent == .init(events: 0, published: nil), "\(faults)")
    }

    @Test(arguments: [
        "tile/0/000", "tile/0/001", "tile/0/002.p/81", "tile/1/000.p/2", "tile/entries/000", "tile/entries/001", "tile/entries/002.p/81",
    ])
    func `a flipped bit in a file is found there, and no event is accused`(path: String) throws {
        try flip(path)
        let found = try found()
        #expect(found.contains { $0.hasSuffix(" at \(path)") && $0.hasPrefix("file-") }, "\(found)")
        #expect(!found.contains { $0.contains("event") }, "\(found)")
    }

    @Test func `a flipped bit in the checkpoint is found`() throws {
        let note = try #require(FileManager.default.contents(atPath: folder.path("log/checkpoint")))
        for offset in [note.count - 10, note.count / 2] {
            try flip("checkpoint", at: offset)
            #expect(try found().contains { $0.hasPrefix("file-") && $0.hasSuffix("at checkpoint") })
            try flip("checkpoint", at: offset)
        }
        #expect(try found() == [])
    }

    @Test(arguments: [0, 255, 256, 592])
    func `a leaf that was changed in the database is found, by its index and by the root`(index: Int) throws {
        try change("UPDATE audit_event SET leaf = CAST(replace(CAST(leaf AS TEXT), 'northwind', 'northwine') AS BLOB) WHERE seq = \(index)")
        let found = try found()
        #expect(found.contains("event-differs at event \(index)"), "\(found)")
        #expect(found.contains("root-differs at checkpoint") && found.contains("root-differs at log_state"), "\(found)")
        #expect(found.count == 3, "\(found)")
    }

    @Test func `a leaf that was changed in the database and in its bundle is found in both`() throws {
        try change("UPDATE audit_event SET leaf = CAST(replace(CAST(leaf AS TEXT), 'northwind', 'northwine') AS BLOB) WHERE seq = 10")
        let file = URL(filePath: folder.path("log/tile/entries/000"))
        let entries = try EntryBundle.decode([UInt8](Data(contentsOf: file))).enumerated().map { index, entry in
            index == 10 ? Array(String(decoding: entry, as: UTF8.self).replacing("northwind", with: "northwine").utf8) : entry
        }
        try Data(try EntryBundle.encode(entries)).write(to: file)
        let found = try found()
        #expect(found.contains("event-differs at event 10") && found.contains("file-inconsistent at tile/entries/000"), "\(found)")
    }

    @Test(arguments: ["at = at + 1", "operator = 'other'", "event_id = 'other'"])
    func `a column that does not say what its leaf says is found, also behind what is published`(change column: String) throws {
        try change("UPDATE audit_event SET \(column) WHERE seq IN (3)", "UPDATE audit_event SET operator = 'x' WHERE seq = 599")
        #expect(try found() == ["event-inconsistent at event 3", "event-inconsistent at event 599"])
    }

    @Test func `events that are missing are found: within, and at the end`() throws {
        try change("DELETE FROM audit_event WHERE seq BETWEEN 100 AND 102")
        #expect(try found() == ["event-missing at event 100"])
    }

    @Test func `a database that was set back is found`() throws {
        try change("DELETE FROM audit_event WHERE seq >= 300")
        #expect(try found() == ["store-behind at log_state", "store-behind at checkpoint"])
    }

    @Test(arguments: [
        ("UPDATE log_state SET intended_size = 590", "log-ahead at checkpoint"),
        ("UPDATE log_state SET published_size = 594", "checkpoint-behind at checkpoint"),
        ("UPDATE log_state SET intended_root = x'00'", "root-differs at log_state"), ("DELETE FROM log_state", "log-ahead at checkpoint"),
    ])
    func `a state of the log that is not that of its files is found`(statement: String, fault: String) throws {
        try change(statement)
        #expect(try found().contains(fault))
    }

    @Test func `a cosigned checkpoint of another log, or ahead of the published one, is found`() throws {
        let stranger = try Sample.signer(9).sign(Checkpoint(origin: Sample.signer().name, size: 5, root: MerkleHash.empty).text)
        let ahead = try Sample.signer().sign(Checkpoint(origin: Sample.signer().name, size: 599, root: MerkleHash.empty).text)
        let other = try Sample.signer().sign(Checkpoint(origin: Sample.signer().name, size: 5, root: MerkleHash.empty).text)
        let path = "checkpoint.cosigned"
        for (note, code) in [(stranger, "file-wrong-signature"), (ahead, "file-inconsistent"), (other, "root-differs")] {
            try Data(note).write(to: URL(filePath: folder.path("log/" + path)))
            let found = try found()
            #expect(found.count == 1 && found.first?.hasSuffix(" at \(path)") == true, "\(found)")
            #expect(code == "file-wrong-signature" || found.first?.hasPrefix(code) == true, "\(found)")
        }
    }

    @Test func `a page of the database that was damaged is found`() throws {
        // The root of an index: what is read of the log does not need it.
        let queue = try DatabaseQueue(path: database)
        let root = try #require(
            try queue.read { try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'audit_event_by_entity'") })
        try queue.close()
        var bytes = try Data(contentsOf: URL(filePath: database))
        bytes.replaceSubrange((root - 1) * 4096..<(root - 1) * 4096 + 64, with: Data(count: 64))
        try bytes.write(to: URL(filePath: database))
        #expect(try found().contains("database-damaged at platform.sqlite"))
    }

    @Test func `no more faults are gathered than asked for`() throws {
        try change("UPDATE audit_event SET operator = 'x'")
        #expect(try examined(5).faults.count == 5)
    }

    @Test func `a platform that runs is not examined, and none can start meanwhile`() throws {
        let running = try PlatformStore(.init(directory: folder.path))
        #expect(throws: StoreError(.inUse, "")) { try StoppedStore(directory: folder.path) }
        try running.close()
        let examined = try StoppedStore(directory: folder.path)
        #expect(throws: StoreError(.inUse, "")) { try PlatformStore(.init(directory: folder.path)) }
        withExtendedLifetime(examined) {}
    }

    // MARK: What the start looks at

    private func restarted() async throws -> Checkpoint {
        let store = try PlatformStore(.init(directory: folder.path))
        defer { try? store.close() }
        let sequencer = try await Sequencer(
            store: store, tiles: DirectoryTileStore(directory: folder.path("log")), signer: Sample.signer(), logger: logger)
        return try await sequencer.publish()
    }

    @Test func `a restart reads the edge: what is damaged far behind it is left to the examination`() async throws {
        try flip("tile/entries/000")
        #expect(try await restarted().size == 600)
        #expect(try found().contains("file-inconsistent at tile/entries/000"))
    }

    @Test func `an edge that is not as published has all of it derived: a lost file is made again, a changed one refused`() async throws {
        try FileManager.default.removeItem(atPath: folder.path("log/tile/1/000.p/2"))
        try FileManager.default.removeItem(atPath: folder.path("log/tile/0/000"))
        #expect(try await restarted().size == 600)
        #expect(try found() == [])
        try flip("tile/entries/002.p/88")
        await #expect(throws: AuditError(.logDiffers, "")) { try await restarted() }
    }
}
