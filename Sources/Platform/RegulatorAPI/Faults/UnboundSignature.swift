extension Fault {
    static let unboundSignature = Fault(
        "unbound-signature", "An answer's signature does not cover the request that it answers",
        .signing { plan in plan.covered.removeAll { $0.hasSuffix(";req") } })
}
