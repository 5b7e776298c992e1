import AuditTrail
import Documents

extension Fault {
    static let leafNamesAPlayer = Fault(
        "leaf-names-a-player", "The leaves of the log, which every authority reads, name the player",
        .leafMembers { entry in
            guard case .player(let id) = entry.subject else { return [] }
            return [("subject", .string(id))]
        })
}
