import Documents
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

    static func signer(_ byte: UInt8 = 7) throws -> NoteSigner {
        try NoteSigner(name: "assay.invalid/northwind/test", key: Array(repeating: byte, count: 32))
    }
}
