extension Fault {
    static let auditEntryNotLogged = Fault(
        "audit-entry-not-logged", "Changes are acknowledged and leave no entry in the log", .forgetsChanges)
}
