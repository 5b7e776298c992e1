import Crypto
import Documents
import GRDB
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
        trail = AuditTrail(store: store, keys: try SubjectKeys.passing(), newEventID: { "event-\($0.milliseconds)" })
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
        let huge = String(repeating: "x", count: AuditDocument.maximumBytes)
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
            #expect(try JSONReader.read(leaf)["index"]?.integer == index)
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

    @Test func `a change of any size has a short leaf, and opens to what the leaf commits to`() async throws {
        let before: Node = [
            "text": .string(String(repeating: "a", count: 40_000)), "other": .string(String(repeating: "b", count: 40_000)),
        ]
        let after: Node = ["text": .string(String(repeating: "c", count: 40_000)), "other": .string(String(repeating: "d", count: 40_000))]
        try await store.write { [trail] in _ = try trail.record(in: $0, Sample.entry(1, before: before, after: after)) }
        let change = try #require(try await trail.history(entity: "bonus_rule", id: "BR-7", operatorID: "northwind").first)
        #expect(change.leaf.count < 400)
        #expect(try JSONPatch.apply(change.diff, to: before) == after)
        let opening = try #require(change.opening)
        let code = HMAC<SHA256>.authenticationCode(for: opening.event, using: SymmetricKey(data: opening.blinding))
        #expect(try JSONReader.read(change.leaf)["commitment"]?.string == AuditLeaf.hex(code))
        #expect(try JSONReader.read(opening.event) == change.document)
    }

    @Test func `what lies beside a leaf and is not what it commits to is reported, never shown`() async throws {
        try await store.write { [trail] transaction in
            _ = try trail.record(in: transaction, Sample.entry(1, before: nil, after: ["percentage": 50]))
        }
        let other = try TemporaryFolder()
        let moved = try PlatformStore(.init(directory: other.path))
        let event = try #require(try await store.read { try $0.auditEvent(at: 0) })
        let key = try #require(try await store.read { try $0.subjectKey(of: AuditSubject.operation.name) })
        try await moved.write { transaction in
            let number = try transaction.addSubjectKey(
                of: AuditSubject.operation.name, wrapped: key.wrapped, by: key.wrappedBy, at: Sample.start)
            let leaf = try AuditLeaf(
                Sample.entry(1, before: nil, after: nil), index: 0, eventID: event.eventID, commitment: String(repeating: "0", count: 64))
            try transaction.append(
                AuditEventRow(
                    sequence: 0, eventID: event.eventID, at: event.at, operatorID: event.operatorID, action: event.action,
                    entity: event.entity, entityID: event.entityID, leaf: leaf.bytes,
                    sealed: .init(key: number, document: event.sealed?.document)))
        }
        let reader = AuditTrail(store: moved, keys: trail.keys)
        await #expect(throws: AuditError(.damaged, "")) {
            try await reader.history(entity: "bonus_rule", id: "BR-7", operatorID: "northwind")
        }
    }

    @Test func `leaves of the first schema are read as they were written`() async throws {
        let leaf = Array(
            #"{"action":"update","at":"2026-10-14T17:46:41.000Z","detail":{"rows":1},"diff":[{"op":"remove","path":""}],"schema":"assay.audit/1"}"#
                .utf8)
        let apart = Array(#"[{"op":"add","path":"","value":1}]"#.utf8)
        let long = Array(#"{"action":"create","diff_reference":{"sha256":"\#(AuditLeaf.sha256(apart))"},"schema":"assay.audit/1"}"#.utf8)
        try await store.write { transaction in
            for (number, bytes) in [leaf, long].enumerated() {
                try transaction.append(
                    AuditEventRow(
                        sequence: Int64(number), eventID: "e\(number)", at: Sample.start, operatorID: "northwind", action: "update",
                        entity: "bonus_rule", entityID: "BR-7", leaf: bytes))
            }
            try transaction.database.execute(
                sql: "INSERT INTO audit_attachment VALUES (?, ?)", arguments: [AuditLeaf.sha256(apart), apart.blob])
        }
        let changes = try await trail.history(entity: "bonus_rule", id: "BR-7", operatorID: "northwind")
        #expect(changes.map(\.diff) == [[["op": "remove", "path": ""]], [["op": "add", "path": "", "value": 1]]])
        #expect(changes.allSatisfy { $0.opening == nil } && changes[0].leaf == leaf)
        #expect(try await trail.subjects(entity: "bonus_rule", id: "BR-7", operatorID: "northwind") == [nil])
        let event = try #require(try await store.read { try $0.auditEvent(at: 0) })
        #expect(try await store.read { try trail.told(by: event, in: $0)?["detail"] } == ["rows": 1])
    }
}
