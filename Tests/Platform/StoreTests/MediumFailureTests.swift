import Documents
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Store

@Suite(.timeLimit(.minutes(1))) struct MediumFailureTests {
    let folder: TemporaryFolder
    let store: PlatformStore

    init() throws {
        folder = try TemporaryFolder()
        store = try PlatformStore(.init(directory: folder.path))
    }

    /// A write to which the medium gives this answer.
    private func write(_ code: ResultCode) async throws {
        try await store.write { transaction in
            _ = try transaction.nextValue(of: "failed")
            throw DatabaseError(resultCode: code)
        }
    }

    @Test(arguments: [ResultCode.SQLITE_IOERR, .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_WRITE, .SQLITE_IOERR_READ, .SQLITE_IOERR_CORRUPTFS])
    func `after an input or output error nothing is acknowledged before a new start, and who watches is told`(
        _ code: ResultCode
    ) async throws {
        async let watched = store.watchMedium()
        #expect(try await store.write { try $0.nextValue(of: "runs") } == 1)
        await #expect(throws: StoreError(.unavailable, "")) { try await write(code) }
        await #expect(throws: StoreError(.unavailable, "")) { try await store.write { try $0.nextValue(of: "runs") } }
        let failure = try #require(await watched)
        #expect(failure.place == .store)
        #expect(failure.what.contains("\(code.rawValue)"))
        // Who asks later is told the same.
        #expect(await store.watchMedium() == failure)
        try store.close()
        let anew = try PlatformStore(.init(directory: folder.path))
        #expect(try await anew.write { try $0.nextValue(of: "runs") } == 2)
        #expect(try await anew.write { try $0.nextValue(of: "failed") } == 1)
    }

    @Test(arguments: [
        ResultCode.SQLITE_FULL, .SQLITE_IOERR_NOMEM, .SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_LOCK, .SQLITE_BUSY, .SQLITE_CORRUPT,
    ])
    func `want of room, of memory or of a lock passes, and a damaged page is not the medium`(_ code: ResultCode) async throws {
        await #expect(throws: StoreError.self) { try await write(code) }
        #expect(try await store.write { try $0.nextValue(of: "failed") } == 1)
        try store.close()
        #expect(await store.watchMedium() == nil)
    }

    @Test func `a page that cannot be read ends the writes too`() async throws {
        await #expect(throws: StoreError(.unavailable, "")) {
            try await store.read { _ -> Int in throw DatabaseError(resultCode: .SQLITE_IOERR_READ) }
        }
        await #expect(throws: StoreError(.unavailable, "")) { try await store.write { try $0.nextValue(of: "runs") } }
        #expect(await store.watchMedium()?.place == .store)
    }

    @Test func `what was committed while the medium failed elsewhere is not acknowledged`() async throws {
        let failure = MediumFailure(.log, "medium-failed at checkpoint: fsync")
        await #expect(throws: StoreError(.unavailable, "")) {
            try await store.write { [store] transaction in
                store.fail(failure)
                return try transaction.nextValue(of: "runs")
            }
        }
        #expect(await store.watchMedium() == failure)
    }

    @Test func `who watches waits no longer than the task or the store lives`() async throws {
        let watch = Task { [store] in await store.watchMedium() }
        watch.cancel()
        #expect(await watch.value == nil)
        async let watched = store.watchMedium()
        try store.close()
        #expect(await watched == nil)
    }

    @Test func `commits are brought into the file of the database before their log grows long`() async throws {
        for number in 0..<16 {
            try await store.write { transaction in
                try transaction.put(
                    EntityRow(
                        kind: "flag", id: "huge-\(number)", version: 1, operatorID: "northwind", value: Array(repeating: 7, count: 1 << 20),
                        changedAt: Timestamp(milliseconds: 1)))
            }
        }
        let log = try FileManager.default.attributesOfItem(atPath: folder.path + "/platform.sqlite-wal")[.size] as? Int
        #expect(try #require(log) < 8 << 20)
    }

    @Test func `a checkpoint on a medium that failed fails its commit, one that readers hold up does not`() {
        #expect(CheckpointHook.answer(to: ResultCode.SQLITE_IOERR_FSYNC.rawValue) == ResultCode.SQLITE_IOERR_FSYNC.rawValue)
        for code in [ResultCode.SQLITE_OK, .SQLITE_BUSY, .SQLITE_FULL, .SQLITE_IOERR_NOMEM] {
            #expect(CheckpointHook.answer(to: code.rawValue) == ResultCode.SQLITE_OK.rawValue)
        }
    }
}
