extension Fault {
    static let staleAuditHistory = Fault(
        "stale-audit-history", "The history of an entity lacks its newest change", .history { $0.dropLast() })
}
