import Documents
import Foundation
import GRDB
import Store
import TestSupport
import Testing

@testable import AuditTrail

@Suite struct StateAtTests {
    private let folder: TemporaryFolder
    private let store: PlatformStore
    private let trail: AuditTrail

    init() async throws {
        folder = try TemporaryFolder()
        store = try PlatformStore(.init(directory: folder.path))
        trail = AuditTrail(store: store, keys: try SubjectKeys.passing())
    }

    private func record(_ number: Int, from before: Node?, to after: Node?, id: String = "BR-7") async throws {
        let action: AuditAction = before == nil ? .create : after == nil ? .delete : .update
        let entry = Sample.entry(number, id: id, action: action, before: before, after: after)
        try await store.write { [trail] transaction in _ = try trail.record(in: transaction, entry) }
    }

    private func state(_ seconds: Int) async throws -> EntityState {
        try await trail.state(entity: "bonus_rule", id: "BR-7", operatorID: "northwind", at: Sample.start.advanced(by: .seconds(seconds)))
    }

    @Test func `an entity is told as it stood at every time of its life`() async throws {
        try await record(10, from: nil, to: ["percentage": 100])
        try await record(20, from: ["percentage": 100], to: ["percentage": 50, "active": true])
        try await record(30, from: ["percentage": 50, "active": true], to: nil)
        try await record(40, from: nil, to: ["percentage": 7])
        let expected: [(Int, Node?, Int64?)] = [
            (9, nil, nil), (10, ["percentage": 100], 0), (19, ["percentage": 100], 0), (20, ["percentage": 50, "active": true], 1),
            (30, nil, 2), (39, nil, 2), (40, ["percentage": 7], 3), (4000, ["percentage": 7], 3),
        ]
        for (seconds, value, index) in expected {
            let found = try await state(seconds)
            #expect(found.value == value && found.change?.index == index, "after \(seconds) s")
            #expect(found.hash == (try value.map { AuditLeaf.sha256(try $0.canonicalBytes()) }))
        }
    }

    @Test func `a change whose time went back counts after the one that it follows`() async throws {
        try await record(10, from: nil, to: ["percentage": 1])
        try await record(30, from: ["percentage": 1], to: ["percentage": 2])
        try await record(20, from: ["percentage": 2], to: ["percentage": 3])
        #expect(try await state(25).value == ["percentage": 1])
        #expect(try await state(30).value == ["percentage": 3])
    }

    @Test func `a history that does not lead to what it tells gives no state`() async throws {
        try await record(10, from: nil, to: ["percentage": 100])
        // Recorded by somebody who took another state for the one before.
        try await record(20, from: ["percentage": 99], to: ["percentage": 50])
        #expect(try await state(19).value == ["percentage": 100])
        await #expect(throws: AuditError(.damaged, "")) { try await state(20) }
    }

    @Test func `a change that cannot be read gives no state`() async throws {
        try await record(10, from: nil, to: ["percentage": 100])
        try await store.write { transaction in
            try transaction.database.execute(sql: "DROP TRIGGER audit_event_is_final; UPDATE audit_event SET document = NULL")
        }
        await #expect(throws: AuditError(.damaged, "")) { try await state(10) }
    }

    @Test func `changes are asked for by time, kind and contents, so many are opened, and pages hold each once`() async throws {
        for number in 0..<20 { try await record(number, from: nil, to: ["percentage": .integer(number)], id: "BR-\(number)") }
        var query = AuditQuery(operatorID: "northwind", entity: "bonus_rule", actions: ["create"])
        query.from = Sample.start.advanced(by: .seconds(5))
        query.to = Sample.start.advanced(by: .seconds(15))
        var (ids, first, pages) = ([String](), Int64(0), 0)
        while true {
            let page = try await trail.changes(
                query, from: first, limit: 2, most: 3, isAccepted: { _, id, _ in id != "BR-7" },
                fits: { $0["id"]?.string != "BR-9" })
            #expect(page.changes.count <= 2)
            ids += page.changes.compactMap { $0.document["id"]?.string }
            pages += 1
            guard let next = page.next else { break }
            #expect(next > first)
            first = next
        }
        #expect(ids == [5, 6, 8, 10, 11, 12, 13, 14].map { "BR-\($0)" } && pages >= 4)
        query.actions = ["delete"]
        #expect(
            try await trail.changes(query, from: 0, limit: 9, isAccepted: { _, _, _ in true }, fits: { _ in true }).changes.isEmpty)
    }

    @Test func `a listing of changes is read from its index`() async throws {
        let plan = try await store.read { snapshot in
            try Row.fetchAll(
                snapshot.database,
                sql: """
                    EXPLAIN QUERY PLAN SELECT * FROM audit_event
                    WHERE operator = 'x' AND seq >= 0 AND action IN ('create', 'update', 'delete') AND at >= 1 ORDER BY seq LIMIT 10
                    """
            ).map { $0["detail"] as String }
        }
        #expect(plan.contains { $0.contains("audit_event_by_change") } && !plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
