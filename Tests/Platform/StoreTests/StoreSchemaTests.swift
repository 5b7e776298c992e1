import Documents
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
            try queue.write { try Transaction(database: $0).append(Self.event(0)) }
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

    @Test(arguments: ["UPDATE audit_event SET leaf = x'00'", "DELETE FROM audit_event"])
    func `an audit event is neither changed nor deleted`(statement: String) async throws {
        let folder = try TemporaryFolder()
        let store = try PlatformStore(.init(directory: folder.path))
        try await store.write { try $0.append(Self.event(0)) }
        await #expect(throws: StoreError.self) { try await store.write { try $0.database.execute(sql: statement) } }
        #expect(try await store.read { try $0.auditEvent(at: 0) } == Self.event(0))
    }

    static func event(_ sequence: Int64) -> AuditEventRow {
        AuditEventRow(
            sequence: sequence, eventID: "e\(sequence)", at: Timestamp(milliseconds: 1_000 + sequence), operatorID: "northwind",
            action: "update", entity: "bonus_rule", entityID: "BR-7", leaf: [1, 2, UInt8(sequence)])
    }
}
