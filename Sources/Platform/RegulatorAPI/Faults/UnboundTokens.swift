import Access

extension Fault {
    static let unboundTokens = Fault(
        "unbound-tokens", "A token lets in whoever shows it, under any certificate", .access(.unboundTokens))
}
