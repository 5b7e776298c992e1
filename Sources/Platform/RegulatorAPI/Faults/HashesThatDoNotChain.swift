import AuditTrail
import Documents

extension Fault {
    static let hashesThatDoNotChain = Fault(
        "hashes-that-do-not-chain", "A change of a history does not begin with the state in which the one before it ended",
        .history { changes in
            changes.map { change in
                guard change.document["before_hash"]?.string != nil else { return change }
                var shown = change
                shown.document = change.document.setting("before_hash", .string(String(repeating: "0", count: 64)))
                return shown
            }
        })
}
