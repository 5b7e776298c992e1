import AuditTrail
import Documents

extension Fault {
    static let deletionNotInHistory = Fault(
        "deletion-not-in-history", "The history of an entity that was deleted does not tell the deletion",
        .history { changes in changes.filter { $0.document["action"]?.string != "delete" } })
}
