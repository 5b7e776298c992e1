extension Fault {
    static let limitsIgnored = Fault("limits-ignored", "Requests beyond the allowance are answered like any other", .ignoresLimits)
}
