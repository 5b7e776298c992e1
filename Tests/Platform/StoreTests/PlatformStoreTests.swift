import Documents
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Store

@Suite struct PlatformStoreTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open() throws -> PlatformStore { try PlatformStore(.init(directory: folder.path)) }

    @Test func `what was written is there after the directory is opened again`() async throws {
        let first = try open()
        let value = try await first.write { try $0.nextValue(of: "runs") }
        try first.close()
        let second = try open()
        #expect(value == 1)
        #expect(try await second.write { try $0.nextValue(of: "runs") } == 2)
    }

    @Test func `commits are durable and foreign keys hold`() async throws {
        let store = try open()
        let settings = try await store.write { transaction in
            try ["journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema"].map {
                try String.fetchOne(transaction.database, sql: "PRAGMA \($0)")
            }
        }
        #expect(settings == ["wal", "2", "1", "5000", "0"])
    }

    @Test func `a directory belongs to one store at a time`() throws {
        let first = try open()
        #expect(throws: StoreError(.inUse, "")) { try open() }
        try first.close()
        _ = try open()
    }

    @Test func `a body that throws leaves nothing behind`() async throws {
        struct Refusal: Error {}
        let store = try open()
        await #expect(throws: Refusal.self) {
            try await store.write { transaction in
                _ = try transaction.nextValue(of: "runs")
                throw Refusal()
            }
        }
        #expect(try await store.write { try $0.nextValue(of: "runs") } == 1)
    }

    @Test func `writes that share a commit fail alone`() async throws {
        struct Refusal: Error {}
        let store = try open()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<300 {
                group.addTask {
                    do {
                        _ = try await store.write { transaction in
                            let value = try transaction.nextValue(of: "runs")
                            if number.isMultiple(of: 3) { throw Refusal() }
                            return value
                        }
                        return true
                    } catch { return false }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 200)
        #expect(try await store.write { try $0.nextValue(of: "runs") } == 201)
    }

    @Test func `a full medium refuses the write, keeps nothing of it and recovers by itself`() async throws {
        let store = try open()
        let pages = try await store.read { try Int.fetchOne($0.database, sql: "PRAGMA page_count") ?? 0 }
        try await store.write { try $0.database.execute(sql: "PRAGMA max_page_count = \(pages)") }
        await #expect(throws: StoreError(.unavailable, "")) {
            try await store.write { transaction in
                _ = try transaction.nextValue(of: "kept")
                try transaction.put(
                    EntityRow(
                        kind: "flag", id: "huge", version: 1, operatorID: "northwind", value: Array(repeating: 7, count: 1 << 20),
                        changedAt: Timestamp(milliseconds: 1)))
            }
        }
        #expect(try await store.read { try $0.entity("flag", id: "huge") } == nil)
        try await store.write { try $0.database.execute(sql: "PRAGMA max_page_count = 1000000") }
        #expect(try await store.write { try $0.nextValue(of: "kept") } == 1)
    }

    @Test func `a closed store refuses to write and to read`() async throws {
        let store = try open()
        try store.close()
        await #expect(throws: StoreError(.closed, "")) { try await store.write { try $0.nextValue(of: "runs") } }
        await #expect(throws: StoreError(.closed, "")) { try await store.read { try $0.auditEventCount() } }
    }

    @Test func `a file that is not a database is called damaged`() throws {
        try Data(repeating: UInt8(ascii: "x"), count: 8192).write(to: URL(filePath: folder.path + "/platform.sqlite"))
        #expect(throws: StoreError(.damaged, "")) { try open() }
    }
}
