import Documents
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Store

@Suite struct StoreSchemaTests {
    @Test func `each version is reached from every earlier one with its rows kept`() throws {
        let migrator = StoreSchema.migrator
        for start in migrator.migrations {
            let queue = try DatabaseQueue()
            try migrator.migrate(queue, upTo: start)
            // By the columns of the first version: later ones say nothing of rows that were written before them.
            try queue.write {
                try $0.execute(
                    sql:
                        "INSERT INTO audit_event (seq, event_id, at, operator, action, entity, entity_id, leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    arguments: [0, "e0", 1000, "northwind", "update", "bonus_rule", "BR-7", Data([1, 2, 0])])
            }
            try migrator.migrate(queue)
            let isComplete = try queue.read(migrator.hasCompletedMigrations)
            #expect(isComplete)
            #expect(try queue.read { try Snapshot(database: $0).auditEvent(at: 0) } == Self.event(0))
        }
    }

    @Test func `a database of a later version is refused`() throws {
        let folder = try TemporaryFolder()
        let store = try PlatformStore(.init(directory: folder.path))
        try store.close()
        let queue = try DatabaseQueue(path: folder.path + "/platform.sqlite")
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 later')") }
        try queue.close()
        #expect(throws: StoreError(.newerSchema, "")) { try PlatformStore(.init(directory: folder.path)) }
    }

    /// What an erasure sets; with one thing more, or one thing less, it is none.
    private static let erased = "UPDATE audit_event SET entity_id = '', request_id = NULL, document = NULL"

    @Test(
        arguments: [
            "UPDATE audit_event SET leaf = x'00'", "DELETE FROM audit_event", "UPDATE audit_event SET document = NULL",
            "UPDATE audit_event SET entity_id = 'BR-8', request_id = NULL, document = NULL",
            "UPDATE audit_event SET entity_id = '', document = x'01', request_id = NULL", "\(erased), leaf = x'00'", "\(erased), at = 2",
            "\(erased), seq = 7", "\(erased), event_id = 'x'", "\(erased), operator = 'x'", "\(erased), action = 'read'",
            "\(erased), entity = 'x'", "\(erased), key = NULL",
        ])
    func `an audit event is neither changed nor deleted`(statement: String) async throws {
        let folder = try TemporaryFolder()
        let store = try PlatformStore(.init(directory: folder.path))
        let event = try await store.write { transaction in
            let key = try transaction.addSubjectKey(of: "own", wrapped: [1], by: "k", at: Timestamp(milliseconds: 1))
            let event = AuditEventRow(
                sequence: 0, eventID: "e0", at: Timestamp(milliseconds: 1), operatorID: "northwind", action: "update", entity: "bonus_rule",
                entityID: "BR-7", leaf: [1], requestID: "q", sealed: .init(key: key, document: [2]))
            try transaction.append(event)
            return event
        }
        await #expect(throws: StoreError.self) { try await store.write { try $0.database.execute(sql: statement) } }
        #expect(try await store.read { try $0.auditEvent(at: 0) } == event)
        try await store.write { try $0.database.execute(sql: Self.erased) }
        #expect(try await store.read { try $0.auditEvent(at: 0)?.leaf } == [1])
    }

    @Test func `an event that no key seals cannot be erased`() async throws {
        let folder = try TemporaryFolder()
        let store = try PlatformStore(.init(directory: folder.path))
        try await store.write { try $0.append(Self.event(0)) }
        await #expect(throws: StoreError.self) { try await store.write { try $0.database.execute(sql: Self.erased) } }
    }

    @Test(arguments: ["fence = 1", "owner = 'other'", "fence = 0"])
    func `no fence of the log is given twice or forgotten`(change: String) async throws {
        let folder = try TemporaryFolder()
        let store = try PlatformStore(.init(directory: folder.path))
        let start = Timestamp(milliseconds: 1_792_000_000_000)
        try await store.write { try $0.put(LogLease(owner: "one", fence: 2, until: start)) }
        await #expect(throws: StoreError.self) { try await store.write { try $0.database.execute(sql: "UPDATE log_lease SET \(change)") } }
        await #expect(throws: StoreError.self) { try await store.write { try $0.database.execute(sql: "DELETE FROM log_lease") } }
        let renewed = LogLease(owner: "one", fence: 2, until: start.advanced(by: .seconds(30)))
        try await store.write { try $0.put(renewed) }
        #expect(try await store.read { try $0.logLease() } == renewed)
        let next = LogLease(owner: "other", fence: 3, until: start)
        try await store.write { try $0.put(next) }
        #expect(try await store.read { try $0.logLease() } == next)
    }

    static func event(_ sequence: Int64) -> AuditEventRow {
        AuditEventRow(
            sequence: sequence, eventID: "e\(sequence)", at: Timestamp(milliseconds: 1_000 + sequence), operatorID: "northwind",
            action: "update", entity: "bonus_rule", entityID: "BR-7", leaf: [1, 2, UInt8(sequence)])
    }
}
