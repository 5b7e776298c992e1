import Documents
import Store
import TestSupport
import Testing
import TransparencyLog

@testable import AuditTrail

@Suite struct AuditTrailTests {
    let folder: TemporaryFolder
    let store: PlatformStore
    let trail: AuditTrail

    init() throws {
        folder = try TemporaryFolder()
        store = try PlatformStore(.init(directory: folder.path))
        trail = AuditTrail(store: store, newEventID: { "event-\($0.milliseconds)" })
    }

    @Test func `a change and its event are durable together`() async throws {
        let record = try await store.write { [trail] transaction in
            try transaction.put(Sample.entity(version: 1))
            return try trail.record(in: transaction, Sample.entry(1, before: nil, after: ["percentage": 50]))
        }
        #expect(record.index == 0)
        #expect(try await store.read { try $0.entity("bonus_rule", id: "BR-7") } != nil)
        #expect(try await store.read { try $0.auditEventCount() } == 1)
        #expect(try await store.read { try $0.auditLeaves(from: 0, limit: 1) }.map(MerkleHash.leaf) == [record.leafHash])
    }

    @Test func `a change that fails after its event leaves neither`() async throws {
        struct Refusal: Error {}
        await #expect(throws: Refusal.self) {
            try await store.write { [trail] transaction in
                try transaction.put(Sample.entity(version: 1))
                _ = try trail.record(in: transaction, Sample.entry(1, before: nil, after: ["percentage": 50]))
                throw Refusal()
            }
        }
        #expect(try await store.read { try $0.entity("bonus_rule", id: "BR-7") } == nil)
        #expect(try await store.read { try $0.auditEventCount() } == 0)
    }

    @Test func `an event that cannot be stored takes its change with it`() async throws {
        let huge = String(repeating: "x", count: 70_000)
        await #expect(throws: AuditError(.tooLarge, "")) {
            try await store.write { [trail] transaction in
                try transaction.put(Sample.entity(version: 1))
                _ = try trail.record(in: transaction, Sample.entry(1, before: nil, after: ["percentage": 50], reason: huge))
            }
        }
        #expect(try await store.read { try $0.entity("bonus_rule", id: "BR-7") } == nil)
    }

    @Test func `indexes are dense whatever fails in between`() async throws {
        struct Refusal: Error {}
        let store = store
        let trail = trail
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<90 {
                group.addTask {
                    _ = try? await store.write { transaction in
                        _ = try trail.record(in: transaction, Sample.entry(number, before: nil, after: ["percentage": .integer(number)]))
                        if number.isMultiple(of: 3) { throw Refusal() }
                    }
                }
            }
        }
        let leaves = try await store.read { try $0.auditLeaves(from: 0, limit: 100) }
        #expect(leaves.count == 60)
        for (index, leaf) in leaves.enumerated() {
            #expect(try AuditLeaf(parsing: leaf).document["index"]?.integer == index)
        }
    }

    @Test func `the history of an entity is its changes, oldest first, and nobody else's`() async throws {
        try await store.write { [trail] transaction in
            _ = try trail.record(in: transaction, Sample.entry(1, before: nil, after: ["percentage": 50]))
            _ = try trail.record(in: transaction, Sample.entry(2, id: "BR-8", before: nil, after: ["percentage": 10]))
            _ = try trail.record(in: transaction, Sample.entry(3, action: .read, before: nil, after: nil))
            _ = try trail.record(in: transaction, Sample.entry(4, before: ["percentage": 50], after: ["percentage": 60]))
            _ = try trail.record(in: transaction, Sample.entry(5, operatorID: "southwind", before: nil, after: ["percentage": 1]))
        }
        let changes = try await trail.history(entity: "bonus_rule", id: "BR-7", operatorID: "northwind")
        #expect(changes.map(\.index) == [0, 3])
        #expect(changes.map(\.leafHash) == changes.map { MerkleHash.leaf($0.leaf) })
        #expect(changes[1].document["before_hash"] == changes[0].document["after_hash"])
        #expect(try await trail.history(entity: "bonus_rule", id: "BR-7", operatorID: "northwind", from: 1).map(\.index) == [3])
        #expect(try await trail.history(entity: "bonus_rule", id: "BR-7", operatorID: "northwind", limit: 1).map(\.index) == [0])
        #expect(try await trail.history(entity: "limit", id: "BR-7", operatorID: "northwind").isEmpty)
    }

    @Test func `a diff beyond the leaf's size is kept apart, named by its hash, and read back`() async throws {
        let before: Node = [
            "text": .string(String(repeating: "a", count: 40_000)), "other": .string(String(repeating: "b", count: 40_000)),
        ]
        let after: Node = ["text": .string(String(repeating: "c", count: 40_000)), "other": .string(String(repeating: "d", count: 40_000))]
        try await store.write { [trail] in _ = try trail.record(in: $0, Sample.entry(1, before: before, after: after)) }
        let change = try #require(try await trail.history(entity: "bonus_rule", id: "BR-7", operatorID: "northwind").first)
        #expect(change.leaf.count < 2_000)
        #expect(change.document["diff"] == nil)
        #expect(change.document["diff_reference"]?["bytes"]?.integer ?? 0 > 65_535)
        #expect(try JSONPatch.apply(change.diff, to: before) == after)
    }
}
