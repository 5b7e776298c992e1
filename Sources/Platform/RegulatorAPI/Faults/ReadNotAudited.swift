extension Fault {
    static let readNotAudited = Fault(
        "read-not-audited", "What is shown leaves no entry in the audit trail", .forgetsReads)
}
