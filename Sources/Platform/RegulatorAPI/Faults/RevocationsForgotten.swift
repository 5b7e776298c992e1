import Access

extension Fault {
    static let revocationsForgotten = Fault(
        "revocations-forgotten", "Tokens that were revoked go on letting in", .access(.forgottenRevocations))
}
