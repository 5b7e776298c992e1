import Crypto
import Documents
import Sealing
import Store
import TransparencyLog

@testable import AuditTrail

/// Events and keys that the tests of this module use.
enum Sample {
    static let start = Timestamp(milliseconds: 1_792_000_000_000)

    static func entry(
        _ number: Int, id: String = "BR-7", operatorID: String = "northwind", action: AuditAction = .update, before: Node?, after: Node?,
        about subject: AuditSubject = .operation, reason: String = "corrected"
    ) -> AuditEntry {
        AuditEntry(
            at: start.advanced(by: .seconds(number)), operatorID: operatorID, subject: subject,
            actor: AuditActor(subject: "o-17", clientID: "officer", certificate: "thumb", address: "127.0.0.1"), action: action,
            entity: "bonus_rule", id: id, before: before, after: after, reason: reason, requestID: "q-\(number)")
    }

    static func entity(version: Int) -> EntityRow {
        EntityRow(kind: "bonus_rule", id: "BR-7", version: version, operatorID: "northwind", value: [1], changedAt: start)
    }

    /// Keys under which equal events of two stores have equal leaves: both have the same key for what concerns everybody.
    static func keys(in store: PlatformStore) async throws -> SubjectKeys {
        let wrapping = try WrappingKeys(current: "test", keys: ["test": SymmetricKey(data: [UInt8](repeating: 3, count: 32))])
        let wrapped = [UInt8](try wrapping.wrapped(SymmetricKey(data: [UInt8](repeating: 5, count: 32))))
        try await store.write { transaction in
            guard try transaction.snapshot.subjectKey(of: AuditSubject.operation.name) == nil else { return }
            _ = try transaction.addSubjectKey(of: AuditSubject.operation.name, wrapped: wrapped, by: wrapping.current, at: start)
        }
        return SubjectKeys(wrapping: wrapping)
    }

    static func signer(_ byte: UInt8 = 7) throws -> NoteSigner {
        try NoteSigner(name: "assay.invalid/northwind/test", key: Array(repeating: byte, count: 32))
    }
}
